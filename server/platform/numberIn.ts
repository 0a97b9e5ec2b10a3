export const DECIMALS = ['.', ','] as const
/** The sign before the decimals. The other one may stand between groups of three digits. */
export type DecimalSign = (typeof DECIMALS)[number]

/**
 * The largest size of a measurement, in whatever unit: a double still holds its tenths, and neither the squares nor the
 * fourth powers of a billion of them overflow.
 */
export const LARGEST_MEASUREMENT = 1e15

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
// nobody begins a group with a nought: 0.253 is a fraction, whatever the sign
const GROUPED = {
  '.': /^[+-]?[1-9]\d{0,2}([,'\u2019 \u00a0\u202f]\d{3})+(\.\d*)?$/,
  ',': /^[+-]?[1-9]\d{0,2}([.'\u2019 \u00a0\u202f]\d{3})+(,\d*)?$/,
} as const

/**
 * The number that a text holds, or null when it holds none. `decimal` is the sign before the decimals; the other one
 * may stand between groups of three digits (1,234.5), nowhere else, so that 1,5 is never read as 15.
 */
export function numberIn(given: string, decimal: DecimalSign): number | null {
  const text = given.trim()
  const number = decimal === '.' ? text : text.includes('.') && !GROUPED[','].test(text) ? '' : text.replace(',', '.')
  if (PLAIN_NUMBER.test(number) && (decimal === '.' || !GROUPED[','].test(text))) return finite(Number(number))
  if (!GROUPED[decimal].test(text)) return null
  return finite(Number(text.replace(decimal === '.' ? /[^\d.+-]/g : /[^\d,+-]/g, '').replace(',', '.')))
}

/** Two numbers that one text may mean; the first takes the sign for a group. */
export interface TwoReadings {
  readonly grouped: number
  readonly fraction: number
}

/**
 * The number that a person typed, whichever sign stands before its decimals: 12.5 and 12,5 are the same. Where both
 * readings are possible (1,234 is a thousand or little more than one), `decimal` settles it. Without it a point stands
 * before decimals, as in JSON, and a comma leaves both readings open.
 *
 * @returns null when it is no number
 */
export function numberTyped(typed: string, decimal: DecimalSign | null): number | TwoReadings | null {
  const { byPoint, byComma } = readingsOf(typed)
  if (byPoint === null || byComma === null || byPoint === byComma) return byPoint ?? byComma
  if (decimal !== null) return decimal === '.' ? byPoint : byComma
  return typed.includes(',') ? { grouped: byPoint, fraction: byComma } : byPoint
}

/** Both numbers that a lone sign before three digits may mean, wherever it was typed; null where there is one, or none. */
export function twoReadings(typed: string): TwoReadings | null {
  const { byPoint, byComma } = readingsOf(typed)
  if (byPoint === null || byComma === null || byPoint === byComma) return null
  return typed.includes(',') ? { grouped: byPoint, fraction: byComma } : { grouped: byComma, fraction: byPoint }
}

function readingsOf(typed: string): { byPoint: number | null; byComma: number | null } {
  const text = typed.trim().replace(/^−\u2060?/, '-') // as our own pages write it
  return { byPoint: numberIn(text, '.'), byComma: numberIn(text, ',') }
}

/** How a place of the world writes decimals. */
export function decimalSignOf(locale: string): DecimalSign {
  const sign = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value
  return sign === ',' ? ',' : '.'
}

/** A number as it stands in a box of a form: `numberTyped` reads it back as it is, at any length. */
export function asTyped(value: number, locale: string): string {
  return `${value}`.replace('.', decimalSignOf(locale))
}

const finite = (number: number): number | null => (Number.isFinite(number) ? number : null)
