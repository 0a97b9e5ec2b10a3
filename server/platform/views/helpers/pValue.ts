import Handlebars from 'handlebars'
import { formatHelper } from '../helper'
import { written } from '../formats'

const SMALLEST = 0.001

/**
 * `{{pValue p}}`: "p = 0.0016", "p < 0.001", never zero or one; `bare=true` leaves "p =" out, for a column.
 * Rounding must not move it over the level it is judged by (`alpha=`, else 0.05): 0.04996 is written so.
 */
export const pValue = formatHelper('pValue', (value, { hash, customs }) => {
  const p = Number(value)
  const alpha = typeof hash.alpha === 'number' ? hash.alpha : 0.05
  const decimal = (x: number, digits: number) =>
    written(x, customs.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  // Safe as it is: escaping would write the sign "=" as an entity, too.
  const form = (sign: '=' | '&lt;' | '&gt;', text: string) => {
    if (hash.bare) return new Handlebars.SafeString(sign === '=' ? text : `${sign} ${text}`)
    return new Handlebars.SafeString(`p ${sign} ${text}`)
  }
  if (p < SMALLEST && p <= alpha && alpha >= SMALLEST) return form('&lt;', decimal(SMALLEST, 3))
  if (p > 1 - SMALLEST) return form('&gt;', decimal(1 - SMALLEST, 3))
  let digits = p < 0.01 ? 4 : 3
  while (digits < 12 && Number(p.toFixed(digits)) <= alpha !== p <= alpha) digits += 1
  return form('=', decimal(p, digits))
})
