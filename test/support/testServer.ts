import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseIn } from '../../server/platform/database/embedded/dataFolder'
import { livePostmaster, stopPostmaster } from '../../server/platform/database/embedded/postmaster'

/** Where the tests find the run's server; set before Jest starts its workers, which inherit it. */
export const SERVER_URL = 'FOOTHOLD_TEST_SERVER_URL'

/** Migrated once in each run; every test file works on a copy of its own. */
export const TEMPLATE = 'foothold_template'

const PREFIX = 'foothold-test-'

/** A folder for a server that lives as long as this process; its name tells a later run whose it was. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
}

/** Stops and removes what runs that were killed have left behind. */
export async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1])
    if (Number.isNaN(owner) || lives(owner)) continue
    const folder = join(tmpdir(), name)
    try {
      const left = livePostmaster(databaseIn(folder))
      if (left) await stopPostmaster(left.pid, databaseIn(folder), 10_000)
      rmSync(folder, { recursive: true, force: true })
    } catch {
      continue // another user's; theirs to remove
    }
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM'
  }
}
