import { finite } from '../inputChecks'
import { twoSum } from '../numerics/sums'
import { meanDifferenceOf, type Moments, NO_MOMENTS } from './moments'

/**
 * Moments of all values together, from the moments of the parts: in any number and order, within 1e-12 relative.
 * The mean is carried in two doubles, so nothing cancels where it is huge beside the spread.
 *
 * Source: T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983), 242-247, formula 1.5.
 */
export function mergeMoments(...parts: readonly Moments[]): Moments {
  return parts.reduce(mergeTwo, NO_MOMENTS)
}

function mergeTwo(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b
  if (b.n === 0) return a
  const n = a.n + b.n
  const gap = meanDifferenceOf(b, a)
  const { sum: mean, rest } = twoSum(a.mean, (a.meanRest ?? 0) + gap * (b.n / n))
  return { n, mean, m2: finite(a.m2 + b.m2 + gap * gap * (a.n * (b.n / n))), meanRest: rest }
}
