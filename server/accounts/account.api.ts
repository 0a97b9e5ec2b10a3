import { Router, type Request } from 'express'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import type { AccessToken } from './accessToken.entity'
import type { AccessTokenService } from './accessToken.service'
import { AccountListInput, AccountReasonInput } from './account.input'
import { stateOf } from './account.rules'
import { PAGE_SIZE, type AdministrationService } from './administration.service'

export const accountOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/me',
    summary: 'Whose access token this is, and what it may do.',
    answer: 'The account: id, name, email, isAdmin, scope.',
  },
  {
    route: 'GET /api/v1/me/tokens',
    summary: 'Your access tokens that are not revoked. They are made in the browser alone.',
    answer: 'A list of id, name, scope, createdAt, expiresAt and lastUsedAt.',
  },
  {
    route: 'DELETE /api/v1/me/tokens/:token',
    summary: 'Revokes one of your access tokens at once.',
    answer: 'Nothing.',
    status: 204,
  },
  {
    route: 'GET /api/v1/accounts',
    summary: 'The accounts of the installation by name, for its administrators.',
    query: AccountListInput,
    answer: 'A page of id, name, email, isAdmin, state, createdAt and deactivatedAt.',
  },
  {
    route: 'POST /api/v1/accounts/:account/deactivate',
    summary: 'Takes every right from an account at once.',
    input: AccountReasonInput,
    answer: 'Nothing.',
    status: 204,
  },
]

export interface AccountApiParts {
  readonly accessTokens: AccessTokenService
  readonly administration: AdministrationService
}

/** Accounts as JSON. */
export function accountApi({ accessTokens, administration }: AccountApiParts): Router {
  const router = Router()
  router.param('token', uuid)
  router.param('account', uuid)

  router.get('/api/v1/me', ({ actor }, res) => {
    const { accountId, name, email, isAdmin, scope } = actor
    res.json({ id: accountId, name, email, isAdmin, scope })
  })

  router.get('/api/v1/me/tokens', async (req, res) => {
    const items = (await accessTokens.list(req.actor)).map(tokenJson)
    res.json({ items, total: items.length, page: 1, pageSize: items.length })
  })

  router.delete('/api/v1/me/tokens/:token', async (req, res) => {
    await accessTokens.revoke(req.actor, String(req.params.token))
    res.status(204).end()
  })

  router.get('/api/v1/accounts', async (req: Request, res) => {
    const { q, page } = readInput(AccountListInput, req.query)
    const found = await administration.accounts(req.actor, { search: q, page: page ?? 1 })
    const items = found.lines.map(line => ({
      id: line.id,
      name: line.name,
      email: line.email,
      isAdmin: line.isAdmin,
      state: stateOf(line),
      createdAt: line.createdAt,
      deactivatedAt: line.deactivatedAt,
    }))
    res.json({ items, total: found.total, page: found.page, pageSize: PAGE_SIZE })
  })

  router.post('/api/v1/accounts/:account/deactivate', async (req, res) => {
    const { reason } = readInput(AccountReasonInput, req.body)
    await administration.deactivate(req.actor, String(req.params.account), reason)
    res.status(204).end()
  })

  return router
}

function tokenJson({ id, name, scope, createdAt, expiresAt, lastUsedAt }: AccessToken) {
  return { id, name, scope, createdAt, expiresAt, lastUsedAt }
}
