import 'reflect-metadata'
import { DataSource } from 'typeorm'
import { dataSourceOptions } from './server/platform/database/dataSource'
import { schema } from './server/schema'

const url = process.env.DATABASE_URL
if (!url) throw new Error('Set DATABASE_URL to the database that TypeORM’s command line shall work on.')

/** For TypeORM's command line: `npx typeorm migration:generate -d dist/ormconfig.js migrations/<Name>`. */
export default new DataSource(dataSourceOptions(url, schema, { statementTimeoutMs: 0 }))
