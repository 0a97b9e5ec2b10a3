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

/** The name of the hidden field; in the address of a multipart form the name of the parameter. */
export const CSRF_FIELD = '_csrf'
/** The same for scripts. */
const CSRF_HEADER = 'x-csrf-token'

const VISITOR = 'visitor'
const SALT_BYTES = 16
const SAFE = ['GET', 'HEAD', 'OPTIONS']

/** The tokens in our forms: only who knows the signing secret can make one, and it fits one owner alone. */
export class FormTokens {
  private readonly key: Buffer

  constructor(signingSecret: string) {
    this.key = Buffer.from(hkdfSync('sha256', signingSecret, '', 'foothold form token', 32))
  }

  /** Salted, so that it looks different on every page and compression cannot be used to guess it. */
  of(owner: string, salt = randomBytes(SALT_BYTES)): string {
    return Buffer.concat([salt, createHmac('sha256', this.key).update(salt).update(owner).digest()]).toString('base64url')
  }

  fits(owner: string, given: string): boolean {
    const bytes = Buffer.from(given, 'base64url')
    const right = Buffer.from(this.of(owner, bytes.subarray(0, SALT_BYTES)), 'base64url')
    return bytes.length === right.length && timingSafeEqual(bytes, right)
  }
}

export interface CsrfSettings {
  readonly tokens: FormTokens
  readonly baseUrl: string
  readonly cookies: Cookies
  /** Whom the token belongs to while somebody is signed in; `null` binds it to a cookie of the browser. */
  readonly owner: (req: Request) => string | null
}

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
export function csrf({ tokens, baseUrl, cookies, owner }: CsrfSettings): RequestHandler {
  return (req, res, next) => {
    if (isApi(req)) {
      next()
      return
    }
    const whose = owner(req) ?? `visitor ${cookies.read(req, VISITOR) ?? newVisitor()}`
    res.locals.frame = { ...(res.locals.frame as object | undefined), csrf: tokens.of(whose) }
    const given = takeToken(req)
    if (!SAFE.includes(req.method)) {
      if (originOf(req, baseUrl) === 'foreign') throw new Forbidden('This form came from another site. Nothing was done.')
      if (!tokens.fits(whose, given)) throw new StaleForm()
    }
    next()

    function newVisitor(): string {
      const visitor = randomBytes(32).toString('base64url')
      cookies.write(res, VISITOR, visitor)
      return visitor
    }
  }
}

function takeToken(req: Request): string {
  const body: unknown = req.body
  const inBody = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[CSRF_FIELD] : undefined
  if (inBody !== undefined) delete (body as Record<string, unknown>)[CSRF_FIELD]
  const given = inBody ?? req.get(CSRF_HEADER) ?? (req.is('multipart/form-data') ? req.query[CSRF_FIELD] : undefined)
  return typeof given === 'string' ? given : ''
}
