import { Router } from 'express'
import { decideCriteria } from '../pilots/gateCriteria.rules'
import { DECISIONS, possibleDeeds } from '../pilots/pilotLife.rules'
import { isOutcomeOpen } from '../pilots/outcome.rules'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { DecisionInput, SecondInput, WithdrawalInput } from './decision.input'
import { mindChanges, tellableLog } from './decision.rules'
import type { DecisionService, SeenDecision } from './decision.service'
import type { SignedDecision } from './decision.store'
import { moneyAtStake } from './money.rules'

/** The sponsor's decision as JSON. */
export function decisionApi(decisions: DecisionService): Router {
  const router = Router()
  router.param('pilot', uuid)

  const answer = async (req: Parameters<typeof decisions.see>[0], pilot: string) => decisionJson(await decisions.see(req, pilot))

  router
    .route('/api/v1/pilots/:pilot/decision')
    .get(async (req, res) => {
      res.json(await answer(req.actor, req.params.pilot))
    })
    .post(async (req, res) => {
      await decisions.decide(req.actor, req.params.pilot, readInput(DecisionInput, req.body))
      res.status(201).json(await answer(req.actor, req.params.pilot))
    })

  router.post('/api/v1/pilots/:pilot/decision/second', async (req, res) => {
    const { answer: word, reason, number } = readInput(SecondInput, req.body)
    await decisions.second(req.actor, req.params.pilot, { agrees: word === 'agree', reason, number })
    res.json(await answer(req.actor, req.params.pilot))
  })

  router.post('/api/v1/pilots/:pilot/decision/withdraw', async (req, res) => {
    await decisions.withdraw(req.actor, req.params.pilot, readInput(WithdrawalInput, req.body).number)
    res.json(await answer(req.actor, req.params.pilot))
  })

  return router
}

const ANSWER = 'What the decision stands on, the criteria of each choice, and the log of decisions, newest first.'

export const decisionOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/pilots/:pilot/decision',
    summary: 'The recommendation, what it stands on, and the decisions so far; nothing of an outcome while the pilot runs.',
    answer: ANSWER,
  },
  {
    route: 'POST /api/v1/pilots/:pilot/decision',
    summary: 'Decides to scale, extend, adapt or stop; against the rule it waits for a second sponsor.',
    input: DecisionInput,
    answer: ANSWER,
    status: 201,
  },
  {
    route: 'POST /api/v1/pilots/:pilot/decision/second',
    summary: 'Agrees to a decision that opposes the rule, or refuses it.',
    input: SecondInput,
    answer: ANSWER,
  },
  {
    route: 'POST /api/v1/pilots/:pilot/decision/withdraw',
    summary: 'Takes back a decision that still waits for a second sponsor.',
    input: WithdrawalInput,
    answer: ANSWER,
  },
]

function decisionJson({ pilot, ground, extending, course, money, log }: SeenDecision) {
  const finding = ground?.row.finding ?? null
  const isOpen = possibleDeeds(pilot).includes('scale')
  return {
    pilotId: pilot.id,
    state: pilot.state,
    version: pilot.version,
    finding,
    recommendation: finding?.firedAction ?? null,
    evidenceBar: ground?.row.evidenceBar ?? null,
    course,
    /** To be sent with the decision, as `finding` is. */
    case: money?.appraisal?.digest ?? null,
    money: money?.appraisal ? moneyAtStake(money.appraisal.result) : null,
    finance: money && {
      benefitLines: money.benefitLines,
      spoken: money.spoken,
      refused: money.refused,
      signedCents: money.signedCents,
      proposedCents: money.proposedCents,
    },
    wouldChangeOurMind:
      finding && ground?.plan ? mindChanges(ground.plan.content, { ...finding, action: finding.firedAction }) : [],
    choices:
      isOpen && ground
        ? DECISIONS.map(choice => ({
            choice,
            opposesRule: finding !== null && finding.firedAction !== choice,
            criteria: decideCriteria(ground.facts, choice),
            ...(choice === 'extend' && { evidence: extending }),
          }))
        : [],
    decisions: loggedDecisions(log, isOutcomeOpen(pilot.state)),
  }
}

/** Also what the export of a pilot says of its decisions; while the pilot runs, nothing that leads back to its outcome. */
export const loggedDecisions = (log: readonly SignedDecision[], outcomeIsOpen: boolean) =>
  tellableLog(log, outcomeIsOpen).map(decision => loggedJson(decision, outcomeIsOpen))

function loggedJson(decision: SignedDecision, outcomeIsOpen: boolean) {
  const { number, choice, newEndOn, state, decidedById, decidedByName, decidedAt, secondSponsorId, secondName, secondAt } = decision
  return {
    number: outcomeIsOpen ? number : null,
    choice,
    state,
    newEndOn,
    decidedBy: { id: decidedById, name: decidedByName },
    decidedAt,
    ...(outcomeIsOpen && {
      second: secondSponsorId && { id: secondSponsorId, name: secondName, at: secondAt, reason: decision.secondReason },
      reason: decision.reason,
      conditions: decision.conditions,
      firedAction: decision.firedAction,
      opposesRule: decision.opposesRule,
      findingId: decision.findingId,
    }),
    followUp: decision.followUp,
  }
}
