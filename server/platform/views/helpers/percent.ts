import { formatHelper } from '../helper'
import { digitsOf, signOf, written } from '../formats'

/** `{{percent rate}}`: a share between 0 and 1 as a percentage, one digit unless `digits=` says otherwise. */
export const percent = formatHelper('percent', (value, { hash, customs }) => {
  const digits = digitsOf(hash, 1)
  return written(Number(value), customs.locale, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...signOf(hash),
  })
})
