import { Router, type Request } from 'express'
import { uuid } from '../platform/http/params'
import { notify } from '../platform/http/notice'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { LockInput } from './plan.input'
import type { PlanService } from './plan.service'
import { planPage } from './plan.view'
import { planAmendForm } from './planAmend.view'
import { planEditForm } from './planEdit.view'
import { readAmendment, readRevision } from './planForm'
import { amendmentNumber, sendCanonical } from './sendCanonical'

export function planRoutes(plans: PlanService): Router {
  const router = Router()
  router.param('pilot', uuid)

  router.get('/pilots/:pilot/plan', async (req, res) => {
    res.render('plans/show', planPage(await plans.ofPilot(req.actor, req.params.pilot)))
  })

  const toWrite = (req: Request) => plans.toWrite(req.actor, String(req.params.pilot))
  const editForm = async (req: Request) => planEditForm(await toWrite(req), req.body)
  const amendForm = async (req: Request) => planAmendForm(await toWrite(req), req.body)
  /** What was typed before somebody else locked the plan is kept, as an amendment. */
  const editOrAmendForm = async (req: Request) => {
    const found = await toWrite(req)
    return found.plan?.lockedAt ? planAmendForm(found, req.body) : planEditForm(found, req.body)
  }

  router
    .route('/pilots/:pilot/plan/edit')
    .get(async (req, res) => {
      res.render('plans/edit', await editForm(req))
    })
    .post(async (req, res) => {
      const { plan, fields } = readRevision(req.body, await toWrite(req))
      await plans.revise(req.actor, req.params.pilot, plan, fields.version)
      notify(res, { kind: 'done', text: 'The plan is saved. It can be changed until it is locked.' })
      res.redirect(303, `/pilots/${req.params.pilot}/plan`)
    })
    .post(redisplay(form => ('replaces' in form ? 'plans/amend' : 'plans/edit'), editOrAmendForm))

  router
    .route('/pilots/:pilot/plan/lock')
    .post(async (req, res) => {
      await plans.lock(req.actor, req.params.pilot, readInput(LockInput, req.body).version)
      notify(res, { kind: 'done', text: 'The plan is locked. From now on it changes by numbered amendments only.' })
      res.redirect(303, `/pilots/${req.params.pilot}/plan`)
    })
    .post(redisplay('plans/show', async req => planPage(await plans.ofPilot(req.actor, String(req.params.pilot)))))

  router
    .route('/pilots/:pilot/plan/amend')
    .get(async (req, res) => {
      res.render('plans/amend', await amendForm(req))
    })
    .post(async (req, res) => {
      const { plan, fields } = readAmendment(req.body, await toWrite(req))
      await plans.amend(req.actor, req.params.pilot, plan, fields)
      notify(res, { kind: 'done', text: 'The plan is amended. What held before stays in its history.' })
      res.redirect(303, `/pilots/${req.params.pilot}/plan`)
    })
    .post(redisplay('plans/amend', amendForm))

  router.get('/pilots/:pilot/plan/canonical.json', async (req, res) => {
    sendCanonical(res, await plans.canonical(req.actor, req.params.pilot, 0))
  })

  router.get('/pilots/:pilot/plan/amendments/:number/canonical.json', async (req, res) => {
    sendCanonical(res, await plans.canonical(req.actor, req.params.pilot, amendmentNumber(req.params.number)))
  })

  return router
}
