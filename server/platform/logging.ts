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
      serializers: { error: pino.stdSerializers.err },
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
