import { Router, type RequestHandler } from 'express'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { FirstAdminInput, JoiningInput, NewPasswordInput } from './account.input'
import type { AccountLinkKind } from './accountLink.entity'
import type { AccountLinkService, LinkAnswers } from './accountLink.service'
import { linkPage } from './accountLink.view'
import type { SessionCookies } from './session.cookies'
import type { SessionService } from './session.service'
import { callerOf } from './signIn.routes'

/** What each kind of link asks on its page; a sign-in link asks nothing. */
const ASKED: Readonly<Record<AccountLinkKind, (new () => LinkAnswers) | null>> = {
  firstAdmin: FirstAdminInput,
  invitation: JoiningInput,
  reset: NewPasswordInput,
  signIn: null,
}

/** The token stands in the address: it must not travel on to other sites, nor stay in a cache or a search engine. */
const keepTokenHere: RequestHandler = (_req, res, next) => {
  res.set({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })
  next()
}

export interface AccountLinkParts {
  readonly accountLinks: AccountLinkService
  readonly sessions: SessionService
  readonly cookies: SessionCookies
}

/** Links that let somebody in once; public. Opening one changes nothing: mail scanners open links too. */
export function accountLinkRoutes({ accountLinks, sessions, cookies }: AccountLinkParts): Router {
  const router = Router()
  router.use('/link', keepTokenHere)
  router
    .route('/link')
    .get(async (req, res) => {
      const token = textOf(req.query.token)
      res.render('accounts/link', linkPage(await accountLinks.see(token), token))
    })
    .post(async (req, res) => {
      const { token, ...answers } = (req.body ?? {}) as Record<string, unknown>
      const { kind } = await accountLinks.see(textOf(token))
      const asked = ASKED[kind]
      const given = asked === null ? {} : readInput(asked, answers)
      const session = await accountLinks.use(textOf(token), given, callerOf(req).userAgent)
      if (req.sessionFamilyId) await sessions.signOut(req.sessionFamilyId)
      cookies.write(res, session)
      res.redirect(303, '/')
    })
    .post(
      redisplay('accounts/link', async req => {
        const token = textOf((req.body as { token?: unknown }).token)
        return linkPage(await accountLinks.see(token), token)
      }),
    )
  return router
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
