/** What a share is typed in: a percentage of a whole, or a difference of two of them. */
export type ShareUnit = 'percent' | 'points'

const SIGN = /\s*%\s*$/

export const hasPercentSign = (typed: string): boolean => SIGN.test(typed)

/** "3 %" as 3 is typed. */
export const withoutPercentSign = (typed: string): string => typed.replace(SIGN, '')

/** What a percent sign behind another measurement is told. */
export const NO_SHARE = 'Leave out the percent sign: this metric is no share.'

/**
 * Why a number typed for a share is asked about: below one hundredth, without the sign, it is more likely a fraction. Null
 * where it can be meant in one way alone.
 *
 * @param typed  null where nobody typed it, as in JSON
 * @param value  the number, as a percentage or in points
 */
export function shareDoubt(typed: string | null, value: number, unit: ShareUnit = 'percent'): string | null {
  if (typed === null || value === 0 || Math.abs(value) >= 1 || hasPercentSign(typed)) return null
  const text = typed.trim()
  const hundredfold = `${Number((value * 100).toPrecision(12))}`.replace('.', text.includes(',') ? ',' : '.')
  const [small, large] = unit === 'percent' ? [`${text} %`, `${hundredfold} %`] : [`${text} points`, `${hundredfold} points`]
  return `${text} is read as ${small}, less than one in a hundred. Type ${hundredfold} for ${large}, or ${text} % with the sign if you mean it.`
}

/** A percentage, or points, as they stand in a box: with the sign where `shareDoubt` would ask for it. */
export const shareInBox = (value: number, typed: string): string => (value !== 0 && Math.abs(value) < 1 ? `${typed} %` : typed)
