import { Router } from 'express'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { ObjectionAnswerInput, ObjectionInput } from './objection.input'
import { objectionState } from './objection.rules'
import type { ObjectionService } from './objection.service'
import type { SignedObjection } from './objection.store'

/** Objections to a pilot as JSON. */
export function objectionApi(objections: ObjectionService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.param('objection', uuid)

  router
    .route('/api/v1/pilots/:pilot/objections')
    .get(async (req, res) => {
      const { objections: all } = await objections.ofPilot(req.actor, req.params.pilot)
      res.json({ items: all.map(objectionJson), total: all.length, page: 1, pageSize: all.length })
    })
    .post(async (req, res) => {
      const { pilot } = req.params
      const { id } = await objections.raise(req.actor, pilot, readInput(ObjectionInput, req.body).body)
      const { objections: all } = await objections.ofPilot(req.actor, pilot)
      res.status(201).json(all.filter(each => each.id === id).map(objectionJson)[0])
    })

  router.post('/api/v1/pilots/:pilot/objections/:objection/answer', async (req, res) => {
    const { pilot, objection } = req.params
    await objections.answer(req.actor, pilot, objection, readInput(ObjectionAnswerInput, req.body).answer)
    const { objections: all } = await objections.ofPilot(req.actor, pilot)
    res.json(all.filter(({ id }) => id === objection).map(objectionJson)[0])
  })

  router.post('/api/v1/pilots/:pilot/objections/:objection/withdraw', async (req, res) => {
    const { pilot, objection } = req.params
    await objections.withdraw(req.actor, pilot, objection)
    const { objections: all } = await objections.ofPilot(req.actor, pilot)
    res.json(all.filter(({ id }) => id === objection).map(objectionJson)[0])
  })

  return router
}

export const objectionOperations: readonly Operation[] = [
  { route: 'GET /api/v1/pilots/:pilot/objections', summary: 'Objections to a pilot, oldest first.', answer: 'A list of objections.' },
  {
    route: 'POST /api/v1/pilots/:pilot/objections',
    summary: 'Raises an objection; until it is answered the pilot cannot be decided.',
    input: ObjectionInput,
    answer: 'The objection.',
    status: 201,
  },
  {
    route: 'POST /api/v1/pilots/:pilot/objections/:objection/answer',
    summary: 'Answers an open objection.',
    input: ObjectionAnswerInput,
    answer: 'The objection with its answer.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/objections/:objection/withdraw',
    summary: 'Withdraws an objection of one’s own.',
    answer: 'The objection, withdrawn.',
  },
]

export function objectionJson(objection: SignedObjection) {
  const { id, body, at, authorId, authorName, answer, answeredById, answeredByName, answeredAt, withdrawnAt } = objection
  return {
    id,
    state: objectionState(objection),
    body,
    at,
    author: { id: authorId, name: authorName },
    answer: answer === null ? null : { text: answer, at: answeredAt, by: { id: answeredById, name: answeredByName } },
    withdrawnAt,
  }
}
