import { type ValueTransformer } from 'typeorm'

/** For `bigint` columns, such as money in whole cents: the driver sends them as text, we count with numbers. */
export const wholeNumber: ValueTransformer = {
  to: (value: unknown) => value,
  from: (stored: string | number | null) => (stored === null ? null : exact(stored)),
}

function exact(stored: string | number): number {
  const value = Number(stored)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${stored} is too large to count with exactly.`)
  return value
}
