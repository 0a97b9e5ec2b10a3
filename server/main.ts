import { createApp } from './app'
import { readConfig, WrongSettings, type Config } from './config'
import { openInstallation } from './installation'
import { jobs } from './jobs'
import { systemClock } from './platform/clock'
import { CannotStart } from './platform/database/embedded/cannotStart'
import { prepareJobs, runJobs } from './platform/jobs/jobs'
import { createLogger, type Logger } from './platform/logging'
import { listen } from './server'
import { createServices } from './services'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Opens the installation, serves it, and closes everything in the opposite order when asked to stop. */
async function serve(config: Config, logger: Logger): Promise<() => Promise<void>> {
  const closing: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    const installation = await openInstallation(config, logger)
    closing.push(() => installation.close())
    const services = createServices({ config, clock: systemClock, logger, ...installation })
    await prepareJobs(installation.databaseUrl, logger)
    if (config.jobs === 'inProcess') {
      const runner = await runJobs(installation.databaseUrl, jobs(), logger)
      closing.push(() => runner.stop())
    }
    const listening = await listen(createApp(config, services), config)
    closing.push(() => listening.stop())
    say(`Foothold listens on ${config.baseUrl.replace(/:0$/, `:${listening.port}`)}`)
    return stop
  } catch (fault) {
    await stop()
    throw fault
  }
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const logger = createLogger(config.logLevel)
  let stopping = false
  const started = serve(config, logger)
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    logger.info('stopping', { signal })
    await (await started)()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal))
  await started
}

main().catch((fault: unknown) => {
  const expected = fault instanceof WrongSettings || fault instanceof CannotStart
  process.stderr.write(`${expected ? fault.message : fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`)
  process.exit(1)
})
