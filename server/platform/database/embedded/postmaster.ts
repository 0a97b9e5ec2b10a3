import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { setTimeout as after } from 'node:timers/promises'

/** The server process on a data directory, as its postmaster.pid tells. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  /** It takes connections. */
  readonly ready: boolean
}

/** The live server on this data directory, or `null`; a file left behind by one that died is not one. */
export function livePostmaster(directory: string): Postmaster | null {
  const lines = readIfThere(`${directory}/postmaster.pid`)?.split('\n')
  const pid = Number(lines?.[0])
  if (!lines || !(pid > 1) || !worksIn(pid, directory)) return null
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** Which program file the server on this data directory was started from. */
export function programOf(directory: string): string | null {
  return readIfThere(`${directory}/postmaster.opts`)?.split(' ')[0] ?? null
}

/**
 * Whether the process lives and is a server on this directory: process ids are used again, a working folder tells.
 * Where we may not look at that (root in a container, at a process of another user), what it was started with does.
 */
export function worksIn(pid: number, directory: string): boolean {
  if (/^State:\s+[ZX]/m.test(readIfThere(`/proc/${pid}/status`) ?? 'State: X')) return false
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory)
  } catch {
    return readIfThere(`/proc/${pid}/cmdline`)?.split('\0').includes(directory) ?? false
  }
}

/**
 * Stops the server: first letting go of its clients in good order ("fast"), then, if that takes too long, at once,
 * leaving the rest to the recovery of the next start. It is never killed outright.
 */
export async function stopPostmaster(pid: number, directory: string, patienceMs: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!worksIn(pid, directory)) return
    process.kill(pid, signal)
    if (await until(() => !worksIn(pid, directory), patienceMs)) return
  }
  throw new Error(`The database server (process ${pid}) does not stop.`)
}

/** Waits for a condition, looking often; `false` when the patience ends first. */
export async function until(met: () => boolean, patienceMs: number): Promise<boolean> {
  const end = Date.now() + patienceMs
  while (!met()) {
    if (Date.now() > end) return false
    await after(10)
  }
  return true
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
