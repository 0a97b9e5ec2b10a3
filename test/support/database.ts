import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import { DataSource } from 'typeorm'
import { Database } from '../../server/platform/database/database'
import { dataSourceOptions } from '../../server/platform/database/dataSource'
import { schema } from '../../server/schema'
import { onDatabase } from './onDatabase'
import { SERVER_URL, TEMPLATE } from './testServer'

/**
 * A migrated database for the tests around the call (a file or a `describe`), made before and dropped after them.
 * The result can be used inside tests and hooks only.
 */
export function givenDatabase(): Database {
  return givenDataSource().database
}

/** The same with what a few tests need beside it: the address, and TypeORM's own object. */
export function givenDataSource(): { database: Database; source: DataSource; url: string } {
  const { url, name } = uniqueDatabase()
  const source = new DataSource(dataSourceOptions(url, schema, { connections: 5 }))
  beforeAll(async () => {
    await createDatabase(name, TEMPLATE)
    await source.initialize()
  })
  afterAll(async () => {
    if (source.isInitialized) await source.destroy()
    await dropDatabase(name)
  })
  return { database: new Database(source), source, url }
}

/** A database without a single table of ours, made before and dropped after the tests around the call. */
export function givenEmptyDatabase(): { url: string } {
  const { url, name } = uniqueDatabase()
  beforeAll(() => createDatabase(name, 'template1'))
  afterAll(() => dropDatabase(name))
  return { url }
}

function uniqueDatabase(): { url: string; name: string } {
  const name = `test_${randomBytes(8).toString('hex')}`
  return { url: serverUrl().replace(/[^/]+$/, name), name }
}

async function createDatabase(name: string, template: string): Promise<void> {
  await onDatabase(serverUrl(), client =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`),
  )
}

async function dropDatabase(name: string): Promise<void> {
  await onDatabase(serverUrl(), client => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
}

function serverUrl(): string {
  const url = process.env[SERVER_URL]
  if (!url) throw new Error('There is no test server: run the tests with Jest, whose global setup starts one.')
  return url
}
