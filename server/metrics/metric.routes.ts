import { Router, type Request } from 'express'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { setTrail } from '../platform/views/frame'
import { trailIn } from '../programs/trailIn'
import { MetricEditInput, MetricInput } from './metric.input'
import { savedInWords } from './metric.rules'
import type { MetricService } from './metric.service'
import { metricForm, metricsPage, newMetricForm } from './metric.view'

export function metricRoutes(metrics: MetricService): Router {
  const router = Router()
  router.param('program', uuid)
  router.param('metric', uuid)

  router.get('/programs/:program/metrics', async (req, res) => {
    const { program } = req.params
    setTrail(res, ...trailIn(program, { label: 'Metrics' }))
    res.render('metrics/list', metricsPage(program, await metrics.ofProgram(req.actor, program)))
  })

  const newForm = (req: Request) => newMetricForm(String(req.params.program))

  router
    .route('/programs/:program/metrics/new')
    .get(below('New metric'), (req, res) => {
      res.render('metrics/edit', newForm(req))
    })
    .post(below('New metric'), async (req, res) => {
      const saved = await metrics.create(req.actor, req.params.program, readInput(MetricInput, req.body))
      notify(res, { kind: 'done', text: savedInWords(saved, 'Plans can use it now.') })
      res.redirect(303, `/programs/${req.params.program}/metrics`)
    })
    .post(redisplay('metrics/edit', newForm))

  const form = async (req: Request) => {
    const { program, metric } = req.params
    return metricForm(String(program), await metrics.find(req.actor, String(program), String(metric)))
  }

  router
    .route('/programs/:program/metrics/:metric/edit')
    .get(below('Metric'), async (req, res) => {
      res.render('metrics/edit', await form(req))
    })
    .post(below('Metric'), async (req, res) => {
      const { program, metric } = req.params
      const saved = await metrics.revise(req.actor, program, metric, readInput(MetricEditInput, req.body))
      notify(res, { kind: 'done', text: savedInWords(saved, 'Plans that were made before keep their own numbers.') })
      res.redirect(303, `/programs/${program}/metrics`)
    })
    .post(redisplay('metrics/edit', form))

  return router
}

function below(label: string) {
  return (req: Request, res: Parameters<typeof setTrail>[0], next: () => void) => {
    const program = String(req.params.program)
    setTrail(res, ...trailIn(program, { label: 'Metrics', href: `/programs/${program}/metrics` }, { label }))
    next()
  }
}
