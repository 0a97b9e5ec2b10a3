import type { ErrorRequestHandler } from 'express'
import multer from 'multer'
import { NotSignedIn } from '../errors'
import { CSRF_FIELD, StaleForm } from './csrf'

declare module 'express-serve-static-core' {
  interface Request {
    /** The file of a form that was refused before it was read; undefined for every other form. */
    refusedUpload?: RefusedUpload
  }
}

export interface RefusedUpload {
  /** The name of the question that asks for the file. */
  readonly field: string
  /** The file that was passed over; `null` where none was chosen. */
  readonly fileName: string | null
}

/** A text of 500,000 characters, whatever its script, and a few short ones: a stranger may send this much. */
const LIMITS = { fieldSize: 1_500_000, fields: 10, parts: 12, fieldNestingDepth: 4, fieldArrayIndexLimit: 100 }
const LONGEST_FILE_NAME = 200

/**
 * Reads what was typed beside a file into a form that was refused before it was read, so that it can be offered again.
 * The file is passed over: no byte of it is kept, on disk or in memory. Mounted for the paths of such forms alone.
 *
 * @param field  the question that asks for the file
 */
export function refusedUpload(field: string): ErrorRequestHandler {
  return (error, req, res, next) => {
    const isRefused = error instanceof StaleForm || error instanceof NotSignedIn
    if (!isRefused || req.method !== 'POST' || !req.is('multipart/form-data')) {
      next(error)
      return
    }
    let fileName: string | null = null
    const fileFilter: multer.Options['fileFilter'] = (_req, file, done) => {
      if (file.fieldname === field) fileName = file.originalname.slice(0, LONGEST_FILE_NAME)
      done(null, false)
    }
    multer({ fileFilter, limits: LIMITS }).any()(req, res, fault => {
      if (fault) {
        req.body = undefined
      } else {
        delete (req.body as Record<string, unknown>)[CSRF_FIELD]
        req.refusedUpload = { field, fileName }
      }
      next(error)
    })
  }
}
