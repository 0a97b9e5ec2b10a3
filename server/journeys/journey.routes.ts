import { randomUUID } from 'node:crypto'
import { Router, type Request } from 'express'
import { Missing } from '../platform/errors'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { customsOf, setTrail } from '../platform/views/frame'
import { trailIn } from '../programs/trailIn'
import { arranged, placeAfter, stepOf, typedJourney, withoutArrangement, type TypedJourney } from './arrangement.rules'
import { JourneyEditForm, JourneyForm } from './journey.input'
import type { JourneyService } from './journey.service'
import { emptyJourney, journeyAsTyped, journeyForm, journeyPage, journeysPage } from './journey.view'

export function journeyRoutes(journeys: JourneyService): Router {
  const router = Router()
  router.param('program', uuid)
  router.param('journey', uuid)

  router.get('/programs/:program/journeys', async (req, res) => {
    const { program } = req.params
    setTrail(res, ...trailIn(program, { label: 'Journeys' }))
    res.render('journeys/list', journeysPage(program, await journeys.ofProgram(req.actor, program)))
  })

  /** The form of a new journey, with these answers in it. */
  const newForm = async (req: Request, form: TypedJourney, focus?: number) => {
    const list = `/programs/${String(req.params.program)}/journeys`
    const choices = await journeys.choices(req.actor, String(req.params.program))
    return journeyForm(form, choices, { title: 'New journey', to: `${list}/new`, backTo: list, ...(focus !== undefined && { focus }) })
  }

  router
    .route('/programs/:program/journeys/new')
    .get(below('New journey'), async (req, res) => {
      res.render('journeys/edit', await newForm(req, emptyJourney(randomUUID)))
    })
    .post(below('New journey'), async (req, res) => {
      const input = withoutArrangement(readInput(JourneyForm, req.body))
      const { id, name } = await journeys.create(req.actor, req.params.program, input)
      notify(res, { kind: 'done', text: `${name} is drawn. Start a pilot where it loses most.` })
      res.redirect(303, `/programs/${req.params.program}/journeys/${id}`)
    })
    .post(redisplay('journeys/edit', req => newForm(req, typedJourney(req.body))))

  router
    .route('/programs/:program/journeys/new/arrange')
    .post(below('New journey'), async (req, res) => {
      const { form, focus } = steppedForm(req)
      res.render('journeys/edit', await newForm(req, form, focus))
    })

  router.get('/programs/:program/journeys/:journey', async (req, res) => {
    const { program, journey } = req.params
    const seen = await journeys.find(req.actor, program, journey, versionOf(req.query.version))
    setTrail(res, ...trailIn(program, { label: 'Journeys', href: `/programs/${program}/journeys` }, { label: seen.journey.name }))
    res.render('journeys/show', journeyPage(seen))
  })

  /** The form of a journey, with what stands there now or with these answers in it. */
  const editForm = async (req: Request, typed: TypedJourney | null, focus?: number) => {
    const program = String(req.params.program)
    const { journey } = await journeys.find(req.actor, program, String(req.params.journey))
    const here = `/programs/${program}/journeys/${journey.id}`
    const { ownerId, ownerName } = journey
    return journeyForm(typed ?? journeyAsTyped(journey, customsOf(req.res?.locals).locale), await journeys.choices(req.actor, program), {
      title: `Edit ${journey.name}`,
      to: `${here}/edit`,
      backTo: here,
      owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' },
      version: focus === undefined ? journey.latestVersion : (req.body as { version?: unknown }).version,
      ...(focus !== undefined && { focus }),
    })
  }

  router
    .route('/programs/:program/journeys/:journey/edit')
    .get(below('Edit'), async (req, res) => {
      res.render('journeys/edit', await editForm(req, null))
    })
    .post(below('Edit'), async (req, res) => {
      const { program, journey } = req.params
      const { version, ...input } = readInput(JourneyEditForm, req.body)
      const saved = await journeys.revise(req.actor, program, journey, { ...withoutArrangement(input), version })
      notify(res, { kind: 'done', text: `Version ${saved.version} is saved. Pilots keep the version they were planned on.` })
      res.redirect(303, `/programs/${program}/journeys/${journey}`)
    })
    .post(redisplay('journeys/edit', req => editForm(req, typedJourney(req.body))))

  router
    .route('/programs/:program/journeys/:journey/edit/arrange')
    .post(below('Edit'), async (req, res) => {
      const { form, focus } = steppedForm(req)
      res.render('journeys/edit', await editForm(req, form, focus))
    })

  return router
}

/** The form after its button for a stage was pressed. Nothing is saved. */
function steppedForm(req: Request): { form: TypedJourney; focus: number } {
  const before = typedJourney(req.body)
  const step = stepOf((req.body as { step?: unknown } | undefined)?.step)
  if (step === null) return { form: before, focus: 0 }
  const form = arranged(before, step, randomUUID)
  return { form, focus: placeAfter(step, form.stages.length) }
}

function versionOf(asked: unknown): number | undefined {
  if (asked === undefined) return undefined
  if (typeof asked !== 'string' || !/^[1-9]\d{0,8}$/.test(asked)) throw new Missing()
  return Number(asked)
}

function below(label: string) {
  return (req: Request, res: Parameters<typeof setTrail>[0], next: () => void) => {
    const program = String(req.params.program)
    setTrail(res, ...trailIn(program, { label: 'Journeys', href: `/programs/${program}/journeys` }, { label }))
    next()
  }
}
