import { readConfig, WrongSettings, type Config } from './config'
import { CannotStart } from './platform/database/embedded/cannotStart'
import { createLogger, type Logger } from './platform/logging'

/** What a long-lived process opens with. */
export interface Opening {
  readonly config: Config
  readonly logger: Logger
  /** Aborted when somebody asks the process to stop while it is still opening. */
  readonly signal: AbortSignal
  /** Registers what has to be closed; it is closed in the opposite order, whatever ends the process. */
  readonly closeLater: (close: () => Promise<void>) => void
}

/**
 * Opens something, keeps it open until Ctrl-C or SIGTERM, and closes it in good order; also when it is asked to stop
 * while it is still opening. What keeps it from opening is said in one sentence, and nothing is left running.
 */
export function runUntilStopped(open: (opening: Opening) => Promise<void>): void {
  const closing: (() => Promise<void>)[] = []
  const stopping = new AbortController()
  const close = async (): Promise<void> => {
    for (const one of closing.splice(0).reverse()) await one()
  }
  const opened = opening()

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort(signal))
  stopping.signal.addEventListener('abort', () => {
    // what fails because it was interrupted is no fault
    void opened.catch(() => undefined).then(close).then(() => process.exit(0), failed)
  })
  opened.catch(async (fault: unknown) => {
    if (stopping.signal.aborted) return
    await close().catch(() => undefined)
    failed(fault)
  })

  async function opening(): Promise<void> {
    const config = readConfig(process.env)
    const logger = createLogger(config.logLevel)
    await open({ config, logger, signal: stopping.signal, closeLater: one => void closing.push(one) })
  }
}

function failed(fault: unknown): never {
  process.stderr.write(`${inWords(fault)}\n`)
  process.exit(1)
}

function inWords(fault: unknown): string {
  if (fault instanceof WrongSettings || fault instanceof CannotStart) return fault.message
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
}
