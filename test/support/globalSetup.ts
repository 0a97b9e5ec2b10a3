import 'reflect-metadata'
import { chmodSync, rmSync } from 'node:fs'
import { DataSource } from 'typeorm'
import { dataSourceOptions } from '../../server/platform/database/dataSource'
import { schema } from '../../server/schema'
import {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../../server/platform/database/embedded/embeddedDatabase'
import { createLogger } from '../../server/platform/logging'
import { onDatabase } from './onDatabase'
import { removeLeftovers, SERVER_URL, TEMPLATE, temporaryFolder } from './testServer'

declare global {
  var testServer: { readonly database: EmbeddedDatabase; readonly folder: string } | undefined
}

/** One real PostgreSQL server for the whole run, with one migrated database to copy. */
export default async function globalSetup(): Promise<void> {
  await removeLeftovers()
  const folder = temporaryFolder()
  chmodSync(folder, 0o755)
  const database = await startEmbeddedDatabase({ folder, logger: createLogger('error'), throwaway: true })
  try {
    await onDatabase(database.url, client => client.query(`CREATE DATABASE ${TEMPLATE}`))
    await migrate(database.url.replace(/[^/]+$/, TEMPLATE))
  } catch (fault) {
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
    throw fault
  }
  process.env[SERVER_URL] = database.url
  globalThis.testServer = { database, folder }
}

async function migrate(url: string): Promise<void> {
  const source = new DataSource(dataSourceOptions(url, schema))
  await source.initialize()
  await source.runMigrations()
  await source.destroy()
}
