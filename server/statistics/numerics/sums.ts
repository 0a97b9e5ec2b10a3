import { finite } from '../inputChecks'

/** a + b as the rounded sum and the exact rest that rounding lost. Source: D. E. Knuth, TAOCP 2, 4.2.2, theorem B. */
export function twoSum(a: number, b: number): { sum: number; rest: number } {
  const sum = a + b
  const bPart = sum - a
  return { sum, rest: a - (sum - bPart) + (b - bPart) }
}

/**
 * Sum of a list whose rounding errors are carried along, so that its error does not grow with the number of terms.
 *
 * @throws NotEstimable `nonFinite` where it lies beyond the doubles: what was carried along would make it NaN
 * Source: A. Neumaier, ZAMM 54 (1974), 39-51.
 */
export function compensatedSum(values: Iterable<number>): number {
  let sum = 0
  let lost = 0
  for (const value of values) {
    const step = twoSum(sum, value)
    sum = step.sum
    lost += step.rest
  }
  return finite(sum + lost)
}
