import Handlebars from 'handlebars'
import { formatHelper, NOT_KNOWN } from '../helper'
import { dateFormat } from '../formats'

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

const distances = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** `{{relativeTime at}}`: "3 days ago", "in 2 hours", with the full moment in the element's title. */
export const relativeTime = formatHelper('relativeTime', (value, { customs }) => {
  const moment = new Date(value as string | number | Date)
  if (Number.isNaN(moment.getTime())) return NOT_KNOWN
  const full = dateFormat(customs.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: customs.timeZone })
  const text = distance((moment.getTime() - customs.now.getTime()) / 1000)
  const title = Handlebars.escapeExpression(full.format(moment))
  return new Handlebars.SafeString(`<time datetime="${moment.toISOString()}" title="${title}">${text}</time>`)
})

function distance(seconds: number): string {
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size)
  if (!step) return 'just now'
  const [unit, size] = step
  return distances.format(Math.trunc(seconds / size), unit)
}
