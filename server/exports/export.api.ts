import { Router } from 'express'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import type { ExportService } from './export.service'
import { exportText, sendExport } from './sendExport'

/** A pilot as a whole, as JSON. */
export function exportApi(exports: ExportService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.get('/api/v1/pilots/:pilot/export', async (req, res) => {
    await sendExport(await exports.ofPilot(req.actor, req.params.pilot, exportText), res)
  })
  return router
}

export const exportOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/pilots/:pilot/export',
    summary: 'A pilot as a whole: plan, readings in short, findings, case, decisions, objections, comments and gates passed.',
    answer: 'One document with the name and the version of its format; no outcome of a pilot that still runs.',
  },
]
