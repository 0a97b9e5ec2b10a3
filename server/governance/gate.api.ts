import { Router } from 'express'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { BenefitReadingInput, GatePassInput, OverrideInput, ReviewInput } from './gate.input'
import { knownGate, overrideRoutes } from './gate.routes'
import type { GateService, SeenGate } from './gate.service'
import { PAGED_GATES } from './gateFacts'

/** The gates of a pilot as JSON. */
export function gateApi(gates: GateService): Router {
  const router = Router()
  router.param('pilot', uuid)

  router.get('/api/v1/pilots/:pilot/gates/:gate', async (req, res) => {
    res.json(gateJson(await gates.see(req.actor, req.params.pilot, knownGate(req.params.gate))))
  })

  for (const gate of PAGED_GATES) {
    router.post(`/api/v1/pilots/:pilot/gates/${gate}`, async (req, res) => {
      const pilot = String(req.params.pilot)
      await gates.pass(req.actor, pilot, gate, readInput(GatePassInput, req.body))
      res.json(gateJson(await gates.see(req.actor, pilot, gate)))
    })
  }

  for (const { gate, criterion } of overrideRoutes()) {
    router.post(`/api/v1/pilots/:pilot/gates/${gate}/overrides/${criterion}`, async (req, res) => {
      const pilot = String(req.params.pilot)
      await gates.override(req.actor, pilot, gate, criterion, readInput(OverrideInput, req.body).because)
      res.status(201).json(gateJson(await gates.see(req.actor, pilot, gate)))
    })
  }

  router.post('/api/v1/pilots/:pilot/checks-seen', async (req, res) => {
    await gates.recordReview(req.actor, req.params.pilot, readInput(ReviewInput, req.body))
    res.status(201).json(gateJson(await gates.see(req.actor, req.params.pilot, 'conclude')))
  })

  router.post('/api/v1/pilots/:pilot/benefit-readings', async (req, res) => {
    const { lineId, amount, source } = readInput(BenefitReadingInput, req.body)
    await gates.recordBenefit(req.actor, req.params.pilot, { lineId, amountCents: amount, source })
    res.status(201).json(gateJson(await gates.see(req.actor, req.params.pilot, 'confirm')))
  })

  return router
}

const SUMMARIES = {
  select: 'Selects a proposed pilot.',
  launch: 'Launches an approved pilot.',
  conclude: 'Concludes a running pilot.',
  confirm: 'Confirms the benefit of a scaling pilot.',
} as const
const GATE =
  'The gate with its criteria, met and unmet, and the version of the pilot. A criterion may carry `cautions`: what the decider should know and what does not stop the gate.'

export const gateOperations: readonly Operation[] = [
  { route: 'GET /api/v1/pilots/:pilot/gates/:gate', summary: 'A gate: select, launch, conclude or confirm.', answer: GATE },
  ...PAGED_GATES.map(gate => ({
    route: `POST /api/v1/pilots/:pilot/gates/${gate}`,
    summary: SUMMARIES[gate],
    input: GatePassInput,
    answer: GATE,
  })),
  ...overrideRoutes().map(({ gate, criterion }) => ({
    route: `POST /api/v1/pilots/:pilot/gates/${gate}/overrides/${criterion}`,
    summary: `Lets the criterion ${criterion} pass unmet, with the reason.`,
    input: OverrideInput,
    answer: GATE,
    status: 201 as const,
  })),
  {
    route: 'POST /api/v1/pilots/:pilot/checks-seen',
    summary: 'Records that the person has looked at the data-quality checks.',
    input: ReviewInput,
    answer: GATE,
    status: 201,
  },
  {
    route: 'POST /api/v1/pilots/:pilot/benefit-readings',
    summary: 'Records what a benefit turned out to be worth a year, with its source.',
    input: BenefitReadingInput,
    answer: GATE,
    status: 201,
  },
]

function gateJson({ pilot, gate, view, passage }: SeenGate) {
  return {
    pilotId: pilot.id,
    state: pilot.state,
    version: pilot.version,
    gate,
    criteria: view.criteria,
    lastPassed: passage,
    benefits: view.benefits,
  }
}
