import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { ParameterObject } from 'openapi3-ts'
import { withFirstWrite } from '../platform/database/firstWrite'
import { Invalid } from '../platform/errors'
import { isApi } from '../platform/http/errorHandler'
import type { Logger } from '../platform/logging'
import { IDEMPOTENCY_KEY, type IdempotencyService } from './idempotency.service'
import type { KeptAnswer } from './idempotencyKey.entity'

const KEY = /^[\x21-\x7e]{1,200}$/
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** What the OpenAPI document says of it, for every deed whose body is read before it is done. */
export const IDEMPOTENCY_PARAMETER: ParameterObject = {
  name: IDEMPOTENCY_KEY,
  in: 'header',
  required: false,
  description:
    'A key of your own for this request, such as a UUID. The same request sent again under it within a day is not done ' +
    'again: while you may still do it, it is answered with the status of the first, Idempotent-Replayed: true and the id ' +
    'of what it made; read there what stands now. Where that is not known it is a 409. A refusal leaves the key free.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
}

/**
 * Reads `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) under /api: a deed that comes again under its key
 * is not done again.
 */
export function idempotency(keys: IdempotencyService, logger: Logger): RequestHandler {
  return async (req, res, next) => {
    const given = isApi(req) && !SAFE_METHODS.includes(req.method) ? req.get(IDEMPOTENCY_KEY) : undefined
    if (given === undefined) {
      next()
      return
    }
    if (isStillToCome(req)) {
      throw new Invalid({ [IDEMPOTENCY_KEY]: 'A file takes no key. Leave it out: the same file is added once only.' })
    }
    const deed = { accountId: req.actor.accountId, key: keyIn(given), request: digestOf(req) }
    const before = await keys.answerTo(deed)
    if (before) {
      answerAgain(res, before)
      return
    }
    const keep = (answer: KeptAnswer): Promise<void> =>
      keys.keep(deed, answer).catch((error: unknown) => logger.warn('kept no answer for an idempotency key', { error, requestId: req.id }))
    withFirstWrite(
      tx => keys.take(tx, deed),
      isDone => {
        keepingAnswer(res, isDone, keep)
        next()
      },
    )
  }
}

/** Whether there is a body that nothing has read yet, so that nobody can tell it from another. */
const isStillToCome = (req: Request): boolean =>
  req.body === undefined && (Number(req.get('Content-Length') ?? 0) > 0 || req.get('Transfer-Encoding') !== undefined)

/** As it came, or inside the quotes in which the draft writes it. */
function keyIn(given: string): string {
  const key = /^"(.*)"$/.exec(given.trim())?.[1] ?? given.trim()
  if (!KEY.test(key)) throw new Invalid({ [IDEMPOTENCY_KEY]: 'Write a key of 1 to 200 letters, digits and signs without spaces, such as a UUID.' })
  return key
}

/** What is asked: method, address and body. */
function digestOf(req: Request): string {
  const body: unknown = req.body ?? null
  return createHash('sha256').update(JSON.stringify([req.method, req.originalUrl, body])).digest('hex')
}

function answerAgain(res: Response, { status, location, id }: KeptAnswer): void {
  res.status(status).set('Idempotent-Replayed', 'true')
  if (location !== null) res.set('Location', location)
  if (status === 204) res.end()
  else res.json(id === null ? {} : { id })
}

/** Keeps what a deed made, once it is done and before that is told. */
function keepingAnswer(res: Response, isDone: () => boolean, keep: (answer: KeptAnswer) => Promise<void>): void {
  const end = res.end.bind(res) as (...sent: unknown[]) => Response
  res.end = ((...sent: unknown[]) => {
    res.end = end as Response['end']
    const send = (): void => void end(...sent)
    if (isDone() && res.statusCode < 400) void keep(answerOf(res, sent[0])).then(send)
    else send()
    return res
  }) as Response['end']
}

function answerOf(res: Response, body: unknown): KeptAnswer {
  return { status: res.statusCode, location: res.get('Location') ?? null, id: idIn(body) }
}

/** @param body  as Express sends it: JSON in bytes or text, or nothing */
function idIn(body: unknown): string | null {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : body
  if (typeof text !== 'string' || text === '') return null
  const answer: unknown = JSON.parse(text)
  return typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string' ? answer.id : null
}
