import { NO_BREAK, written } from './formats'

const SMALLEST = 0.001

/** A p-value as it is written everywhere, in a sentence or in a table. */
export interface WrittenP {
  readonly sign: '=' | '<' | '>'
  readonly number: string
}

/**
 * Never zero or one: "< 0.001" and "> 0.999" at the ends. Rounding must not move it over the level it is judged by:
 * 0.04996 is written so that it stays below 0.05.
 */
export function writtenP(p: number, locale: string, alpha = 0.05): WrittenP {
  const decimal = (value: number, digits: number) =>
    written(value, locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  if (p < SMALLEST && p <= alpha && alpha >= SMALLEST) return { sign: '<', number: decimal(SMALLEST, 3) }
  if (p > 1 - SMALLEST) return { sign: '>', number: decimal(1 - SMALLEST, 3) }
  let digits = p < 0.01 ? 4 : 3
  while (digits < 12 && Number(p.toFixed(digits)) <= alpha !== p <= alpha) digits += 1
  return { sign: '=', number: decimal(p, digits) }
}

/** For sentences: "p = 0.0016", "p < 0.001", with spaces at which no line breaks. */
export function pInWords(p: number, locale: string, alpha?: number): string {
  const { sign, number } = writtenP(p, locale, alpha)
  return `p${NO_BREAK}${sign}${NO_BREAK}${number}`
}
