import { NotEstimable } from '../../notEstimable'
import type { Tails, Target } from '../distributionType'

/** Share by which a tail may miss its target through rounding and still count as reached. */
const ROUNDING = 64 * Number.EPSILON

/**
 * The smallest whole number whose lower tail reaches the target, among 0 to `largest` (which may be Infinity), found by
 * doubling from the mean and halving.
 */
export function countQuantileOf(
  tailsAt: (k: number) => Tails,
  target: Target,
  mean: number,
  sd: number,
  largest: number,
): number {
  const reaches =
    target.lower <= target.upper
      ? (k: number) => tailsAt(k).lower >= target.lower * (1 - ROUNDING)
      : (k: number) => tailsAt(k).upper <= target.upper * (1 + ROUNDING)
  let below = Math.floor(mean)
  let stride = Math.max(1, Math.ceil(sd))
  while (below >= 0 && reaches(below)) {
    below -= stride
    stride *= 2
  }
  below = Math.max(-1, below)
  let reached = below + 1
  for (stride = Math.max(1, Math.ceil(sd)); reached < largest && !reaches(reached); stride *= 2) {
    if (stride > 1e300) throw new NotEstimable('noConvergence')
    below = reached
    reached = Math.min(largest, reached + stride)
  }
  while (reached - below > 1) {
    const middle = Math.floor(below + (reached - below) / 2)
    if (middle === below || middle === reached) break
    if (reaches(middle)) reached = middle
    else below = middle
  }
  return reached
}
