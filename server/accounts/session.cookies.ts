import type { Request, Response } from 'express'
import type { Cookies } from '../platform/http/cookies'
import type { SessionTokens } from './session.service'

const SESSION = 'session'
const REFRESH = 'refresh'

/** The two cookies of a session. */
export class SessionCookies {
  constructor(private readonly cookies: Cookies) {}

  read(req: Request): { sessionToken: string | null; refreshToken: string | null } {
    return { sessionToken: this.cookies.read(req, SESSION), refreshToken: this.cookies.read(req, REFRESH) }
  }

  /** Both live as long as the family may: it is the token, not the cookie, that says when it must be renewed. */
  write(res: Response, { sessionToken, refreshToken, lastsMs }: SessionTokens): void {
    this.cookies.write(res, SESSION, sessionToken, lastsMs)
    this.cookies.write(res, REFRESH, refreshToken, lastsMs)
  }

  forget(res: Response): void {
    this.cookies.forget(res, SESSION)
    this.cookies.forget(res, REFRESH)
  }
}
