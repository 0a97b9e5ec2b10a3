import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig, type Config } from '../server/config'
import { openInstallation } from '../server/installation'
import { systemClock } from '../server/platform/clock'
import { createLogger } from '../server/platform/logging'
import { createServices, type Services } from '../server/services'

/** An installation of its own, with the sample loaded. */
export interface SampleInstallation {
  readonly config: Config
  readonly services: Services
  /** of the installation, gone with it */
  readonly folder: string
}

/** Runs `work` on a fresh installation that holds the sample, and leaves nothing behind. */
export async function onSample<T>(work: (installation: SampleInstallation) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'foothold-bench-'))
  chmodSync(folder, 0o755) // the database may run as another user
  const config = { ...readConfig({}), dataFolder: folder }
  const logger = createLogger('error')
  const installation = await openInstallation(config, logger)
  try {
    const services = createServices({ config, clock: systemClock, logger, ...installation })
    await services.sample.loadOnce()
    return await work({ config, services, folder })
  } finally {
    await installation.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
