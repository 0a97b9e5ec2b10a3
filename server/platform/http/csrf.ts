import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Cookies } from './cookies'
import { isApi } from './errorHandler'
import { originOf } from './origin'
import { Forbidden } from '../errors'

/** A form whose token does not fit whoever sends it: too old, from another session, or not made by us. */
export class StaleForm extends Forbidden {
  constructor() {
    super('This form does not belong to your present session. Open its page again and send it from there.')
  }
}

export interface CsrfSettings {
  readonly signingSecret: string
  readonly baseUrl: string
  readonly cookies: Cookies
  /** What the token is bound to while somebody is signed in; `null` binds it to a cookie of the browser. */
  readonly session: (req: Request) => string | null
}

/** The name of the hidden field; in the address of a multipart form the name of the parameter. */
export const CSRF_FIELD = '_csrf'
/** The same for scripts. */
export const CSRF_HEADER = 'x-csrf-token'

const VISITOR = 'visitor'
const SALT_BYTES = 16
const SAFE = ['GET', 'HEAD', 'OPTIONS']

/**
 * No form of another site does anything here. Three locks, each of which would do in most browsers: cookies are
 * SameSite=Lax, the browser's word on where a form stands is heard, and each form carries a token that only our own
 * pages know. The API is exempt: it takes no cookies.
 *
 * A multipart form carries its token in its address (`action="…?_csrf={{@root.frame.csrf}}"`), so that it is judged
 * before a byte of the file is read. The field is taken out of the body; handlers never see it.
 *
 * @throws Forbidden for a form of another site, StaleForm for a missing or wrong token
 */
export function csrf({ signingSecret, baseUrl, cookies, session }: CsrfSettings): RequestHandler {
  const key = Buffer.from(hkdfSync('sha256', signingSecret, '', 'foothold csrf', 32))
  return (req, res, next) => {
    if (isApi(req)) {
      next()
      return
    }
    let visitor = cookies.read(req, VISITOR)
    const owner = session(req)
    if (owner === null && visitor === null) {
      visitor = randomBytes(32).toString('base64url')
      cookies.write(res, VISITOR, visitor)
    }
    const bound = owner === null ? `visitor ${visitor ?? ''}` : `session ${owner}`
    const frame = res.locals.frame as object | undefined
    res.locals.frame = { ...frame, csrf: csrfToken(key, bound) }

    const given = takeToken(req)
    if (!SAFE.includes(req.method)) {
      if (originOf(req, baseUrl) === 'foreign') throw new Forbidden('This form came from another site. Nothing was done.')
      if (!isTokenOf(key, bound, given)) throw new StaleForm()
    }
    next()
  }
}

/** Salted, so that it looks different on every page and compression cannot be used to guess it. */
export function csrfToken(key: Buffer, bound: string, salt = randomBytes(SALT_BYTES)): string {
  return Buffer.concat([salt, createHmac('sha256', key).update(salt).update(bound).digest()]).toString('base64url')
}

export function isTokenOf(key: Buffer, bound: string, given: string): boolean {
  const bytes = Buffer.from(given, 'base64url')
  const right = Buffer.from(csrfToken(key, bound, bytes.subarray(0, SALT_BYTES)), 'base64url')
  return bytes.length === right.length && timingSafeEqual(bytes, right)
}

function takeToken(req: Request): string {
  const body: unknown = req.body
  const inBody = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[CSRF_FIELD] : undefined
  if (inBody !== undefined) delete (body as Record<string, unknown>)[CSRF_FIELD]
  const given = inBody ?? req.get(CSRF_HEADER) ?? (req.is('multipart/form-data') ? req.query[CSRF_FIELD] : undefined)
  return typeof given === 'string' ? given : ''
}
