import { Router, type Request } from 'express'
import { Missing } from '../platform/errors'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { ObjectionAnswerInput, ObjectionInput } from './objection.input'
import type { ObjectionService } from './objection.service'
import { answerPage, objectionsPage } from './objection.view'

export function objectionRoutes(objections: ObjectionService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.param('objection', uuid)

  const seen = (req: Request) => objections.ofPilot(req.actor, String(req.params.pilot))
  const page = async (req: Request) => objectionsPage(await seen(req))
  const raising = async (req: Request) => objectionsPage(await seen(req), true)
  const answer = async (req: Request) => {
    const all = await seen(req)
    const objection = all.objections.find(({ id }) => id === req.params.objection)
    if (!objection) throw new Missing('This pilot has no such objection.')
    return answerPage(all, objection)
  }

  router
    .route('/pilots/:pilot/objections')
    .get(async (req, res) => {
      res.render('governance/objections', await page(req))
    })
    .post(async (req, res) => {
      await objections.raise(req.actor, req.params.pilot, readInput(ObjectionInput, req.body).body)
      notify(res, { kind: 'done', text: 'Your objection is raised. The pilot cannot be decided before it is answered.' })
      res.redirect(303, req.path)
    })
    .post(redisplay('governance/objections', raising))

  router
    .route('/pilots/:pilot/objections/:objection/answer')
    .get(async (req, res) => {
      res.render('governance/answer', await answer(req))
    })
    .post(async (req, res) => {
      const { pilot, objection } = req.params
      await objections.answer(req.actor, pilot, objection, readInput(ObjectionAnswerInput, req.body).answer)
      notify(res, { kind: 'done', text: 'The objection is answered.' })
      res.redirect(303, `/pilots/${pilot}/objections`)
    })
    .post(redisplay('governance/answer', answer))

  router
    .route('/pilots/:pilot/objections/:objection/withdraw')
    .post(async (req, res) => {
      const { pilot, objection } = req.params
      await objections.withdraw(req.actor, pilot, objection)
      notify(res, { kind: 'done', text: 'The objection is withdrawn.' })
      res.redirect(303, `/pilots/${pilot}/objections`)
    })
    .post(redisplay('governance/objections', page))

  return router
}
