import { Router, type ErrorRequestHandler, type Request, type Response } from 'express'
import { ROUTE_TABLE } from '../access/routeTable'
import { Invalid, NotSignedIn, TooOften } from '../platform/errors'
import { StaleForm, type FormTokens } from '../platform/http/csrf'
import { isApi, sameSiteReferrer } from '../platform/http/errorHandler'
import { notify } from '../platform/http/notice'
import { originOf } from '../platform/http/origin'
import { readInput } from '../platform/http/readInput'
import { redisplayed } from '../platform/http/redisplay'
import { keptForm, pathOfOurs } from './keptForm.rules'
import type { SessionCookies } from './session.cookies'
import { isSignedIn, ownerOf } from './session.middleware'
import type { SessionService, SessionTokens } from './session.service'
import { SignInInput } from './signIn.input'
import type { Caller, SignInService } from './signIn.service'
import { carried, sendAgainPage, signInPage } from './signIn.view'

/** For the people of the sample, and whoever came by a link and chose no password. */
const BACK_WITHOUT_PASSWORD =
  'You are signed out. You have no password, so you come back in by a new link: every start of Foothold prints one for each person of ' +
  'the sample, and an administrator makes one for anybody.'

const NEVER_KEEP = 'no-store'

/** Who sends this request, for the throttle and for the person's own list of sessions. */
export function callerOf(req: Request): Caller {
  return { address: req.ip ?? 'unknown', userAgent: req.get('user-agent') ?? '' }
}

export interface SignInParts {
  readonly signIn: SignInService
  readonly sessions: SessionService
  readonly cookies: SessionCookies
  readonly formTokens: FormTokens
}

/** Signing in and out; public. */
export function signInRoutes({ signIn, sessions, cookies, formTokens }: SignInParts): Router {
  const router = Router()

  router
    .route('/sign-in')
    .get((req, res) => {
      const to = pathOfOurs(req.query.to)
      if (isSignedIn(req)) res.redirect(303, to)
      else res.set('Cache-Control', NEVER_KEEP).render('accounts/signIn', signInPage({ to }))
    })
    .post(async (req, res) => {
      const { email, password } = (req.body ?? {}) as Record<string, unknown>
      const session = await signIn.signIn(readInput(SignInInput, { email, password }), callerOf(req))
      if (req.sessionFamilyId) await sessions.signOut(req.sessionFamilyId)
      cookies.write(res, session)
      goOn(req, res, session)
    })
    .post(((error, req, res, next) => {
      if (!(error instanceof Invalid || error instanceof TooOften)) {
        next(error)
        return
      }
      if (error instanceof TooOften) res.set('Retry-After', String(error.retryAfterSeconds))
      showSignIn(req, res, error instanceof TooOften ? 429 : 422, carried(req.body), errorFor(error))
    }) satisfies ErrorRequestHandler)

  router.post('/sign-out', async (req, res) => {
    const hasPassword = req.sessionFamilyId ? await sessions.signOut(req.sessionFamilyId) : true
    cookies.forget(res)
    if (!hasPassword) notify(res, { kind: 'info', text: BACK_WITHOUT_PASSWORD })
    res.redirect(303, '/sign-in')
  })

  router.get('/forgot', (_req, res) => {
    res.render('accounts/forgot')
  })

  return router

  /** On to where the person was going; a form that had been typed is offered to be sent, never sent by itself. */
  function goOn(req: Request, res: Response, session: SessionTokens): void {
    const { to, kept } = carried(req.body)
    if (!kept) {
      res.redirect(303, to)
      return
    }
    const frame = { ...(res.locals.frame as object), csrf: formTokens.of(ownerOf(session.familyId)) }
    res.set('Cache-Control', NEVER_KEEP)
    const page = sendAgainPage(kept, 'You are signed in. What you typed has not been sent yet.')
    res.render('accounts/sendAgain', { ...page, frame })
  }
}

/**
 * Answers a page that needs somebody signed in, losing nothing: an address is gone on to after signing in, and a form
 * is carried through the sign-in page and offered again. A form whose token is not of this session, sent from a page
 * of ours (it was open while somebody signed in anew), is offered again at once.
 */
export function askToSignIn({ baseUrl }: { readonly baseUrl: string }): ErrorRequestHandler {
  return (error, req, res, next) => {
    const stale = error instanceof StaleForm
    if (isApi(req) || !(stale || error instanceof NotSignedIn)) {
      next(error)
      return
    }
    const kept = req.method === 'POST' ? keptForm(req.originalUrl, req.body, req.refusedUpload) : null
    if (stale && isSignedIn(req)) {
      if (kept === null || originOf(req, baseUrl) !== 'own') {
        showStale(req, res, error.message)
        return
      }
      res.status(403).set('Cache-Control', NEVER_KEEP)
      const lead = 'You signed in again after this form was opened, so it has not been sent.'
      res.render('accounts/sendAgain', sendAgainPage(kept, lead))
    } else if (stale && req.path === '/sign-in') {
      const fault = new Invalid({ '': 'This page was open for too long. Sign in once more.' })
      showSignIn(req, res, 403, carried(req.body), fault)
    } else if (stale && isPublic(req)) {
      showStale(req, res, error.message)
    } else if (req.method === 'GET' || req.method === 'HEAD') {
      const to = pathOfOurs(req.originalUrl)
      res.redirect(303, to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`)
    } else {
      const back = { to: pathOfOurs(sameSiteReferrer(req)), kept }
      showSignIn(req, res, 401, back, null, kept ? null : 'Your session has ended. Sign in, then send the form again.')
    }
  }
}

function showStale(req: Request, res: Response, detail: string): void {
  res.status(403).render('accounts/stale', { detail, reference: req.id, back: sameSiteReferrer(req) })
}

function showSignIn(
  req: Request,
  res: Response,
  status: number,
  going: ReturnType<typeof carried>,
  fault: Invalid | null,
  lead: string | null = null,
): void {
  const { email } = (req.body ?? {}) as { email?: unknown }
  const typed = fault ? redisplayed(fault, { email }) : {}
  res.status(status).set('Cache-Control', NEVER_KEEP)
  res.render('accounts/signIn', { ...signInPage({ ...going, lead }), ...typed })
}

function errorFor(error: Invalid | TooOften): Invalid {
  return error instanceof Invalid ? error : new Invalid({ '': error.message })
}

function isPublic(req: Request): boolean {
  const table: Readonly<Record<string, string>> = ROUTE_TABLE
  return table[`${req.method} ${req.path}`] === 'public'
}
