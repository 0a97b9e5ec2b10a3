import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { Router, type Request, type Response } from 'express'
import type { Actor } from '../access/actor'
import type { ChangesInWords } from '../audit/entryWords.rules'
import type { Clock } from '../platform/clock'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { customsOf } from '../platform/views/frame'
import { editPath } from './nextStep.rules'
import type { PilotActivityService } from './pilotActivity.service'
import type { PilotListService } from './pilotList.service'
import { filterOf, knownAnswers, orderOf, pilotListPage } from './pilotList.view'
import type { PilotService, SeenPilot } from './pilot.service'
import { afterRefusal, pilotPage, type OverviewAddition } from './pilot.view'
import { activityPage } from './pilotActivity.view'
import { deedPage } from './pilotDeed.view'
import { draftForm, newPilotForm, timeboxForm } from './proposalForm.view'
import { handOverForm, teamPage } from './team.view'
import {
  CommentInput,
  DraftInput,
  HandOverInput,
  PageInput,
  PilotFilterInput,
  ProposalInput,
  ReasonInput,
  TeamInput,
  TimeboxInput,
} from './proposal.input'

export interface PilotRoutes {
  readonly pilots: PilotService
  readonly pilotList: PilotListService
  readonly pilotActivity: PilotActivityService
  readonly clock: Clock
  /** What features further along add to the overview. */
  readonly overviewAddition?: (seen: SeenPilot, actor: Actor) => Promise<OverviewAddition>
  /** What the entries of features further along changed. */
  readonly changesInWords: ChangesInWords
}

export function pilotRoutes(services: PilotRoutes): Router {
  const router = Router()
  router.param('program', uuid)
  router.param('pilot', uuid)
  listRoutes(router, services)
  proposalRoutes(router, services)
  overviewRoutes(router, services)
  lifeRoutes(router, services)
  teamRoutes(router, services)
  activityRoutes(router, services)
  return router
}

function listRoutes(router: Router, { pilotList, clock }: PilotRoutes): void {
  router.get('/programs/:program/pilots', async (req, res) => {
    const input = readInput(PilotFilterInput, knownAnswers(req.query))
    const list = await pilotList.page(
      req.actor,
      req.params.program,
      filterOf(input, req.actor.accountId, clock.now()),
      orderOf(input),
      input.page ?? 1,
    )
    const choices = await pilotList.filterChoices(req.actor, req.params.program)
    res.render('pilots/list', pilotListPage(list, choices))
  })

  router.get('/programs/:program/pilots.csv', async (req, res) => {
    const input = readInput(PilotFilterInput, knownAnswers(req.query))
    const lines = await pilotList.csv(req.actor, req.params.program, filterOf(input, req.actor.accountId, clock.now()))
    res.attachment('pilots.csv').type('text/csv')
    await pipeline(Readable.from(lines), res)
  })
}

function proposalRoutes(router: Router, { pilots }: PilotRoutes): void {
  const newForm = async (req: Request) =>
    newPilotForm(await pilots.form(req.actor, String(req.params.program)), req.query, body(req))

  router
    .route('/programs/:program/pilots/new')
    .get(async (req, res) => {
      res.render('pilots/new', await newForm(req))
    })
    .post(async (req, res) => {
      const pilot = await pilots.propose(req.actor, req.params.program, readInput(ProposalInput, req.body))
      notify(res, { kind: 'done', text: 'The draft is saved. What is still missing is listed below.' })
      res.redirect(303, `/pilots/${pilot.id}`)
    })
    .post(redisplay('pilots/new', newForm))

  const editForm = async (req: Request) => draftForm(await pilots.draftForm(req.actor, pilotOf(req)), body(req))

  router
    .route('/pilots/:pilot/edit')
    .get(async (req, res) => {
      const { seen, ...form } = await pilots.draftForm(req.actor, req.params.pilot)
      const editable = editPath(seen.pilot.state, seen.standing)
      if (editable === 'edit') res.render('pilots/edit', draftForm({ seen, ...form }))
      else res.redirect(303, `/pilots/${req.params.pilot}${editable ? `/${editable}` : ''}`)
    })
    .post(async (req, res) => {
      const { version } = await pilots.revise(req.actor, req.params.pilot, readInput(DraftInput, req.body))
      // the script that saves a draft by itself wants the new version, a person the pilot
      if (req.accepts(['html', 'json']) === 'json') {
        res.json({ version })
        return
      }
      notify(res, { kind: 'done', text: 'The draft is saved.' })
      res.redirect(303, `/pilots/${req.params.pilot}`)
    })
    .post(redisplay('pilots/edit', editForm))

  router.post('/pilots/:pilot/journey-version', async (req, res) => {
    const { fellAway } = await pilots.moveToLatestJourney(req.actor, req.params.pilot)
    notify(res, {
      kind: fellAway > 0 ? 'caution' : 'done',
      text:
        fellAway > 0
          ? 'The pilot is on the latest version of its journey. Some of its segment is no longer there; choose again.'
          : 'The pilot is on the latest version of its journey.',
    })
    res.redirect(303, `/pilots/${req.params.pilot}/edit`)
  })

  const dates = async (req: Request) => timeboxForm(await pilots.see(req.actor, pilotOf(req)))

  router
    .route('/pilots/:pilot/timebox')
    .get(async (req, res) => {
      const seen = await pilots.see(req.actor, req.params.pilot)
      if (editPath(seen.pilot.state, seen.standing)) res.render('pilots/timebox', timeboxForm(seen))
      else res.redirect(303, `/pilots/${req.params.pilot}`)
    })
    .post(async (req, res) => {
      await pilots.reschedule(req.actor, req.params.pilot, readInput(TimeboxInput, req.body))
      done(req, res, 'The dates are changed.')
    })
    .post(redisplay('pilots/timebox', dates))
}

function overviewRoutes(router: Router, { pilots, clock, overviewAddition }: PilotRoutes): void {
  const overview = async (req: Request) => {
    const seen = await pilots.see(req.actor, pilotOf(req))
    return pilotPage(seen, clock.now(), await overviewAddition?.(seen, req.actor))
  }
  const after = (deed: 'submit' | 'resume') => async (req: Request) => afterRefusal(await overview(req), deed)

  router.get('/pilots/:pilot', async (req, res) => {
    res.render('pilots/show', await overview(req))
  })

  router
    .route('/pilots/:pilot/submit')
    .post(async (req, res) => {
      await pilots.submit(req.actor, req.params.pilot)
      done(req, res, 'The proposal is submitted. Now it is scored.')
    })
    .post(redisplay('pilots/show', after('submit')))

  router
    .route('/pilots/:pilot/resume')
    .post(async (req, res) => {
      await pilots.resume(req.actor, req.params.pilot)
      done(req, res, 'The pilot is running again.')
    })
    .post(redisplay('pilots/show', after('resume')))
}

function lifeRoutes(router: Router, { pilots }: PilotRoutes): void {
  const told = { pause: 'The pilot is paused.', withdraw: 'The pilot is withdrawn.' } as const
  for (const deed of ['pause', 'withdraw'] as const) {
    const page = async (req: Request) => deedPage(await pilots.see(req.actor, pilotOf(req)), deed)
    router
      .route(`/pilots/:pilot/${deed}`)
      .get(async (req: Request, res) => {
        res.render('pilots/deed', await page(req))
      })
      .post(async (req: Request, res) => {
        await pilots[deed](req.actor, pilotOf(req), readInput(ReasonInput, req.body).reason)
        done(req, res, told[deed])
      })
      .post(redisplay('pilots/deed', page))
  }
}

function teamRoutes(router: Router, { pilots }: PilotRoutes): void {
  const team = async (req: Request) => teamPage(await pilots.teamForm(req.actor, pilotOf(req)), body(req))

  router
    .route('/pilots/:pilot/team')
    .get(async (req, res) => {
      res.render('pilots/team', await team(req))
    })
    .post(async (req, res) => {
      await pilots.changeTeam(req.actor, req.params.pilot, readInput(TeamInput, req.body))
      notify(res, { kind: 'done', text: 'The team is saved.' })
      res.redirect(303, `/pilots/${req.params.pilot}/team`)
    })
    .post(redisplay('pilots/team', team))

  const handOver = async (req: Request) => handOverForm(await pilots.teamForm(req.actor, pilotOf(req)))

  router
    .route('/pilots/:pilot/hand-over')
    .get(async (req, res) => {
      res.render('pilots/handOver', await handOver(req))
    })
    .post(async (req, res) => {
      await pilots.handOver(req.actor, req.params.pilot, readInput(HandOverInput, req.body))
      done(req, res, 'The pilot is handed over.')
    })
    .post(redisplay('pilots/handOver', handOver))
}

function activityRoutes(router: Router, { pilotActivity, changesInWords }: PilotRoutes): void {
  const activity = async (req: Request) => {
    const { page } = readInput(PageInput, { page: req.query.page })
    const customs = customsOf(req.res?.locals)
    const seen = await pilotActivity.page(req.actor, pilotOf(req), page ?? 1)
    return activityPage(seen, (action, details) => changesInWords(action, details, customs))
  }

  router
    .route('/pilots/:pilot/activity')
    .get(async (req, res) => {
      res.render('pilots/activity', await activity(req))
    })
    .post(async (req, res) => {
      await pilotActivity.comment(req.actor, req.params.pilot, readInput(CommentInput, req.body).body)
      notify(res, { kind: 'done', text: 'Your comment is there.' })
      res.redirect(303, `/pilots/${req.params.pilot}/activity`)
    })
    .post(redisplay('pilots/activity', activity))
}

const pilotOf = (req: Request): string => String(req.params.pilot)

/** What a form sent, where there is one. */
const body = (req: Request): Readonly<Record<string, unknown>> =>
  typeof req.body === 'object' && req.body !== null ? (req.body as Record<string, unknown>) : {}

function done(req: Request, res: Response, text: string): void {
  notify(res, { kind: 'done', text })
  res.redirect(303, `/pilots/${pilotOf(req)}`)
}
