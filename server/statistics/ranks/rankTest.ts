import { standardNormal } from '../distributions/normal'
import type { Alternative } from '../inputChecks'
import { pOfStatistic } from '../testOfEstimate'
import { selectByCount } from './selectByCount'

/*
 * What the two-sample and the signed-rank test have in common. The statistic counts how many of `pairs` numbers
 * (differences between the arms, or means of two differences) are above 0; shifting the data by an effect moves all of
 * them. So p, the estimate and both limits speak of the same ordered numbers.
 */

export interface RankStatistic {
  /** how many of the pairs are above 0, those at 0 counted half */
  readonly value: number
  /** number of pairs */
  readonly pairs: number
  /** how many of the pairs are at most x */
  readonly countUpTo: (x: number) => number
}

export interface RankAnswer {
  readonly p: number
  readonly hodgesLehmann: number
  readonly ciLower: number
  readonly ciUpper: number
}

export interface NormalRankTest {
  readonly alternative: Alternative
  readonly alpha: number
  readonly continuityCorrection: boolean
  /** standard deviation of the statistic at the observed data */
  readonly sigma: number
  /** standard deviation once a shift has parted equal values of opposite sides */
  readonly sigmaShifted: number
}

/** Normal approximation: test, and the pairs at which the shifted statistic crosses the critical values. */
export function normalRankTest(statistic: RankStatistic, test: NormalRankTest): RankAnswer & { readonly z: number } {
  const { value, pairs } = statistic
  const { alternative, alpha, sigma, sigmaShifted } = test
  const gap = value - pairs / 2
  const half = test.continuityCorrection ? 0.5 : 0
  const correction = alternative === 'two-sided' ? half * Math.sign(gap) : alternative === 'greater' ? half : -half
  const z = (gap - correction) / sigma
  const critical = standardNormal.upperQuantile(alternative === 'two-sided' ? alpha / 2 : alpha)
  // so many pairs above a shift are too many for it
  const tooMany = Math.floor(pairs / 2 + half + critical * sigmaShifted) + 1
  const p = pOfStatistic(z, alternative, standardNormal)
  return { z, p, ...pairLimits(statistic, alternative, pairs - tooMany + 1) }
}

export interface ExactRankTest {
  readonly alternative: Alternative
  readonly alpha: number
  /** probability of each value of the statistic without effect, from 0 to the number of pairs */
  readonly probabilities: Float64Array
}

/** Exact test, and the pairs whose rank is the quantile of the same distribution. */
export function exactRankTest(statistic: RankStatistic, test: ExactRankTest): RankAnswer {
  const { value, pairs } = statistic
  const { alternative, alpha, probabilities } = test
  // symmetrical, so every tail is a sum from below of small terms
  const upTo = (k: number): number => {
    let sum = 0
    for (let i = 0; i <= k; i++) sum += probabilities[i] ?? 0
    return Math.min(1, sum)
  }
  const less = upTo(value)
  const greater = upTo(pairs - value)
  const twoSided = Math.min(1, 2 * Math.min(less, greater))
  const p = alternative === 'less' ? less : alternative === 'greater' ? greater : twoSided
  const tail = alternative === 'two-sided' ? alpha / 2 : alpha
  return { p, ...pairLimits(statistic, alternative, firstReaching(probabilities, tail)) }
}

/** The smallest value whose lower tail reaches `tail`. */
function firstReaching(probabilities: Float64Array, tail: number): number {
  // as R's quantile functions, a tail may miss by rounding
  const wanted = tail * (1 - 64 * Number.EPSILON)
  let sum = 0
  for (let k = 0; k < probabilities.length; k++) {
    sum += probabilities[k] ?? 0
    if (sum >= wanted) return k
  }
  return probabilities.length - 1
}

/** Median of the pairs, and the pairs of the given rank from below and from above. */
function pairLimits(
  { pairs, countUpTo }: RankStatistic,
  alternative: Alternative,
  rank: number,
): Omit<RankAnswer, 'p'> {
  const kth = (k: number) => selectByCount(countUpTo, k)
  const inside = Math.max(1, Math.min(pairs, rank))
  const lowerMiddle = kth(Math.floor((pairs + 1) / 2))
  const upperMiddle = pairs % 2 === 1 ? lowerMiddle : kth(pairs / 2 + 1)
  return {
    hodgesLehmann: lowerMiddle + (upperMiddle - lowerMiddle) / 2,
    ciLower: alternative === 'less' ? -Infinity : kth(inside),
    ciUpper: alternative === 'greater' ? Infinity : kth(pairs - inside + 1),
  }
}
