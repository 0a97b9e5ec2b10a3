import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { logContext, type Logger } from '../logging'

declare module 'express-serve-static-core' {
  interface Request {
    /** Names this request in every log line, in the X-Request-Id header and on error pages. */
    id: string
  }
}

const GIVEN_ID = /^[A-Za-z0-9._-]{8,64}$/

/** Gives the request an id (a proxy's own is kept) and writes one line when it has been answered. */
export function requestLog(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const given = req.get('x-request-id')
    req.id = given !== undefined && GIVEN_ID.test(given) ? given : randomUUID()
    res.set('X-Request-Id', req.id)
    const started = process.hrtime.bigint()
    const { method, path } = req
    res.on('close', () => {
      const durationMs = Number(process.hrtime.bigint() - started) / 1e6
      logger.info('request answered', { requestId: req.id, method, path, status: res.statusCode, durationMs, finished: res.writableFinished })
    })
    logContext.run({ requestId: req.id }, next)
  }
}
