import { Router } from 'express'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import type { HomeService } from './home.service'

/** Home as JSON: what waits for the person who asks, and the standing of the program. */
export function homeApi(home: HomeService): Router {
  const router = Router()
  router.param('program', uuid)

  router.get('/api/v1/programs/:program/home', async (req, res) => {
    const { program, tasks } = await home.ofProgram(req.actor, req.params.program)
    res.json({ program, tasks })
  })

  return router
}

export const homeOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/programs/:program/home',
    summary: 'What needs me in a program, by role, and how many pilots stand in which state.',
    answer: 'The program with its counts and the decisions of the last months, and the tasks of the person who asks.',
  },
]
