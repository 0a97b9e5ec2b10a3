import { formatHelper, NOT_KNOWN } from '../helper'
import { dateFormat } from '../formats'

/** `{{dateTime at}}`: "4 Nov 2026, 14:05" in the program's time zone; `seconds=true` where order matters. */
export const dateTime = formatHelper('dateTime', (value, { hash, customs }) => {
  const moment = new Date(value as string | number | Date)
  if (Number.isNaN(moment.getTime())) return NOT_KNOWN
  return dateFormat(customs.locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(hash.seconds ? { second: '2-digit' } : {}),
    timeZone: customs.timeZone,
  }).format(moment)
})
