import { Router } from 'express'
import { uuid } from '../platform/http/params'
import { sendExport } from './export.api'
import type { ExportService } from './export.service'

/** The same document as a file, for whoever asks in the browser. */
export function exportRoutes(exports: ExportService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.get('/pilots/:pilot/export.json', async (req, res) => {
    await exports.ofPilot(req.actor, req.params.pilot, async seen => {
      res.attachment(`pilot-${seen.pilot.pilot.number}.json`)
      await sendExport(seen, res)
    })
  })
  return router
}
