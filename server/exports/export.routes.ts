import { Router } from 'express'
import { uuid } from '../platform/http/params'
import type { ExportService } from './export.service'
import { exportText, sendExport } from './sendExport'

/** The same document as a file, for whoever asks in the browser. */
export function exportRoutes(exports: ExportService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.get('/pilots/:pilot/export.json', async (req, res) => {
    const spooled = await exports.ofPilot(req.actor, req.params.pilot, exportText)
    await sendExport(spooled, res.attachment(`pilot-${spooled.number}.json`))
  })
  return router
}
