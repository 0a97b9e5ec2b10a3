/**
 * "€12,000", "EUR 12,000" and "12,000 €" as the number alone: without the sign or the code of the currency, which stands
 * before or behind it once. Any other text stays as it is.
 */
export function withoutCurrency(typed: string, { locale, currency }: { readonly locale: string; readonly currency: string }): string {
  const text = typed.replace(DIRECTION_MARKS, '').trim()
  if (/^[\d\s.,'’+−-]*$/.test(text)) return text
  for (const sign of signsOf(locale, currency)) {
    const written = sign.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const [, minus, behind] = new RegExp(`^([+−-]?)\\s*${written}\\s*(.*)$`, 'iu').exec(text) ?? []
    if (behind !== undefined) return `${minus ?? ''}${behind}`
    const [, before] = new RegExp(`^(.*?)\\s*${written}$`, 'iu').exec(text) ?? []
    if (before !== undefined) return before
  }
  return text
}

/** Arabic and Hebrew signs come with marks that nobody sees or types. */
const DIRECTION_MARKS = /[\u200e\u200f\u061c]/g

/** As the people of the program write it, and as a keyboard has it; the longest first, or "US$" would leave its letters. */
function signsOf(locale: string, currency: string): string[] {
  const signs = [locale, 'en'].flatMap(place =>
    (['symbol', 'narrowSymbol'] as const).map(currencyDisplay => {
      const parts = new Intl.NumberFormat(place, { style: 'currency', currency, currencyDisplay }).formatToParts(1)
      return parts.find(({ type }) => type === 'currency')?.value.replace(DIRECTION_MARKS, '').trim() ?? currency
    }),
  )
  return [...new Set([currency, ...signs])].sort((one, other) => other.length - one.length)
}
