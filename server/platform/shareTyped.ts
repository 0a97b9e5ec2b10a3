import { valueOf, type GivenNumber } from './typedNumber'

/** What a share is typed in: a percentage of a whole, or a difference of two of them. */
export type ShareUnit = 'percent' | 'points'

/**
 * Below which a number without its sign is asked about. A share of half a percent is rarer than one typed as 0.5 for a half;
 * a difference of half a point is a usual one, and of a fifth of a point no more than one typed as 0.2 for twenty.
 */
const PLAIN_FROM: Readonly<Record<ShareUnit, number>> = { percent: 1, points: 0.2 }

const SIGN = /\s*%\s*$/

export const hasPercentSign = (typed: string): boolean => SIGN.test(typed)

/** "3 %" as 3 is typed. */
export const withoutPercentSign = (typed: string): string => typed.replace(SIGN, '')

/**
 * Why a number typed for a share is asked about: so small, and without the sign, it is more likely a fraction. Null
 * where it can be meant in one way alone.
 *
 * @param typed  null where nobody typed it, as in JSON
 * @param value  the number, as a percentage or in points
 */
export function shareDoubt(typed: string | null, value: number, unit: ShareUnit = 'percent'): string | null {
  if (typed === null || isPlain(value, unit) || hasPercentSign(typed)) return null
  const text = typed.trim()
  const hundredfold = `${Number((value * 100).toPrecision(12))}`.replace('.', text.includes(',') ? ',' : '.')
  const [small, large] = unit === 'percent' ? [`${text} %`, `${hundredfold} %`] : [`${text} points`, `${hundredfold} points`]
  return `${text} is read as ${small}, less than one in a hundred. Type ${hundredfold} for ${large}, or ${text} % with the sign if you mean it.`
}

/**
 * Why a number is asked about once its metric is known: one of a share as `shareDoubt` does, any other for the sign that does
 * not belong to it. Null where it is plain.
 */
export function percentDoubt(given: GivenNumber, isShare: boolean, unit: ShareUnit): string | null {
  const typed = typeof given === 'number' ? null : given.text
  if (isShare) return shareDoubt(typed, valueOf(given), unit)
  return typed !== null && hasPercentSign(typed) ? 'Leave out the percent sign: this metric is no share.' : null
}

const isPlain = (value: number, unit: ShareUnit): boolean => value === 0 || Math.abs(value) >= PLAIN_FROM[unit]

/** A percentage, or points, as they stand in a box: with the sign where `shareDoubt` would ask for it. */
export const shareInBox = (value: number, typed: string, unit: ShareUnit = 'percent'): string => (isPlain(value, unit) ? typed : `${typed} %`)
