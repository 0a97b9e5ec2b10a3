import type { RequestParamHandler } from 'express'
import { Missing } from '../errors'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** For `router.param('pilot', uuid)`: an impossible id is a missing page, not a database error. */
export const uuid: RequestParamHandler = (_req, _res, next, value: unknown) => {
  next(typeof value === 'string' && UUID.test(value) ? undefined : new Missing())
}
