import { createApp } from './app'
import { greeting } from './greeting'
import { openInstallation } from './installation'
import { jobs } from './jobs'
import { systemClock } from './platform/clock'
import { prepareJobs, runJobs } from './platform/jobs/jobs'
import { runUntilStopped } from './running'
import { checkAddress, listen } from './server'
import { createServices } from './services'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Opens the installation, serves it, and says where it is and how to get in. */
runUntilStopped(async ({ config, logger, signal, closeLater }) => {
  await checkAddress(config)
  const installation = await openInstallation(config, logger)
  closeLater(() => installation.close())
  const services = createServices({ config, clock: systemClock, logger, ...installation })
  await prepareJobs(installation.databaseUrl, logger)
  if (config.databaseUrl === null) await services.sample.loadOnce({ signal, say })
  if (config.jobs === 'inProcess') {
    const runner = await runJobs(installation.databaseUrl, jobs(services), logger)
    closeLater(() => runner.stop())
  }
  const listening = await listen(createApp(config, services), config)
  closeLater(() => listening.stop())
  const address = config.baseUrl.replace(/:0$/, `:${listening.port}`)
  const sample = await services.sample.guests()
  say(greeting({ address, sample, administrator: await services.accountLinks.administratorAtStart() }))
})
