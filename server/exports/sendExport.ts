import type { Response } from 'express'
import { pipeline } from 'node:stream/promises'
import { jsonPieces } from '../platform/http/jsonPieces'
import type { ExportedPilot, SpooledExport } from './export.service'
import { exportJson } from './export.view'

/** Whoever takes nothing for this long is gone: a file is kept open for them. */
const PATIENCE_MS = 30_000

/** The document as text, as page and API send it. */
export const exportText = (seen: ExportedPilot): AsyncIterable<string> => jsonPieces(exportJson(seen))

export async function sendExport({ text, bytes }: SpooledExport, res: Response): Promise<void> {
  res.setTimeout(PATIENCE_MS, () => res.destroy())
  await pipeline(text, res.type('json').set('Content-Length', String(bytes)))
}
