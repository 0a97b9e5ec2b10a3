import { formatHelper } from '../helper'
import { signOf, written } from '../formats'

/** `{{number mean digits=2}}`: a plain number; without `digits` as many as it has, at most three. */
export const number = formatHelper('number', (value, { hash, customs }) => {
  const digits = typeof hash.digits === 'number' ? hash.digits : undefined
  return written(Number(value), customs.locale, {
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 3,
    ...signOf(hash),
  })
})
