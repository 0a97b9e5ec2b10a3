import { NotEstimable } from '../notEstimable'
import { findRoot } from '../numerics/findRoot'

const LARGEST_N = 1e15

/**
 * The sample size at which the power suffices; `smallest` when even that sample has more.
 *
 * @param missing  power reached with n, minus the power asked for; grows with n
 */
export function smallestSample(missing: (n: number) => number, smallest: number): number {
  if (missing(smallest) >= 0) return smallest
  let from = smallest
  let to = 4
  while (missing(to) < 0) {
    if (to > LARGEST_N) throw new NotEstimable('tooLarge', 'More observations are needed than anyone could collect.')
    from = to
    to *= 4
  }
  return findRoot(missing, from, to)
}
