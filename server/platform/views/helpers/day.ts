import { formatHelper, NOT_KNOWN } from '../helper'
import { dateFormat } from '../formats'

const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/

/**
 * `{{day lockedAt}}`: "4 Nov 2026". A date without time ('2026-11-04') stays that day in every time zone; a moment is
 * the day it was in the program's. `weekday=true` puts the day of the week before it.
 */
export const day = formatHelper('day', (value, { hash, customs }) => {
  const isPlain = typeof value === 'string' && PLAIN_DATE.test(value)
  const moment = new Date(value as string | number | Date)
  if (Number.isNaN(moment.getTime())) return NOT_KNOWN
  return dateFormat(customs.locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: isPlain ? 'UTC' : customs.timeZone,
    ...(hash.weekday ? { weekday: 'short' } : {}),
  }).format(moment)
})
