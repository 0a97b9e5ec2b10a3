import { AsyncLocalStorage } from 'node:async_hooks'
import pino from 'pino'

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Facts beside a fixed sentence; never secrets, never bodies. */
export type Facts = Readonly<Record<string, unknown>>

/** One line of JSON per event: a fixed sentence and its facts. */
export interface Logger {
  error(sentence: string, facts?: Facts): void
  warn(sentence: string, facts?: Facts): void
  info(sentence: string, facts?: Facts): void
  debug(sentence: string, facts?: Facts): void
}

/** Facts that belong to every line written while one request or job is served, such as its id. */
export const logContext = new AsyncLocalStorage<Facts>()

/** @param destination where the lines go; standard output unless told otherwise */
export function createLogger(level: LogLevel, destination?: NodeJS.WritableStream): Logger {
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      mixin: () => ({ ...logContext.getStore() }),
      serializers: { error: toldOf },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  )
  return {
    error: (sentence, facts = {}) => lines.error(facts, sentence),
    warn: (sentence, facts = {}) => lines.warn(facts, sentence),
    info: (sentence, facts = {}) => lines.info(facts, sentence),
    debug: (sentence, facts = {}) => lines.debug(facts, sentence),
  }
}

/**
 * What a log tells of an error: what it was, where, and what it came from. A refused statement is told without its
 * values, which are what people wrote, hashes, or worse.
 */
function toldOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, constraint, query } = error as { code?: unknown; constraint?: unknown; query?: unknown }
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(typeof query === 'string' && { statement: query }),
    ...(error.cause !== undefined && { cause: toldOf(error.cause) }),
  }
}
