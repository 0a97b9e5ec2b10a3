import { createHash } from 'node:crypto'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { CannotStart } from './cannotStart'
import { closedFolder, serverUser } from './serverUser'

/** The part of the data folder that belongs to PostgreSQL. */
export const databaseIn = (folder: string): string => join(folder, 'database')

/**
 * The folder for everything that must outlive a run: the embedded database, its binaries, the signing secret.
 * Made where it is missing, open enough for the user whom the database server runs as.
 *
 * @param chosen what the settings say; `null` takes `.foothold` in the project, or, where the server could not
 *   reach it (a closed home folder, a project that we may not write to), one in `otherwise`
 * @throws CannotStart when the folder cannot be used
 */
export function dataFolder(chosen: string | null, project: string, otherwise = shared()): string {
  if (chosen !== null) return usable(resolve(chosen))
  const within = join(project, '.foothold')
  const outside = join(otherwise, nameFor(project))
  // Where the data are, they stay: nobody shall find an empty program because a folder was opened or closed.
  if (existsSync(databaseIn(within))) return usable(within)
  if (existsSync(databaseIn(outside))) return usable(outside)
  try {
    return usable(within)
  } catch (fault) {
    if (!(fault instanceof CannotStart)) throw fault
    return usable(outside)
  }
}

/**
 * The same beside a database server of somebody else's: uploads on their way in, which only we have to reach.
 *
 * @throws CannotStart when the folder cannot be used
 */
export function filesFolder(chosen: string | null, project: string): string {
  return opened(chosen === null ? join(project, '.foothold') : resolve(chosen))
}

/** Where programs of the system, or of this user, keep their data. */
function shared(): string {
  if (process.getuid?.() === 0) return '/var/lib/foothold'
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'foothold')
}

/** Two checkouts of the same name keep two databases. */
function nameFor(project: string): string {
  return `${basename(project)}-${createHash('sha256').update(project).digest('hex').slice(0, 8)}`
}

function usable(folder: string): string {
  const closed = closedFolder(folder, serverUser(databaseIn(folder)))
  if (closed === null) return opened(folder)
  throw new CannotStart(
    `The data folder ${folder} cannot be used: PostgreSQL does not run as root, and its user may not pass through ` +
      `${closed}. Open that folder (chmod o+x ${closed}), or set DATA_FOLDER to one that everyone can reach.`,
  )
}

/** Makes the folder and its parents for all to pass through, whatever the umask is. */
function opened(folder: string): string {
  try {
    const missing: string[] = []
    for (let step = folder; !statSync(step, { throwIfNoEntry: false }); step = dirname(step)) missing.unshift(step)
    for (const step of missing) {
      mkdirSync(step)
      chmodSync(step, 0o755)
    }
    // what is within, so that a file is no folder
    accessSync(`${folder}/.`, constants.R_OK | constants.W_OK | constants.X_OK)
    return folder
  } catch (fault) {
    throw new CannotStart(
      `The data folder ${folder} cannot be written to (${reasonOf(fault)}): ` +
        'open it to this user, or set DATA_FOLDER to a folder of your own.',
      { cause: fault },
    )
  }
}

function reasonOf(fault: unknown): string {
  return (fault as NodeJS.ErrnoException).code ?? String(fault)
}
