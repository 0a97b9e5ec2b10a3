import Handlebars from 'handlebars'
import { formatHelper } from '../helper'
import { NO_BREAK } from '../formats'
import { writtenP } from '../writtenP'

const SIGNS = { '=': '=', '<': '&lt;', '>': '&gt;' } as const

/** `{{pValue p}}`: "p = 0.0016", "p < 0.001"; `bare=true` leaves "p =" out, for a column; `alpha=` is the level it is judged by. */
export const pValue = formatHelper('pValue', (value, { hash, customs }) => {
  const { sign, number } = writtenP(Number(value), customs.locale, typeof hash.alpha === 'number' ? hash.alpha : undefined)
  // Safe as it is: escaping would write the sign "=" as an entity, too.
  if (hash.bare) return new Handlebars.SafeString(sign === '=' ? number : `${SIGNS[sign]}${NO_BREAK}${number}`)
  return new Handlebars.SafeString(`p${NO_BREAK}${SIGNS[sign]}${NO_BREAK}${number}`)
})
