import { type ValueTransformer } from 'typeorm'

/** For `bigint` columns that hold money as whole cents: the driver sends them as text, we count with numbers. */
export const cents: ValueTransformer = {
  to: (amount: unknown) => amount,
  from: (stored: string | number | null) => (stored === null ? null : wholeNumber(stored)),
}

function wholeNumber(stored: string | number): number {
  const amount = Number(stored)
  if (!Number.isSafeInteger(amount)) throw new RangeError(`The amount ${stored} cents is too large to count with.`)
  return amount
}
