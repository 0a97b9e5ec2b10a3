import { Router } from 'express'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { MetricEditInput, MetricInput } from './metric.input'
import type { MetricService } from './metric.service'
import { metricJson } from './metric.view'

/** Metrics as JSON. Effects of a proportion are in percentage points; `effectUnit` says so for each metric. */
export function metricApi(metrics: MetricService): Router {
  const router = Router()
  router.param('program', uuid)
  router.param('metric', uuid)

  router
    .route('/api/v1/programs/:program/metrics')
    .get(async (req, res) => {
      const rows = (await metrics.ofProgram(req.actor, req.params.program)).metrics
      const items = rows.map(row => ({ ...metricJson(row), plans: row.plans }))
      res.json({ items, total: items.length, page: 1, pageSize: items.length })
    })
    .post(async (req, res) => {
      res.status(201).json(metricJson(await metrics.create(req.actor, req.params.program, readInput(MetricInput, req.body))))
    })

  router
    .route('/api/v1/programs/:program/metrics/:metric')
    .get(async (req, res) => {
      res.json(metricJson((await metrics.find(req.actor, req.params.program, req.params.metric)).metric))
    })
    .put(async (req, res) => {
      const { program, metric } = req.params
      res.json(metricJson(await metrics.revise(req.actor, program, metric, readInput(MetricEditInput, req.body))))
    })

  return router
}

export const metricOperations: readonly Operation[] = [
  { route: 'GET /api/v1/programs/:program/metrics', summary: 'The metrics of a program.', answer: 'The metrics.' },
  {
    route: 'POST /api/v1/programs/:program/metrics',
    summary: 'Create a metric.',
    input: MetricInput,
    answer: 'The metric.',
    status: 201,
  },
  { route: 'GET /api/v1/programs/:program/metrics/:metric', summary: 'One metric.', answer: 'The metric.' },
  {
    route: 'PUT /api/v1/programs/:program/metrics/:metric',
    summary: 'Change a metric.',
    input: MetricEditInput,
    answer: 'The metric.',
  },
]
