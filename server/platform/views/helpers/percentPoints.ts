import { unitAfter } from '../../plural'
import { formatHelper } from '../helper'
import { digitsOf, NO_BREAK, signOf, written } from '../formats'

/** `{{percentPoints difference sign=true}}`: a difference of two shares, "+6.7 points". */
export const percentPoints = formatHelper('percentPoints', (value, { hash, customs }) => {
  const digits = digitsOf(hash, 1)
  const points = written(Number(value) * 100, customs.locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...signOf(hash),
  })
  return `${points}${NO_BREAK}${unitAfter(Number((Number(value) * 100).toFixed(digits)), 'points')}`
})
