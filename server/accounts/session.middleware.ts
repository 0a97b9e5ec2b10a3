import type { Request, RequestHandler } from 'express'
import { NotSignedIn } from '../platform/errors'
import { isApi } from '../platform/http/errorHandler'
import { bearerToken } from './accessToken.rules'
import type { AccessTokenService } from './accessToken.service'
import type { SessionCookies } from './session.cookies'
import type { SessionService } from './session.service'

declare module 'express-serve-static-core' {
  interface Request {
    /** Which session this is; undefined for a stranger and for an access token. */
    sessionFamilyId?: string
  }
}

/**
 * Sets `req.actor` when somebody is signed in: on pages by cookie, under /api by `Authorization: Bearer` alone, so
 * that no other site can use the browser's cookies there. Whoever is not signed in passes; `requireSignIn` stops them.
 */
export function sessions(open: SessionService, tokens: AccessTokenService, cookies: SessionCookies): RequestHandler {
  return async (req, res, next) => {
    if (isApi(req)) {
      const token = bearerToken(req.get('authorization'))
      const actor = token === null ? null : await tokens.actorOf(token)
      if (actor) req.actor = actor
      else res.set('WWW-Authenticate', 'Bearer realm="Foothold"')
      next()
      return
    }
    const given = cookies.read(req)
    const session = await open.of(given.sessionToken, given.refreshToken)
    if (session) {
      req.actor = session.actor
      req.sessionFamilyId = session.familyId
      if (session.renewed) cookies.write(res, session.renewed)
      res.set('Cache-Control', 'private, no-cache')
    } else if (given.sessionToken !== null || given.refreshToken !== null) {
      cookies.forget(res)
    }
    next()
  }
}

/** Below this line everybody has a name. */
export const requireSignIn: RequestHandler = (req, _res, next) => {
  next(isSignedIn(req) ? undefined : new NotSignedIn())
}

export function isSignedIn(req: Request): boolean {
  return (req.actor as unknown) !== undefined
}

/** Whom the tokens in the forms of this session belong to; `null` for a stranger. */
export function sessionOwner({ sessionFamilyId }: { readonly sessionFamilyId?: string }): string | null {
  return sessionFamilyId === undefined ? null : ownerOf(sessionFamilyId)
}

/** The same for a session that has only just begun. */
export function ownerOf(familyId: string): string {
  return `session ${familyId}`
}
