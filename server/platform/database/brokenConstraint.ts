import { QueryFailedError } from 'typeorm'

/**
 * The name of the constraint that refused a statement (`uq_pilot_title`), so that a store can say it in words of the
 * program; `null` when the error is something else.
 */
export function brokenConstraint(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null
  const { constraint } = error.driverError as { constraint?: unknown }
  return typeof constraint === 'string' ? constraint : null
}
