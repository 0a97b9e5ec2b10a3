import { type Logger as TypeOrmLogger } from 'typeorm'
import { type Logger } from '../logging'
import { queryWasSent } from './queryCount'

/** TypeORM's log as lines of ours: what is slow or refused, never the values. */
export class StatementLog implements TypeOrmLogger {
  constructor(private readonly logger: Logger | null) {}

  logQuery(): void {
    queryWasSent()
  }

  /** The caller decides whether a refused statement is a fault: a named constraint often answers a question. */
  logQueryError(error: string | Error, statement: string): void {
    this.logger?.debug('statement refused', { reason: reasonOf(error), statement })
  }

  logQuerySlow(milliseconds: number, statement: string): void {
    this.logger?.warn('statement was slow', { milliseconds, statement })
  }

  logSchemaBuild(message: string): void {
    this.logger?.debug('schema', { message })
  }

  logMigration(message: string): void {
    this.logger?.info('migration', { message })
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    this.logger?.[level === 'warn' ? 'warn' : 'debug']('database library', { message })
  }
}

function reasonOf(error: string | Error): string {
  return typeof error === 'string' ? error : error.message
}
