import type { Request } from 'express'
import { Conflict, type Invalid } from '../errors'

/**
 * The version that a form shown again carries. After a faulty answer it stays the one the person began from, so that a
 * change by somebody else is still noticed; after a conflict the person has been told, and the next save is meant.
 *
 * @param field  that carries it
 */
export function seenVersion(req: Request, error: Invalid | Conflict | null, newest: unknown, field = 'version'): unknown {
  const typed = (req.body as Readonly<Record<string, unknown>> | undefined)?.[field]
  return error === null || error instanceof Conflict || typeof typed !== 'string' ? newest : typed
}
