import { readConfig, WrongSettings, type Config } from './config'
import { openInstallation } from './installation'
import { systemClock } from './platform/clock'
import { CannotStart } from './platform/database/embedded/cannotStart'
import { borrowEmbeddedDatabase } from './platform/database/embedded/embeddedDatabase'
import { Conflict, Problem } from './platform/errors'
import { createLogger } from './platform/logging'
import { createServices, type Services } from './services'

/** What a command works with. */
export interface CommandParts {
  readonly config: Config
  readonly services: Services
  /** What was written after the command's name. */
  readonly words: readonly string[]
  /** Prints a line for whoever, or whatever, reads the answer. */
  readonly say: (line: string) => void
}

/**
 * Runs one of the commands of `npm run` on the machine itself, beside a running Foothold or without one, and ends the
 * process: 0 when the work was done, 1 when it was not, with a sentence on standard error that says why.
 */
export function runCommand(work: (parts: CommandParts) => Promise<boolean | void>): void {
  done(work).then(
    succeeded => process.exit(succeeded ? 0 : 1),
    (fault: unknown) => {
      process.stderr.write(`${wordsOf(fault)}\n`)
      process.exit(1)
    },
  )
}

async function done(work: (parts: CommandParts) => Promise<boolean | void>): Promise<boolean> {
  const config = readConfig(process.env)
  const logger = createLogger('error', process.stderr)
  const installation = await openInstallation(config, logger, borrowEmbeddedDatabase)
  try {
    const services = createServices({ config, clock: systemClock, logger, ...installation })
    const say = (line: string): void => void process.stdout.write(`${line}\n`)
    return (await work({ config, services, words: process.argv.slice(2), say })) !== false
  } finally {
    await installation.close()
  }
}

function wordsOf(fault: unknown): string {
  if (fault instanceof Conflict) return [fault.message, ...fault.details].join('\n')
  if (fault instanceof WrongSettings || fault instanceof CannotStart || fault instanceof Problem) return fault.message
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
}
