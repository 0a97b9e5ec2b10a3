import { Router, type Request } from 'express'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { DECISIONS } from '../pilots/pilotLife.rules'
import type { Decision } from './decision.entity'
import { DecisionInput, SecondInput, WithdrawalInput } from './decision.input'
import { isChoice } from './decision.rules'
import type { DecisionService } from './decision.service'
import { CHOICE_WORDS, choicePage, decisionPage, secondPage } from './decision.view'

export function decisionRoutes(decisions: DecisionService): Router {
  const router = Router()
  router.param('pilot', uuid)

  const seen = (req: Request) => decisions.see(req.actor, String(req.params.pilot))
  const page = async (req: Request) => decisionPage(await seen(req))
  const form = async (req: Request, error: Error) => {
    const { choice } = req.body as { choice?: unknown }
    if (typeof choice !== 'string' || !isChoice(choice)) throw error // no form is made for a fifth decision
    return choicePage(await seen(req), choice)
  }
  const second = async (req: Request) => secondPage(await seen(req))

  router
    .route('/pilots/:pilot/decision')
    .get(async (req, res) => {
      res.render('governance/decision', await page(req))
    })
    .post(async (req, res) => {
      const decision = await decisions.decide(req.actor, req.params.pilot, readInput(DecisionInput, req.body))
      notify(res, { kind: 'done', text: receipt(decision) })
      res.redirect(303, req.path)
    })
    .post(redisplay('governance/decide', form))

  for (const choice of DECISIONS) {
    router.get(`/pilots/:pilot/decision/${choice}`, async (req, res) => {
      res.render('governance/decide', choicePage(await seen(req), choice))
    })
  }

  router
    .route('/pilots/:pilot/decision/second')
    .get(async (req, res) => {
      res.render('governance/second', await second(req))
    })
    .post(async (req, res) => {
      const { answer, reason, number } = readInput(SecondInput, req.body)
      const agrees = answer === 'agree'
      const decision = await decisions.second(req.actor, req.params.pilot, { agrees, reason, number })
      notify(res, { kind: 'done', text: agrees ? receipt(decision) : 'You refused; the decision is not carried out.' })
      res.redirect(303, `/pilots/${req.params.pilot}/decision`)
    })
    .post(redisplay('governance/second', second))

  router
    .route('/pilots/:pilot/decision/withdraw')
    .post(async (req, res) => {
      await decisions.withdraw(req.actor, req.params.pilot, readInput(WithdrawalInput, req.body).number)
      notify(res, { kind: 'done', text: 'The decision is withdrawn. It stays in the log.' })
      res.redirect(303, `/pilots/${req.params.pilot}/decision`)
    })
    .post(redisplay('governance/decision', page))

  return router
}

function receipt({ state, choice }: Decision): string {
  return state === 'awaitingSecond'
    ? 'Your decision is recorded. It is carried out once a second sponsor agrees.'
    : `Decided: the pilot is ${CHOICE_WORDS[choice].done}.`
}
