import { Router } from 'express'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { readMatrixFilter } from './matrix.input'
import type { MatrixService } from './matrix.service'
import { ranked } from './matrix.view'
import { InviteRatersInput, ScoreInput, ScoringModelInput } from './score.input'
import { panelScores, quadrantOf } from './score.rules'
import type { ScoreService, SeenScores } from './score.service'
import type { ScoringModelService } from './scoringModel.service'
import type { ModelVersion } from './startingModel'

/** Scores, raters, the model and the matrix as JSON. What is blind on the page is null here. */
export function scoringApi(services: {
  readonly scores: ScoreService
  readonly scoringModels: ScoringModelService
  readonly matrix: MatrixService
}): Router {
  const { scores, scoringModels, matrix } = services
  const router = Router()
  router.param('pilot', uuid)
  router.param('program', uuid)
  router.param('account', uuid)

  router
    .route('/api/v1/pilots/:pilot/scores')
    .get(async (req, res) => {
      res.json(scoresJson(await scores.ofPilot(req.actor, req.params.pilot)))
    })
    .put(async (req, res) => {
      await scores.give(req.actor, req.params.pilot, readInput(ScoreInput, req.body))
      res.status(201).json(scoresJson(await scores.ofPilot(req.actor, req.params.pilot)))
    })

  router
    .route('/api/v1/pilots/:pilot/raters')
    .get(async (req, res) => {
      const items = ratersJson(await scores.ofPilot(req.actor, req.params.pilot))
      res.json({ items, total: items.length, page: 1, pageSize: items.length })
    })
    .post(async (req, res) => {
      await scores.invite(req.actor, req.params.pilot, readInput(InviteRatersInput, req.body).accountIds)
      const items = ratersJson(await scores.ofPilot(req.actor, req.params.pilot))
      res.status(201).json({ items, total: items.length, page: 1, pageSize: items.length })
    })

  router.delete('/api/v1/pilots/:pilot/raters/:account', async (req, res) => {
    await scores.uninvite(req.actor, req.params.pilot, req.params.account)
    res.status(204).end()
  })

  router.post('/api/v1/pilots/:pilot/scoring/close', async (req, res) => {
    await scores.close(req.actor, req.params.pilot)
    res.json(scoresJson(await scores.ofPilot(req.actor, req.params.pilot)))
  })

  router.get('/api/v1/programs/:program/matrix', async (req, res) => {
    const seen = await matrix.ofProgram(req.actor, req.params.program, readMatrixFilter(req.query))
    const { placed, waiting } = ranked(seen.proposals)
    res.json({
      ratersNeeded: seen.ratersNeeded,
      items: [...placed, ...waiting].map((proposal, at) => ({
        pilotId: proposal.id,
        title: proposal.title,
        journey: proposal.journey,
        rank: at < placed.length ? at + 1 : null,
        impact: proposal.impact,
        complexity: proposal.complexity,
        impactSpread: at < placed.length ? [proposal.impactLowest, proposal.impactHighest] : null,
        complexitySpread: at < placed.length ? [proposal.complexityLowest, proposal.complexityHighest] : null,
        quadrant: at < placed.length ? quadrantOf({ impact: proposal.impact ?? 0, complexity: proposal.complexity ?? 0 }) : null,
        raters: proposal.raters,
        invited: proposal.invited,
        scoringClosedAt: proposal.scoringClosedAt,
      })),
      total: seen.total,
      page: 1,
      pageSize: seen.proposals.length,
    })
  })

  router
    .route('/api/v1/programs/:program/scoring-model')
    .get(async (req, res) => {
      res.json(modelJson((await scoringModels.ofProgram(req.actor, req.params.program)).model))
    })
    .put(async (req, res) => {
      const { number, criteria } = readInput(ScoringModelInput, req.body)
      res.json(modelJson(await scoringModels.revise(req.actor, req.params.program, criteria, number)))
    })

  return router
}

function scoresJson(seen: SeenScores) {
  const { pilot, model, raters, values, isRevealed } = seen
  const given = raters.flatMap(({ impact, complexity, isProposer }) =>
    impact === null || complexity === null ? [] : [{ impact, complexity, isProposer }],
  )
  return {
    pilotId: pilot.id,
    scoringClosedAt: pilot.scoringClosedAt,
    ratersNeeded: pilot.ratersNeeded,
    isRevealed,
    panel: panelScores(given),
    raters: ratersJson(seen).map(rater => ({
      ...rater,
      values: values
        .filter(({ scoreId }) => raters.some(each => each.accountId === rater.accountId && each.scoreId === scoreId))
        .map(({ criterionId, value, reason }) => ({ criterionId, value, reason })),
    })),
    model: modelJson(model),
  }
}

function ratersJson({ raters }: SeenScores) {
  return raters.map(({ accountId, name, isProposer, invitedAt, submittedAt, impact, complexity }) => ({
    accountId,
    name,
    isProposer,
    invitedAt,
    submittedAt,
    impact,
    complexity,
  }))
}

function modelJson({ id, number, createdAt, criteria }: ModelVersion) {
  return { id, number, createdAt, criteria }
}

export const scoringOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/pilots/:pilot/scores',
    summary: 'The scores of a pilot that you may see.',
    answer: 'The scores.',
  },
  {
    route: 'PUT /api/v1/pilots/:pilot/scores',
    summary: 'Give your scores.',
    input: ScoreInput,
    answer: 'The scores.',
    status: 201,
  },
  {
    route: 'GET /api/v1/pilots/:pilot/raters',
    summary: 'Who is invited to score, and who has scored.',
    answer: 'The raters.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/raters',
    summary: 'Invite raters.',
    input: InviteRatersInput,
    answer: 'The raters.',
    status: 201,
  },
  {
    route: 'DELETE /api/v1/pilots/:pilot/raters/:account',
    summary: 'Take back an invitation that was not used.',
    answer: 'Nothing.',
    status: 204,
  },
  { route: 'POST /api/v1/pilots/:pilot/scoring/close', summary: 'Close scoring.', answer: 'The scores.' },
  {
    route: 'GET /api/v1/programs/:program/matrix',
    summary: 'Open proposals by impact and complexity.',
    answer: 'The proposals with their scores.',
  },
  {
    route: 'GET /api/v1/programs/:program/scoring-model',
    summary: 'The criteria, weights and rubrics in force.',
    answer: 'The scoring model.',
  },
  {
    route: 'PUT /api/v1/programs/:program/scoring-model',
    summary: 'Write a new version of the scoring model.',
    input: ScoringModelInput,
    answer: 'The scoring model.',
  },
]
