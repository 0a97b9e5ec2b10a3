import { Router } from 'express'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { LockInput, planOfBody, PlanAmendmentBody, PlanRevisionBody } from './plan.input'
import { planInForce } from './plan.rules'
import type { PlanService, SeenPlan } from './plan.service'
import { contentOf, unsealed } from './planContent.rules'
import { amendmentNumber, sendCanonical } from './sendCanonical'

/** The plan of a pilot as JSON. Measurements are in the unit of the metric; shares and effects on them lie in 0 to 1. */
export function planApi(plans: PlanService): Router {
  const router = Router()
  router.param('pilot', uuid)

  router
    .route('/api/v1/pilots/:pilot/plan')
    .get(async (req, res) => {
      res.json(planJson(await plans.ofPilot(req.actor, req.params.pilot)))
    })
    .put(async (req, res) => {
      const { version, ...body } = readInput(PlanRevisionBody, req.body)
      await plans.revise(req.actor, req.params.pilot, planOfBody(body), version)
      res.status(version === 0 ? 201 : 200).json(planJson(await plans.ofPilot(req.actor, req.params.pilot)))
    })

  router.post('/api/v1/pilots/:pilot/plan/lock', async (req, res) => {
    await plans.lock(req.actor, req.params.pilot, readInput(LockInput, req.body).version)
    res.json(planJson(await plans.ofPilot(req.actor, req.params.pilot)))
  })

  router
    .route('/api/v1/pilots/:pilot/plan/amendments')
    .get(async (req, res) => {
      const items = amendmentsJson(await plans.ofPilot(req.actor, req.params.pilot))
      res.json({ items, total: items.length, page: 1, pageSize: items.length })
    })
    .post(async (req, res) => {
      const { reason, replaces, endsOn, ...body } = readInput(PlanAmendmentBody, req.body)
      await plans.amend(req.actor, req.params.pilot, planOfBody(body), { reason, replaces, endsOn })
      res.status(201).json(amendmentsJson(await plans.ofPilot(req.actor, req.params.pilot)).at(-1))
    })

  router.get('/api/v1/pilots/:pilot/plan/canonical', async (req, res) => {
    sendCanonical(res, await plans.canonical(req.actor, req.params.pilot, 0))
  })

  router.get('/api/v1/pilots/:pilot/plan/amendments/:number/canonical', async (req, res) => {
    sendCanonical(res, await plans.canonical(req.actor, req.params.pilot, amendmentNumber(req.params.number)))
  })

  return router
}

/** Also what the export of a pilot says of its plan. */
export function planJson(seen: SeenPlan) {
  const { pilot, plan, otherMetrics, amendments } = seen
  if (!plan) return { pilotId: pilot.id, version: 0, content: null, lockedAt: null, hash: null, amendments: [] }
  const primary = pilot.metric ? [{ ...pilot.metric, role: 'primary' as const, margin: null }] : []
  return {
    pilotId: pilot.id,
    version: plan.version,
    content: plan.lockedAt ? planInForce(plan, amendments) : contentOf(pilot, plan, [...primary, ...otherMetrics]),
    lockedAt: plan.lockedAt,
    hash: amendments.at(-1)?.hash ?? plan.hash,
    amendments: amendmentsJson(seen),
  }
}

function amendmentsJson({ amendments }: SeenPlan) {
  return amendments.map(({ number, reason, hash, at, actorId, actorName, afterFirstOutcome, canonical }) => ({
    number,
    reason,
    hash,
    at,
    by: { id: actorId, name: actorName },
    afterFirstOutcome,
    content: unsealed(canonical),
  }))
}

export const planOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/pilots/:pilot/plan',
    summary: 'The plan that holds, with its hash and amendments.',
    answer: 'The plan.',
  },
  {
    route: 'PUT /api/v1/pilots/:pilot/plan',
    summary: 'Write the plan, as long as it is not locked.',
    input: PlanRevisionBody,
    answer: 'The plan.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/plan/lock',
    summary: 'Lock the plan.',
    input: LockInput,
    answer: 'The plan with its hash.',
  },
  {
    route: 'GET /api/v1/pilots/:pilot/plan/amendments',
    summary: 'The amendments of a locked plan.',
    answer: 'The amendments.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/plan/amendments',
    summary: 'Amend a locked plan.',
    input: PlanAmendmentBody,
    answer: 'The amendment.',
    status: 201,
  },
  {
    route: 'GET /api/v1/pilots/:pilot/plan/canonical',
    summary: 'The canonical JSON of the locked plan, to the byte what its hash is of.',
    answer: 'The file.',
  },
  {
    route: 'GET /api/v1/pilots/:pilot/plan/amendments/:number/canonical',
    summary: 'The canonical JSON of an amendment.',
    answer: 'The file.',
  },
]
