import { Router } from 'express'
import { uuid } from '../platform/http/params'
import type { ExportService } from './export.service'
import { exportJson } from './export.view'

/** The same document as a file, for whoever asks in the browser. */
export function exportRoutes(exports: ExportService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.get('/pilots/:pilot/export.json', async (req, res) => {
    const seen = await exports.ofPilot(req.actor, req.params.pilot)
    res.attachment(`pilot-${seen.pilot.pilot.number}.json`).type('json')
    res.send(`${JSON.stringify(exportJson(seen), null, 2)}\n`)
  })
  return router
}
