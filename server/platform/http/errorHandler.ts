import type { ErrorRequestHandler, Request } from 'express'
import { Conflict, Forbidden, Invalid, Missing, NotSignedIn, Problem, TooLarge, TooOften, WrongType } from '../errors'
import type { Logger } from '../logging'

/** The answer to an error: for a page the view that explains it, for JSON a problem document (RFC 9457). */
interface Answer {
  readonly status: number
  readonly title: string
  readonly view: string
  readonly detail: string
}

/** The only place that knows which status belongs to which error. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    if (hasLeft(thrown)) {
      res.destroy()
      return
    }
    const error = asProblem(thrown)
    const answer = answerTo(error)
    if (answer.status >= 500) logger.error('request failed', { error: thrown, method: req.method, path: req.path })
    if (res.headersSent) {
      next(thrown)
      return
    }
    if (error instanceof TooOften) res.set('Retry-After', String(Math.ceil(error.retryAfterSeconds)))
    if (isApi(req)) {
      res.status(answer.status).type('application/problem+json').send(JSON.stringify(problem(req, error, answer)))
      return
    }
    const wayOn = error instanceof Missing ? error.wayOn : null
    const instead = error instanceof Forbidden ? error.instead : null
    const model = { ...answer, wayOn, instead, reference: req.id, back: sameSiteReferrer(req), details: detailsOf(error) }
    res.status(answer.status).render(`errors/${answer.view}`, model)
  }
}

/** As the router compares paths: it does not mind capitals, and what it calls the API must be the API here too. */
export const isApi = (req: Request): boolean => /^\/api(\/|$)/i.test(req.path)

/** Whoever asked for a download has closed it: nothing is wrong, and there is nobody to tell. */
function hasLeft(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_STREAM_PREMATURE_CLOSE'
}

function answerTo(error: unknown): Answer {
  const named = (status: number, title: string, view: string, problem: Problem): Answer => ({
    status,
    title,
    view,
    detail: problem.message,
  })
  if (error instanceof Invalid) return named(422, 'Some answers need attention', 'invalid', error)
  if (error instanceof NotSignedIn) return named(401, 'Sign in first', 'signedOut', error)
  if (error instanceof Missing) return named(404, 'Not found', 'notFound', error)
  if (error instanceof Forbidden) return named(403, 'Not allowed', 'forbidden', error)
  if (error instanceof Conflict) return named(409, 'Not possible now', 'conflict', error)
  if (error instanceof TooLarge) return named(413, 'Too large', 'tooLarge', error)
  if (error instanceof WrongType) return named(415, 'Wrong kind of content', 'wrongType', error)
  if (error instanceof TooOften) return named(429, 'Too often', 'tooOften', error)
  return {
    status: 500,
    title: 'Something went wrong on our side',
    view: 'ours',
    // the deed may be saved and only what followed it have failed
    detail: 'We cannot say whether it was saved: look before you try again. If it happens again, quote the reference.',
  }
}

function problem(req: Request, error: unknown, { status, title, detail }: Answer): object {
  return {
    type: 'about:blank',
    title,
    status,
    detail: error instanceof Forbidden && error.instead ? `${detail} ${error.instead.now}` : detail,
    instance: req.originalUrl,
    requestId: req.id,
    ...(error instanceof Invalid && {
      errors: Object.entries(error.fields).map(([field, message]) => ({ field, message })),
    }),
    ...(error instanceof Conflict && error.details.length > 0 && { details: error.details }),
  }
}

function detailsOf(error: unknown): readonly string[] {
  if (error instanceof Invalid) return Object.entries(error.fields).map(([field, message]) => (field ? `${field}: ${message}` : message))
  return error instanceof Conflict ? error.details : []
}

/** Errors of Express and its body parsers say what they mean in `type` and `status`. */
function asProblem(thrown: unknown): unknown {
  if (thrown instanceof Problem || typeof thrown !== 'object' || thrown === null) return thrown
  const { type, status, code } = thrown as { type?: unknown; status?: unknown; code?: unknown }
  if (type === 'entity.too.large' || type === 'parameters.too.many' || code === 'LIMIT_FILE_SIZE') {
    return new TooLarge('What was sent is larger than the limit. Send less at once.')
  }
  if (type === 'entity.parse.failed') return new Invalid({ '': 'The JSON in this request cannot be read.' })
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') return new WrongType('Send UTF-8 text.')
  if (thrown instanceof URIError) return new Missing()
  if (typeof code === 'string' && code.startsWith('LIMIT_')) return new Invalid({ '': 'This form holds more files or fields than expected.' })
  if (typeof status === 'number' && status >= 400 && status < 500) return new Invalid({ '': 'This request cannot be read.' })
  return thrown
}

/** The page of ours that a request came from, as a path. */
export function sameSiteReferrer(req: Request): string | null {
  const referrer = req.get('referer')
  if (!referrer || !URL.canParse(referrer)) return null
  const { host, pathname, search } = new URL(referrer)
  return host === req.get('host') ? pathname + search : null
}
