import { startEmbeddedDatabase } from '../../../../server/platform/database/embedded/embeddedDatabase'
import { createLogger } from '../../../../server/platform/logging'

/** A program of its own for the tests: starts the database in the folder, prints its address, stops it on SIGTERM. */
async function main(folder: string, uid: string | undefined): Promise<void> {
  if (uid) {
    process.setgroups?.([])
    process.setgid?.(Number(uid))
    process.setuid?.(Number(uid))
  }
  const database = await startEmbeddedDatabase({ folder, logger: createLogger('silent') })
  process.stdout.write(`${database.url}\n`)
  const stay = setInterval(() => undefined, 1_000)
  process.once('SIGTERM', () => void database.stop().finally(() => clearInterval(stay)))
}

main(process.argv[2] ?? '', process.argv[3]).catch((fault: unknown) => {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`)
  process.exitCode = 1
})
