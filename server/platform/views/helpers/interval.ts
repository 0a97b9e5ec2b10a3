import { formatHelper, isMissing, NOT_KNOWN } from '../helper'
import { digitsOf, signOf, written } from '../formats'

/**
 * `{{interval low high as="points"}}`: "3.8 to 9.6". `as` is `number` (default), `percent` (shares, with the sign),
 * `points` (differences of shares, times 100, no unit) or `money` (whole cents).
 */
export const interval = formatHelper('interval', (low, { hash, customs }, high) => {
  if (isMissing(high)) return NOT_KNOWN
  const as = typeof hash.as === 'string' ? hash.as : 'number'
  const scale = SCALES[as]
  if (!scale) throw new Error(`An interval cannot be written as "${as}".`)
  const digits = digitsOf(hash, scale.digits)
  const end = (value: unknown) =>
    written(Number(value) * scale.factor, customs.locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      ...scale.options(customs.currency),
      ...signOf(hash),
    })
  return `${end(low)} to ${end(high)}`
})

interface Scale {
  readonly factor: number
  readonly digits: number
  readonly options: (currency: string) => Intl.NumberFormatOptions
}

const SCALES: Readonly<Record<string, Scale>> = {
  number: { factor: 1, digits: 2, options: () => ({}) },
  percent: { factor: 1, digits: 1, options: () => ({ style: 'percent' }) },
  points: { factor: 100, digits: 1, options: () => ({}) },
  money: { factor: 0.01, digits: 0, options: currency => ({ style: 'currency', currency }) },
}
