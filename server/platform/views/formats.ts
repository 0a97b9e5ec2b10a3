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

/** A number with a true minus sign, as wide as the plus, so that columns stand straight. */
export function written(value: number, locale: string, options: Intl.NumberFormatOptions): string {
  return numberFormat(locale, options).format(value).replace('-', '−')
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
