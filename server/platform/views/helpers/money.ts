import { formatHelper } from '../helper'
import { signOf, writtenMoney } from '../formats'

/**
 * `{{money costCents}}`: whole cents in the program's currency, or in `currency=`. Cents are printed where there are
 * any; `compact=true` writes 1.2M.
 */
export const money = formatHelper('money', (value, { hash, customs }) =>
  writtenMoney(
    Number(value),
    { ...customs, ...(typeof hash.currency === 'string' && { currency: hash.currency }) },
    { compact: Boolean(hash.compact), ...signOf(hash) },
  ),
)
