import { Router } from 'express'
import { Conflict } from '../platform/errors'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import type { Finding } from './finding.entity'
import type { FindingService } from './finding.service'

/** Findings as JSON. Differences are treatment minus control, or after minus before; shares lie in 0 to 1. */
export function findingApi(findings: FindingService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.param('finding', uuid)

  router.get('/api/v1/pilots/:pilot/results', async (req, res) => {
    const { pilot, hidden, findings: latest, isCurrent, course } = await findings.see(req.actor, req.params.pilot)
    if (hidden !== null) throw new Conflict(hidden)
    res.json({ pilotId: pilot.id, isCurrent, course, earlyStop: course?.earlyStop ?? null, findings: latest.map(findingJson) })
  })

  router
    .route('/api/v1/pilots/:pilot/findings')
    .get(async (req, res) => {
      const items = (await findings.all(req.actor, req.params.pilot)).map(findingJson)
      res.json({ items, total: items.length, page: 1, pageSize: items.length })
    })
    .post(async (req, res) => {
      const items = (await findings.run(req.actor, req.params.pilot)).map(findingJson)
      res.status(201).json({ items, total: items.length, page: 1, pageSize: items.length })
    })

  router.get('/api/v1/pilots/:pilot/findings/:finding', async (req, res) => {
    const { finding } = await findings.one(req.actor, req.params.pilot, req.params.finding)
    res.json({ ...findingJson(finding), inputs: finding.inputs, working: finding.working })
  })

  return router
}

/** A finding as the API and the export of a pilot give it. */
export function findingJson(finding: Finding) {
  const metric = finding.inputs.plan.metrics.find(({ id }) => id === finding.metricId)
  return {
    id: finding.id,
    pilotId: finding.pilotId,
    metric: metric && { id: metric.id, name: metric.name, kind: metric.kind, unit: metric.unit, direction: metric.direction },
    number: finding.number,
    role: finding.role,
    design: finding.inputs.plan.design,
    method: finding.method,
    engineVersion: finding.engineVersion,
    planHash: finding.planHash,
    inputsDigest: finding.inputsDigest,
    alpha: finding.inputs.plan.alpha,
    smallestEffect: finding.role === 'primary' ? finding.inputs.plan.smallestEffect : null,
    reference: finding.result.reference,
    changed: finding.result.changed,
    difference: finding.estimate,
    standardError: finding.standardError,
    lower: finding.intervalLower,
    upper: finding.intervalUpper,
    p: finding.pValue,
    adjustedP: finding.result.adjustedP,
    statistic: finding.result.statistic,
    df: finding.result.df,
    notEstimable: finding.notEstimable,
    guardrail: finding.result.guardrail,
    verdict: finding.verdict,
    evidenceLevel: finding.evidenceLevel,
    evidenceReasons: finding.evidenceReasons,
    firedRule: finding.firedRule,
    firedAction: finding.firedAction,
    sentence: finding.sentence,
    checks: finding.checks,
    isFinal: finding.isFinal,
    computedAt: finding.computedAt,
  }
}

export const findingOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/pilots/:pilot/results',
    summary: 'What was learnt: the latest final findings.',
    answer: 'The findings.',
  },
  {
    route: 'GET /api/v1/pilots/:pilot/findings',
    summary: 'Every finding of a pilot that is concluded.',
    answer: 'The findings.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/findings',
    summary: 'Work the findings out from the readings as they stand.',
    answer: 'The findings.',
    status: 201,
  },
  {
    route: 'GET /api/v1/pilots/:pilot/findings/:finding',
    summary: 'One finding with its working.',
    answer: 'The finding.',
  },
]
