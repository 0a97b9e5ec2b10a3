import { Router, type Request } from 'express'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { customsOf } from '../platform/views/frame'
import { CaseLineInput, CaseLineRevision, FinanceInput, lineOf, opinionOf, VersionInput } from './case.input'
import type { CaseService } from './case.service'
import { casePage } from './case.view'
import { financeForm } from './finance.view'
import { lineForm } from './line.view'

export function caseRoutes(cases: CaseService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.param('line', uuid)
  const pageOf = (req: Request) => `/pilots/${String(req.params.pilot)}/case`

  const page = async (req: Request) => casePage(await cases.ofPilot(req.actor, String(req.params.pilot)), customsOf(req.res?.locals))
  router.get('/pilots/:pilot/case', async (req, res) => {
    res.render('cases/show', await page(req))
  })

  router
    .route('/pilots/:pilot/case/appraise')
    .post(async (req, res) => {
      await cases.appraise(req.actor, req.params.pilot)
      notify(res, { kind: 'done', text: 'The value of the case is computed anew.' })
      res.redirect(303, pageOf(req))
    })
    .post(redisplay('cases/show', page))

  const form = async (req: Request) => {
    const { line } = req.params
    return lineForm(await cases.toWrite(req.actor, String(req.params.pilot)), typeof line === 'string' ? line : null)
  }

  router
    .route('/pilots/:pilot/case/lines/new')
    .get(async (req, res) => {
      res.render('cases/line', await form(req))
    })
    .post(async (req, res) => {
      const line = await cases.add(req.actor, req.params.pilot, lineOf(readInput(CaseLineInput, req.body)))
      notify(res, { kind: 'done', text: `${line.name} is in the case.` })
      res.redirect(303, pageOf(req))
    })
    .post(redisplay('cases/line', form))

  router
    .route('/pilots/:pilot/case/lines/:line/edit')
    .get(async (req, res) => {
      res.render('cases/line', await form(req))
    })
    .post(async (req, res) => {
      const input = readInput(CaseLineRevision, req.body)
      const line = await cases.revise(req.actor, req.params.pilot, req.params.line, lineOf(input), input.version)
      notify(res, { kind: 'done', text: `${line.name} is saved.` })
      res.redirect(303, pageOf(req))
    })
    .post(redisplay('cases/line', form))

  router
    .route('/pilots/:pilot/case/lines/:line/delete')
    .post(async (req, res) => {
      await cases.remove(req.actor, req.params.pilot, req.params.line, readInput(VersionInput, req.body).version)
      notify(res, { kind: 'done', text: 'The line is out of the case.' })
      res.redirect(303, pageOf(req))
    })
    .post(redisplay('cases/show', page, pageOf))

  const signing = async (req: Request) =>
    financeForm(await cases.line(req.actor, String(req.params.pilot), String(req.params.line)))

  router
    .route('/pilots/:pilot/case/lines/:line/finance')
    .get(async (req, res) => {
      res.render('cases/finance', await signing(req))
    })
    .post(async (req, res) => {
      const input = readInput(FinanceInput, req.body)
      await cases.sign(req.actor, req.params.pilot, req.params.line, opinionOf(input), input.version)
      notify(res, { kind: 'done', text: 'The finance status is set.' })
      res.redirect(303, pageOf(req))
    })
    .post(redisplay('cases/finance', signing))

  return router
}
