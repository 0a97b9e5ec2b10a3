import { Router } from 'express'
import type { SampleService } from './sample.service'

/** The click that removes the sample program; its button stands in the settings of that program. */
export function sampleRoutes(sample: SampleService): Router {
  const router = Router()
  router.post('/programs/:program/sample/remove', async (req, res) => {
    const removed = await sample.remove(req.actor, req.params.program)
    // an answer of its own, not a way on: whoever asked may have gone with the sample
    res.set('Cache-Control', 'no-store').render('sample/removed', { removed })
  })
  return router
}
