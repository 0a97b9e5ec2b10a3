import type { Customs } from './frame'

const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

/** Intl's formats are slow to make and a page needs few of them again and again. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numberFormats, locale, options, () => new Intl.NumberFormat(locale, options))
}

/** The same for dates and times. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dateFormats, locale, options, () => new Intl.DateTimeFormat(locale, options))
}

/** A space at which no line breaks: between a number and its unit. */
export const NO_BREAK = '\u00a0'

/** Keeps what stands on its two sides on one line. */
const WORD_JOINER = '\u2060'

/**
 * A number with a true minus sign, as wide as the plus, so that columns stand straight. The sign stays with a currency
 * behind it, where a line could break between the two; what rounds to zero has none.
 */
export function written(value: number, locale: string, options: Intl.NumberFormatOptions): string {
  return numberFormat(locale, { signDisplay: 'negative', ...options })
    .format(value)
    .replace(/[-−](?=[^\d\s])/, `−${WORD_JOINER}`)
    .replace('-', '−')
}

/**
 * Whole cents in a currency, with the cents only where there are any. `compact` is for a glance: 1.2M, 20k, and nothing
 * below one unit of the currency.
 */
export function writtenMoney(
  cents: number,
  { locale, currency }: Pick<Customs, 'locale' | 'currency'>,
  { compact = false, ...sign }: { readonly compact?: boolean } & Pick<Intl.NumberFormatOptions, 'signDisplay'> = {},
): string {
  const least = compact || Math.round(cents) % 100 === 0 ? 0 : 2
  const most = compact && Math.abs(cents) >= 1_000_00 ? 1 : least
  return written(cents / 100, locale, {
    ...{ style: 'currency', currency, minimumFractionDigits: least, maximumFractionDigits: most },
    ...(compact && { notation: 'compact' }),
    ...sign,
  })
}

/** The digits a call asks for with `digits=`, else `usual`. */
export function digitsOf(hash: Readonly<Record<string, unknown>>, usual: number): number {
  return typeof hash.digits === 'number' ? hash.digits : usual
}

/** `sign=true` prints the plus as well; zero has none. */
export function signOf(hash: Readonly<Record<string, unknown>>): Intl.NumberFormatOptions {
  return hash.sign ? { signDisplay: 'exceptZero' } : {}
}

function kept<T>(formats: Map<string, T>, locale: string, options: object, make: () => T): T {
  const key = locale + JSON.stringify(options)
  const known = formats.get(key)
  if (known) return known
  const made = make()
  formats.set(key, made)
  return made
}
