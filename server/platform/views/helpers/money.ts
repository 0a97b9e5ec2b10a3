import { formatHelper } from '../helper'
import { signOf, written } from '../formats'

/**
 * `{{money costCents}}`: whole cents in the program's currency, or in `currency=`. Cents are printed where there are
 * any; `compact=true` writes 1.2M.
 */
export const money = formatHelper('money', (value, { hash, customs }) => {
  const cents = Number(value)
  const currency = typeof hash.currency === 'string' ? hash.currency : customs.currency
  const amount: Intl.NumberFormatOptions = hash.compact
    ? { notation: 'compact', maximumFractionDigits: 1 }
    : cents % 100 === 0
      ? { minimumFractionDigits: 0, maximumFractionDigits: 0 }
      : { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return written(cents / 100, customs.locale, { style: 'currency', currency, ...amount, ...signOf(hash) })
})
