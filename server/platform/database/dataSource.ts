import { types } from 'pg'
import { type DataSourceOptions, type MigrationInterface } from 'typeorm'
import { type Logger } from '../logging'
import { StatementLog } from './statementLog'

/** The tables as classes, and the steps that make them. */
export interface Schema {
  readonly entities: readonly (new () => object)[]
  readonly migrations: readonly (new () => MigrationInterface)[]
}

/** What may differ from one DataSource to the next. */
export interface DataSourceChoices {
  /** Connections that may be open at once. */
  readonly connections?: number
  /** A statement that runs longer is stopped; 0 lets it run. Work that must take longer sets it for its transaction. */
  readonly statementTimeoutMs?: number
  /** Hears of slow statements and of migrations. */
  readonly logger?: Logger
}

const SLOW_STATEMENT_MS = 1_000
const CONNECT_TIMEOUT_MS = 10_000
/** A transaction left open holds its locks; nothing of ours waits for a person inside one. */
const IDLE_TRANSACTION_TIMEOUT_MS = 60_000

/** How the app, its migrations and TypeORM's command line reach the database at `url`. */
export function dataSourceOptions(
  url: string,
  { entities, migrations }: Schema,
  { connections = 10, statementTimeoutMs = 60_000, logger }: DataSourceChoices = {},
): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    synchronize: false,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: 'foothold',
    poolSize: connections,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    maxQueryExecutionTime: SLOW_STATEMENT_MS,
    logger: new StatementLog(logger ?? null),
    extra: {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
      types: { getTypeParser },
    },
  }
}

/** A day has no time and no zone: it stays 'YYYY-MM-DD', where the driver would make it midnight on this machine. */
function getTypeParser(...asked: Parameters<typeof types.getTypeParser>): unknown {
  return asked[0] === types.builtins.DATE ? (day: string) => day : types.getTypeParser(...asked)
}
