import { Router } from 'express'
import { Missing } from '../platform/errors'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { JourneyEditInput, JourneyInput } from './journey.input'
import type { JourneyService } from './journey.service'
import { journeyJson } from './journey.view'

/** Journeys as JSON. A change sends the whole journey with the version it began from and gets the next version. */
export function journeyApi(journeys: JourneyService): Router {
  const router = Router()
  router.param('program', uuid)
  router.param('journey', uuid)

  router
    .route('/api/v1/programs/:program/journeys')
    .get(async (req, res) => {
      const { journeys: items } = await journeys.ofProgram(req.actor, req.params.program)
      res.json({ items, total: items.length, page: 1, pageSize: items.length })
    })
    .post(async (req, res) => {
      res.status(201).json(journeyJson(await journeys.create(req.actor, req.params.program, readInput(JourneyInput, req.body))))
    })

  router
    .route('/api/v1/programs/:program/journeys/:journey')
    .get(async (req, res) => {
      const { journey, versions } = await journeys.find(req.actor, req.params.program, req.params.journey)
      res.json({ ...journeyJson(journey), versions })
    })
    .put(async (req, res) => {
      const { program, journey } = req.params
      res.json(journeyJson(await journeys.revise(req.actor, program, journey, readInput(JourneyEditInput, req.body))))
    })

  router.get('/api/v1/programs/:program/journeys/:journey/versions/:version', async (req, res) => {
    const { program, journey, version } = req.params
    if (!/^[1-9]\d{0,8}$/.test(version)) throw new Missing()
    const seen = await journeys.find(req.actor, program, journey, Number(version))
    res.json(journeyJson(seen.journey))
  })

  return router
}

export const journeyOperations: readonly Operation[] = [
  { route: 'GET /api/v1/programs/:program/journeys', summary: 'The journeys of a program.', answer: 'The journeys.' },
  {
    route: 'POST /api/v1/programs/:program/journeys',
    summary: 'Create a journey with its stages and handoffs.',
    input: JourneyInput,
    answer: 'The journey.',
    status: 201,
  },
  {
    route: 'GET /api/v1/programs/:program/journeys/:journey',
    summary: 'A journey in its latest version.',
    answer: 'The journey.',
  },
  {
    route: 'PUT /api/v1/programs/:program/journeys/:journey',
    summary: 'Write a new version of a journey.',
    input: JourneyEditInput,
    answer: 'The journey in its new version.',
  },
  {
    route: 'GET /api/v1/programs/:program/journeys/:journey/versions/:version',
    summary: 'A journey as it was in one version.',
    answer: 'The journey.',
  },
]
