import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { CannotStart } from './cannotStart'

/** Whom the database server runs as, where that is somebody else than ourselves. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root. Root therefore lends it the user who already owns the data, or else "nobody";
 * everyone else runs it as themselves (`null`).
 */
export function serverUser(dataDirectory: string): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const owner = existsSync(dataDirectory) ? statSync(dataDirectory) : null
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const nobody = userNamed('nobody')
  if (nobody) return nobody
  throw new CannotStart(
    'PostgreSQL does not run as root, and this machine has no user "nobody" to run it: ' +
      'start Foothold as an ordinary user, or set DATABASE_URL.',
  )
}

function userNamed(name: string): ServerUser | null {
  const line = passwd()
    .split('\n')
    .find(entry => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}

function passwd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}

/** The first folder on the way down to `folder` that `user` (`null`: we) may not pass through, or `null`. */
export function closedFolder(folder: string, user: ServerUser | null): string | null {
  const way: string[] = []
  for (let step = folder; ; step = dirname(step)) {
    way.unshift(step)
    if (step === dirname(step)) break
  }
  return way.find(step => !mayPass(step, user)) ?? null
}

function mayPass(folder: string, user: ServerUser | null): boolean {
  const uid = user?.uid ?? process.getuid?.() ?? 0
  const groups = user ? [user.gid] : [process.getgid?.() ?? 0, ...(process.getgroups?.() ?? [])]
  try {
    const found = statSync(folder, { throwIfNoEntry: false })
    if (!found?.isDirectory() || uid === 0) return true // what is missing will be made, open
    const bit = found.uid === uid ? 0o100 : groups.includes(found.gid) ? 0o010 : 0o001
    return (found.mode & bit) !== 0
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code !== 'EACCES' // closed even to ourselves, somewhere above
  }
}
