import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { withFirstWrite } from '../platform/database/firstWrite'
import { Invalid } from '../platform/errors'
import { isApi } from '../platform/http/errorHandler'
import type { IdempotencyService } from './idempotency.service'
import type { KeptAnswer } from './idempotencyKey.entity'

const HEADER = 'Idempotency-Key'
const KEY = /^[\x21-\x7e]{1,200}$/
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * Reads `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) under /api: a deed that comes again under its key
 * is answered as before, and not done again. A refusal that changed nothing leaves the key free.
 */
export function idempotency(keys: IdempotencyService): RequestHandler {
  return async (req, res, next) => {
    const given = isApi(req) && !SAFE_METHODS.includes(req.method) ? req.get(HEADER) : undefined
    if (given === undefined) {
      next()
      return
    }
    const deed = { accountId: req.actor.accountId, key: keyIn(given), request: digestOf(req) }
    const before = await keys.answerTo(deed)
    if (before) {
      req.resume() // a file that came again is not read
      answerAgain(res, before)
      return
    }
    withFirstWrite(
      tx => keys.take(tx, deed),
      isDone => {
        keepingAnswer(res, isDone, answer => keys.keep(deed, answer))
        next()
      },
    )
  }
}

/** As it came, or inside the quotes in which the draft writes it. */
function keyIn(given: string): string {
  const key = /^"(.*)"$/.exec(given.trim())?.[1] ?? given.trim()
  if (!KEY.test(key)) throw new Invalid({ [HEADER]: 'Write a key of 1 to 200 letters, digits and signs without spaces, such as a UUID.' })
  return key
}

/** What is asked: method, address and body. Of a file that is still to come, its stated kind and length. */
function digestOf(req: Request): string {
  const body = (req.body as unknown) ?? [req.get('content-type'), req.get('content-length')]
  return createHash('sha256').update(JSON.stringify([req.method, req.originalUrl, body])).digest('hex')
}

function answerAgain(res: Response, { status, contentType, location, body }: KeptAnswer): void {
  res.status(status).set('Idempotent-Replayed', 'true')
  if (location !== null) res.set('Location', location)
  if (contentType !== null) res.set('Content-Type', contentType)
  res.end(body)
}

/** Keeps the answer to a deed that is done before it is sent; never one that nobody may keep, such as a link. */
function keepingAnswer(res: Response, isDone: () => boolean, keep: (answer: KeptAnswer) => Promise<void>): void {
  const end = res.end.bind(res) as (...sent: unknown[]) => Response
  res.end = ((...sent: unknown[]) => {
    res.end = end as Response['end']
    const send = (): void => void end(...sent)
    if (isDone() && res.get('Cache-Control') !== 'no-store') keep(answerOf(res, sent[0])).then(send, send)
    else send()
    return res
  }) as Response['end']
}

function answerOf(res: Response, chunk: unknown): KeptAnswer {
  const body = typeof chunk === 'string' ? chunk : Buffer.isBuffer(chunk) ? chunk.toString('utf8') : ''
  return { status: res.statusCode, contentType: res.get('Content-Type') ?? null, location: res.get('Location') ?? null, body }
}
