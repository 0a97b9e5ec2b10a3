import { Router } from 'express'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import type { AccessTokenService } from './accessToken.service'
import { AccessTokenInput, PasswordInput, ProfileInput } from './account.input'
import type { AccountService } from './account.service'
import { mePage, tokenPage } from './account.view'
import type { SessionCookies } from './session.cookies'
import { callerOf } from './signIn.routes'

export interface AccountParts {
  readonly accounts: AccountService
  readonly accessTokens: AccessTokenService
  readonly cookies: SessionCookies
}

/** The own profile, password, sessions and access tokens. */
export function accountRoutes({ accounts, accessTokens, cookies }: AccountParts): Router {
  const router = Router()
  router.param('token', uuid)
  const me = redisplay('accounts/me', async req => mePage(await accounts.own(req.actor), req.sessionFamilyId))

  router
    .route('/me')
    .get(async (req, res) => {
      res.render('accounts/me', mePage(await accounts.own(req.actor), req.sessionFamilyId))
    })
    .post(async (req, res) => {
      await accounts.rename(req.actor, readInput(ProfileInput, req.body))
      notify(res, { kind: 'done', text: 'Your name is saved.' })
      res.redirect(303, '/me')
    })
    .post(me)

  router
    .route('/me/password')
    .post(async (req, res) => {
      const session = await accounts.changePassword(req.actor, readInput(PasswordInput, req.body), callerOf(req))
      cookies.write(res, session)
      notify(res, { kind: 'done', text: 'Your password is changed. All other browsers are signed out.' })
      res.redirect(303, '/me')
    })
    .post(me)

  router.post('/me/sign-out-everywhere', async (req, res) => {
    await accounts.signOutEverywhere(req.actor)
    cookies.forget(res)
    notify(res, { kind: 'done', text: 'You are signed out everywhere.' })
    res.redirect(303, '/sign-in')
  })

  router
    .route('/me/tokens')
    .post(async (req, res) => {
      const { purpose, scope, lifetime } = readInput(AccessTokenInput, req.body)
      const token = await accessTokens.make(req.actor, { name: purpose, scope, lifetime })
      res.status(201).set('Cache-Control', 'no-store').render('accounts/token', tokenPage(token, purpose))
    })
    .post(me)

  router
    .route('/me/tokens/:token/revoke')
    .post(async (req, res) => {
      await accessTokens.revoke(req.actor, String(req.params.token))
      notify(res, { kind: 'done', text: 'The access token is revoked.' })
      res.redirect(303, '/me')
    })
    .post(me)

  return router
}
