import { openInstallation } from '../installation'
import { jobs } from '../jobs'
import { systemClock } from '../platform/clock'
import { borrowEmbeddedDatabase } from '../platform/database/embedded/embeddedDatabase'
import { prepareJobs, runJobs } from '../platform/jobs/jobs'
import { runUntilStopped } from '../running'
import { createServices } from '../services'

/** `npm run -s worker`: runs background jobs and nothing else, for an app that is told JOBS=separate. */
runUntilStopped(async ({ config, logger, closeLater }) => {
  const installation = await openInstallation(config, logger, borrowEmbeddedDatabase)
  closeLater(() => installation.close())
  const services = createServices({ config, clock: systemClock, logger, ...installation })
  await prepareJobs(installation.databaseUrl, logger)
  const runner = await runJobs(installation.databaseUrl, jobs(services), logger)
  closeLater(() => runner.stop())
  process.stdout.write('Background jobs run in this process. Ctrl-C stops it.\n')
})
