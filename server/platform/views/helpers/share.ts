import { formatHelper, isMissing, NOT_KNOWN } from '../helper'
import { digitsOf, written } from '../formats'

/** `{{share 287 1544}}`: a part of a whole with its percentage, "287 of 1,544 (18.6%)". */
export const share = formatHelper('share', (part, { hash, customs }, whole) => {
  if (isMissing(whole)) return NOT_KNOWN
  const amount = (value: unknown) => written(Number(value), customs.locale, { maximumFractionDigits: 0 })
  const parts = `${amount(part)} of ${amount(whole)}`
  if (Number(whole) === 0) return parts
  const digits = digitsOf(hash, 1)
  const percentage = written(Number(part) / Number(whole), customs.locale, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${parts} (${percentage})`
})
