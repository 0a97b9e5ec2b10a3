import 'reflect-metadata'
import { DataSource } from 'typeorm'
import type { Config } from './config'
import { Database } from './platform/database/database'
import { dataSourceOptions } from './platform/database/dataSource'
import { CannotStart } from './platform/database/embedded/cannotStart'
import { dataFolder, filesFolder } from './platform/database/embedded/dataFolder'
import { startEmbeddedDatabase } from './platform/database/embedded/embeddedDatabase'
import type { Logger } from './platform/logging'
import { projectFolder } from './platform/views/projectFolder'
import { keptSecret } from './platform/keptSecret'
import { schema } from './schema'

/** What every process of the app stands on: its migrated database and its secret. */
export interface Installation {
  readonly database: Database
  readonly databaseUrl: string
  readonly signingSecret: string
  /** Where files may be kept that outlive a request, such as uploads. */
  readonly folder: string
  close(): Promise<void>
}

/** One key for everybody who may migrate at the same time: any number, always the same. */
const MIGRATION_LOCK = 7_318_042

/**
 * Opens the database that the settings name, or starts the embedded one, and brings its schema up to date.
 *
 * @param start  how to come by the embedded database; commands borrow the one of a running Foothold
 * @throws CannotStart with a sentence that says what to do
 */
export async function openInstallation(
  config: Config,
  logger: Logger,
  start = startEmbeddedDatabase,
): Promise<Installation> {
  const folder = (config.databaseUrl === null ? dataFolder : filesFolder)(config.dataFolder, projectFolder())
  const embedded = config.databaseUrl === null ? await start({ folder, logger }) : null
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? ''
  try {
    // a connection that says goodbye late is no news once we close the database ourselves
    let isClosing = false
    const whileOpen: Logger = {
      ...logger,
      warn: (sentence, facts) => {
        if (isClosing) logger.debug(sentence, facts)
        else logger.warn(sentence, facts)
      },
    }
    const source = await connected(databaseUrl, whileOpen)
    await migrate(source)
    return {
      database: new Database(source),
      databaseUrl,
      signingSecret: config.signingSecret ?? (await keptSecret(folder)),
      folder,
      close: async () => {
        isClosing = true
        await source.destroy()
        await embedded?.stop()
      },
    }
  } catch (fault) {
    await embedded?.stop()
    throw fault
  }
}

async function connected(url: string, logger: Logger): Promise<DataSource> {
  try {
    return await new DataSource(dataSourceOptions(url, schema, { logger })).initialize()
  } catch (fault) {
    const { host } = new URL(url)
    const because = fault instanceof Error ? fault.message || fault.name : 'no answer'
    throw new CannotStart(`The database at ${host} cannot be reached (${because}). Check DATABASE_URL and that the server runs.`, {
      cause: fault,
    })
  }
}

/** Several processes may start at once; the first one migrates, the others wait and find nothing to do. */
async function migrate(source: DataSource): Promise<void> {
  const lock = source.createQueryRunner()
  await lock.connect()
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await source.runMigrations()
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK])
  } finally {
    await lock.release()
  }
}
