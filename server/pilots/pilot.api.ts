import { Router } from 'express'
import { effectAsTyped } from '../metrics/metric.rules'
import type { Clock } from '../platform/clock'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { activityWords } from './activity.rules'
import type { PilotActivityService } from './pilotActivity.service'
import { isOpen } from './openParts.rules'
import { possibleDeeds, spokenState } from './pilotLife.rules'
import type { PilotListService } from './pilotList.service'
import { filterOf, knownAnswers, orderOf } from './pilotList.view'
import type { PilotService, SeenPilot } from './pilot.service'
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

export interface PilotApi {
  readonly pilots: PilotService
  readonly pilotList: PilotListService
  readonly pilotActivity: PilotActivityService
  readonly clock: Clock
}

/**
 * Pilots as JSON. Money is in units of the program's currency; the smallest effect in the unit of the metric, of a
 * proportion in percentage points, as in the forms.
 */
export function pilotApi({ pilots, pilotList, pilotActivity, clock }: PilotApi): Router {
  const router = Router()
  router.param('program', uuid)
  router.param('pilot', uuid)

  router
    .route('/api/v1/programs/:program/pilots')
    .get(async (req, res) => {
      const input = readInput(PilotFilterInput, knownAnswers(req.query))
      const filter = filterOf(input, req.actor.accountId, clock.now())
      const list = await pilotList.page(req.actor, req.params.program, filter, orderOf(input), input.page ?? 1)
      const { items, total, page, pageSize } = list
      res.json({
        items: items.map(({ pausedAt, ...row }) => ({ ...row, state: spokenState({ ...row, pausedAt }), pausedAt })),
        total,
        page,
        pageSize,
      })
    })
    .post(async (req, res) => {
      const { id } = await pilots.propose(req.actor, req.params.program, readInput(ProposalInput, req.body))
      res
        .status(201)
        .location(`/api/v1/pilots/${id}`)
        .json(pilotJson(await pilots.see(req.actor, id)))
    })

  router
    .route('/api/v1/pilots/:pilot')
    .get(async (req, res) => {
      res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
    })
    .put(async (req, res) => {
      await pilots.revise(req.actor, req.params.pilot, readInput(DraftInput, req.body))
      res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
    })

  router.put('/api/v1/pilots/:pilot/timebox', async (req, res) => {
    await pilots.reschedule(req.actor, req.params.pilot, readInput(TimeboxInput, req.body))
    res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
  })

  router.post('/api/v1/pilots/:pilot/journey-version', async (req, res) => {
    await pilots.moveToLatestJourney(req.actor, req.params.pilot)
    res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
  })

  router.put('/api/v1/pilots/:pilot/team', async (req, res) => {
    await pilots.changeTeam(req.actor, req.params.pilot, readInput(TeamInput, req.body))
    res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
  })

  router.post('/api/v1/pilots/:pilot/hand-over', async (req, res) => {
    await pilots.handOver(req.actor, req.params.pilot, readInput(HandOverInput, req.body))
    res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
  })

  router.post('/api/v1/pilots/:pilot/submit', async (req, res) => {
    await pilots.submit(req.actor, req.params.pilot)
    res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
  })

  router.post('/api/v1/pilots/:pilot/pause', async (req, res) => {
    await pilots.pause(req.actor, req.params.pilot, readInput(ReasonInput, req.body).reason)
    res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
  })

  router.post('/api/v1/pilots/:pilot/resume', async (req, res) => {
    await pilots.resume(req.actor, req.params.pilot)
    res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
  })

  router.post('/api/v1/pilots/:pilot/withdraw', async (req, res) => {
    await pilots.withdraw(req.actor, req.params.pilot, readInput(ReasonInput, req.body).reason)
    res.json(pilotJson(await pilots.see(req.actor, req.params.pilot)))
  })

  router.get('/api/v1/pilots/:pilot/activity', async (req, res) => {
    const asked = readInput(PageInput, { page: req.query.page })
    const { items, total, page, pageSize } = await pilotActivity.page(req.actor, req.params.pilot, asked.page ?? 1)
    res.json({
      items: items.map(({ id, kind, at, actor, action, details, body }) =>
        kind === 'comment'
          ? { id, kind, at, actor, body }
          : { id, kind, at, actor, action, sentence: `${actor} ${activityWords(action ?? '', details).deed}`, details },
      ),
      ...{ total, page, pageSize },
    })
  })

  router.post('/api/v1/pilots/:pilot/comments', async (req, res) => {
    const { id, at, body } = await pilotActivity.comment(
      req.actor,
      req.params.pilot,
      readInput(CommentInput, req.body).body,
    )
    res.status(201).json({ id, kind: 'comment', at, actor: req.actor.name, body })
  })

  return router
}

/** One pilot as JSON; what `PUT` takes comes back under the same names. */
export function pilotJson(seen: SeenPilot) {
  const { pilot, program, proposer, owner, sponsor, team, journey, segment, metric, parent, followUps, criteria } = seen
  const { id, number, title, change, forWhom, expectedEffect, because, visionSentence, version } = pilot
  const { startsOn, endsOn, budgetSource, mostCustomers, stopRule, rollbackStep, arrivalsPerWeek, shareDelivered } =
    pilot
  const { stateSince, pausedAt, submittedAt, selectedAt, launchedAt, concludedAt, decidedAt, createdAt } = pilot
  const units = (cents: number | null): number | null => (cents === null ? null : cents / 100)
  return {
    ...{ id, number, version, programId: program.id, state: spokenState(pilot) },
    ...{ title, change, forWhom, expectedEffect, because, visionSentence },
    segment: segment.map(({ key }) => key),
    segmentParts: segment,
    journey: journey && {
      id: journey.id,
      name: journey.name,
      version: journey.version,
      latestVersion: journey.latestVersion,
    },
    ownerId: pilot.ownerId,
    sponsorId: pilot.sponsorId,
    metricId: pilot.metricId,
    smallestEffect: metric ? effectAsTyped(metric.kind, pilot.smallestEffect) : pilot.smallestEffect,
    ...{ startsOn, endsOn, budget: units(pilot.budgetCents), budgetSource },
    ...{
      mostCustomers,
      mostSpend: units(pilot.mostSpendCents),
      stopRule,
      rollbackStep,
      arrivalsPerWeek,
      shareDelivered,
    },
    proposer: proposer.name,
    owner: owner?.name ?? null,
    sponsor: sponsor?.name ?? null,
    team: team.map(({ id: accountId, name, department }) => ({ accountId, name, department })),
    metric: metric && { id: metric.id, name: metric.name, kind: metric.kind, unit: metric.unit },
    ...{ stateSince, pausedAt, createdAt, submittedAt, selectedAt, launchedAt, concludedAt, decidedAt },
    ...{ parent, followUps },
    /** Of the submit gate, while the pilot is a draft. */
    criteria,
    possibleDeeds: possibleDeeds(pilot),
    isProposalOpen: isOpen(pilot.state, 'proposal'),
  }
}

export const pilotOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/programs/:program/pilots',
    summary: 'The pilots of a program: search, filter, sort, pages of 50.',
    query: PilotFilterInput,
    answer: 'A page of pilots.',
  },
  {
    route: 'POST /api/v1/programs/:program/pilots',
    summary: 'Propose a pilot; it begins as a draft.',
    input: ProposalInput,
    answer: 'The pilot.',
    status: 201,
  },
  {
    route: 'GET /api/v1/pilots/:pilot',
    summary: 'A pilot with its segment, team and the criteria of its next gate.',
    answer: 'The pilot.',
  },
  { route: 'PUT /api/v1/pilots/:pilot', summary: 'Edit a draft.', input: DraftInput, answer: 'The pilot.' },
  {
    route: 'PUT /api/v1/pilots/:pilot/timebox',
    summary: 'Move the dates of a pilot that is not running yet.',
    input: TimeboxInput,
    answer: 'The pilot.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/journey-version',
    summary: 'Move a draft to the latest version of its journey.',
    answer: 'The pilot.',
  },
  { route: 'PUT /api/v1/pilots/:pilot/team', summary: 'Change the team.', input: TeamInput, answer: 'The pilot.' },
  {
    route: 'POST /api/v1/pilots/:pilot/hand-over',
    summary: 'Give a pilot another owner.',
    input: HandOverInput,
    answer: 'The pilot.',
  },
  { route: 'POST /api/v1/pilots/:pilot/submit', summary: 'Submit a draft for scoring.', answer: 'The pilot.' },
  {
    route: 'POST /api/v1/pilots/:pilot/pause',
    summary: 'Pause a running pilot.',
    input: ReasonInput,
    answer: 'The pilot.',
  },
  { route: 'POST /api/v1/pilots/:pilot/resume', summary: 'Resume a paused pilot.', answer: 'The pilot.' },
  {
    route: 'POST /api/v1/pilots/:pilot/withdraw',
    summary: 'Withdraw a pilot that is not concluded.',
    input: ReasonInput,
    answer: 'The pilot.',
  },
  {
    route: 'GET /api/v1/pilots/:pilot/activity',
    summary: 'What happened to a pilot and what was said about it, newest first.',
    query: PageInput,
    answer: 'A page of the activity.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/comments',
    summary: 'Comment on a pilot.',
    input: CommentInput,
    answer: 'The comment.',
    status: 201,
  },
]
