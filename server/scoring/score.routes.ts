import { Router, type Request } from 'express'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { InviteRatersInput, ScoreInput } from './score.input'
import type { ScoreService } from './score.service'
import { scoresPage } from './score.view'

export function scoreRoutes(scores: ScoreService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.param('account', uuid)
  const page = async (req: Request) => scoresPage(await scores.ofPilot(req.actor, String(req.params.pilot)))

  router
    .route('/pilots/:pilot/scores')
    .get(async (req, res) => {
      res.render('scoring/scores', await page(req))
    })
    .post(async (req, res) => {
      await scores.give(req.actor, req.params.pilot, readInput(ScoreInput, req.body))
      notify(res, { kind: 'done', text: 'Your scores are in. You can now see what the others gave.' })
      res.redirect(303, req.path)
    })
    .post(redisplay('scoring/scores', page))

  router
    .route('/pilots/:pilot/scores/raters')
    .post(async (req, res) => {
      await scores.invite(req.actor, req.params.pilot, readInput(InviteRatersInput, req.body).accountIds)
      notify(res, { kind: 'done', text: 'They are invited and find the proposal on their home page.' })
      res.redirect(303, `/pilots/${req.params.pilot}/scores`)
    })
    .post(redisplay('scoring/scores', page))

  router
    .route('/pilots/:pilot/scores/raters/:account/remove')
    .post(async (req, res) => {
      await scores.uninvite(req.actor, req.params.pilot, req.params.account)
      notify(res, { kind: 'done', text: 'The invitation is taken back.' })
      res.redirect(303, `/pilots/${req.params.pilot}/scores`)
    })
    .post(redisplay('scoring/scores', page))

  router
    .route('/pilots/:pilot/scores/close')
    .post(async (req, res) => {
      await scores.close(req.actor, req.params.pilot)
      notify(res, { kind: 'done', text: 'Scoring is closed. The sponsor selects the pilot once the rest of what the selection asks for is there; the overview lists it.' })
      res.redirect(303, `/pilots/${req.params.pilot}/scores`)
    })
    .post(redisplay('scoring/scores', page))

  return router
}
