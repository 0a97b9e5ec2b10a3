import { NotEstimable } from '../../notEstimable'
import { findRoot } from '../../numerics/findRoot'
import type { Tails, Target } from '../distributionType'

/**
 * The point u of a continuous distribution whose tails are those of the target. The smaller of the two tails is solved
 * on the logarithmic scale, so that far tails are as exact as the middle.
 *
 * @param tailsAt both tails at u, increasing in u from below
 * @param start first guess; the bracket grows from it by doubling, but not outside `limits`
 * @returns u, or the limit itself when the target lies outside
 * @throws NotEstimable `noConvergence` when the tails cannot be computed
 */
export function quantileOf(
  tailsAt: (u: number) => Tails,
  target: Target,
  start: number,
  limits: readonly [number, number] = [-Infinity, Infinity],
): number {
  const miss =
    target.lower <= target.upper
      ? (u: number) => Math.log(tailsAt(u).lower) - Math.log(target.lower)
      : (u: number) => Math.log(target.upper) - Math.log(tailsAt(u).upper)
  let from = start
  let to = start
  let stride = 1
  for (let i = 0; miss(to) < 0; i++) {
    if (to >= limits[1]) return limits[1]
    if (i > 1100) throw new NotEstimable('noConvergence')
    from = to
    to = Math.min(limits[1], to + stride)
    stride *= 2
  }
  stride = 1
  for (let i = 0; miss(from) > 0; i++) {
    if (from <= limits[0]) return limits[0]
    if (i > 1100) throw new NotEstimable('noConvergence')
    to = from
    from = Math.max(limits[0], from - stride)
    stride *= 2
  }
  return from === to ? from : findRoot(miss, from, to)
}

/** Logarithms just outside the doubles (exponentials 0 and Infinity), for distributions of a positive variable. */
export const LOG_RANGE = [-746, 709.8] as const
