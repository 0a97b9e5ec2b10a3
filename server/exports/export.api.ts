import { Router, type Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { jsonPieces } from '../platform/http/jsonPieces'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import type { ExportedPilot, ExportService } from './export.service'
import { exportJson } from './export.view'

/** A pilot as a whole, as JSON. */
export function exportApi(exports: ExportService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.get('/api/v1/pilots/:pilot/export', async (req, res) => {
    await exports.ofPilot(req.actor, req.params.pilot, seen => sendExport(seen, res))
  })
  return router
}

/** Whoever takes nothing for this long is gone: a transaction waits for them. */
const PATIENCE_MS = 30_000

/** Also the file of the page. */
export async function sendExport(seen: ExportedPilot, res: Response): Promise<void> {
  res.setTimeout(PATIENCE_MS, () => res.destroy())
  await pipeline(Readable.from(jsonPieces(exportJson(seen))), res.type('json'))
}

export const exportOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/pilots/:pilot/export',
    summary: 'A pilot as a whole: plan, readings in short, findings, case, decisions, objections, comments and gates passed.',
    answer: 'One document with the name and the version of its format; no outcome of a pilot that still runs.',
  },
]
