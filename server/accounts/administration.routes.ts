import { Router, type Request } from 'express'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { AccountListInput, AuditListInput, AccountInvitationInput, AccountReasonInput } from './account.input'
import { madeLinkPage } from './account.view'
import type { AdministrationService } from './administration.service'
import { accountListPage, accountPage, auditPage } from './administration.view'

/** The accounts and the audit log of the installation, for its administrators. */
export function administrationRoutes(administration: AdministrationService): Router {
  const router = Router()
  router.param('account', uuid)

  const list = async (req: Request) => {
    const { q, page } = readInput(AccountListInput, req.method === 'GET' ? req.query : {})
    return accountListPage(await administration.accounts(req.actor, { search: q, page: page ?? 1 }), q)
  }
  const detail = async (req: Request) =>
    accountPage(await administration.account(req.actor, accountIn(req)), req.actor.accountId)
  const again = redisplay('accounts/account', detail)

  router
    .route('/admin/accounts')
    .get(async (req, res) => {
      res.render('accounts/list', await list(req))
    })
    .post(async (req, res) => {
      const { account, link } = await administration.invite(req.actor, readInput(AccountInvitationInput, req.body))
      const to = `/admin/accounts/${account.id}`
      if (link) {
        res.status(201).set('Cache-Control', 'no-store').render('accounts/madeLink', madeLinkPage(account, link, to))
        return
      }
      notify(res, { kind: 'info', text: `${account.name} has an account already and can sign in.` })
      res.redirect(303, to)
    })
    .post(redisplay('accounts/list', list))

  router.get('/admin/accounts/:account', async (req, res) => {
    res.render('accounts/account', await detail(req))
  })

  router
    .route('/admin/accounts/:account/link')
    .post(async (req, res) => {
      const { account, link } = await administration.newLink(req.actor, accountIn(req))
      const page = madeLinkPage(account, link, `/admin/accounts/${account.id}`)
      res.status(201).set('Cache-Control', 'no-store').render('accounts/madeLink', page)
    })
    .post(again)

  const change = (path: string, text: string, work: (req: Request) => Promise<void>) =>
    router
      .route(`/admin/accounts/:account/${path}`)
      .post(async (req, res) => {
        await work(req)
        notify(res, { kind: 'done', text })
        res.redirect(303, `/admin/accounts/${accountIn(req)}`)
      })
      .post(again)

  change('make-admin', 'This person is an administrator now.', req =>
    administration.setAdmin(req.actor, accountIn(req), true),
  )
  change('unmake-admin', 'This person is no administrator any more.', req =>
    administration.setAdmin(req.actor, accountIn(req), false),
  )
  change('deactivate', 'The account is deactivated. It lost every right at once.', req =>
    administration.deactivate(req.actor, accountIn(req), readInput(AccountReasonInput, req.body).reason),
  )
  change('reactivate', 'The account is active again.', req =>
    administration.reactivate(req.actor, accountIn(req), readInput(AccountReasonInput, req.body).reason),
  )

  router.get('/admin/audit', async (req, res) => {
    const { before } = readInput(AuditListInput, req.query)
    res.render('accounts/audit', auditPage(await administration.audit(req.actor, before), before))
  })

  return router
}

const accountIn = (req: Request): string => String(req.params.account)
