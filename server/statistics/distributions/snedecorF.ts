import { requirePositiveParameter } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { type Distribution, fromAbove, fromBelow, type Tails, type Target } from './distributionType'
import { incompleteBeta } from './kernel/incompleteBeta'
import { LOG_RANGE, quantileOf } from './kernel/quantileOf'

/**
 * F distribution with `df1` and `df2` degrees of freedom, both above 0 and not necessarily whole.
 *
 * @throws NotEstimable `invalidParameter` when a df is not above 0, `invalidProbability` from the quantiles, and
 *   `nonFinite` where a quantile is too large for a double
 *
 * Accuracy: relative 1e-11 against mpmath in both tails.
 */
export function snedecorF(df1: number, df2: number): Distribution {
  requirePositiveParameter(df1, df2)
  const tailsAt = (x: number): Tails => {
    if (x <= 0) return { lower: 0, upper: 1 }
    const odds = (df1 / df2) * x
    const rest = odds === Infinity ? df2 / df1 / x : 1 / (1 + odds)
    return incompleteBeta(df1 / 2, df2 / 2, 1 / (1 + 1 / odds), rest)
  }
  const at = (target: Target): number => {
    if (target.lower === 0) return 0
    if (target.upper === 0) return Infinity
    if (target.upper < target.lower && tailsAt(Number.MAX_VALUE).upper > target.upper) {
      throw new NotEstimable('nonFinite')
    }
    return Math.exp(quantileOf(u => tailsAt(Math.exp(u)), target, 0, LOG_RANGE))
  }
  return {
    cdf: x => tailsAt(x).lower,
    survival: x => tailsAt(x).upper,
    quantile: p => at(fromBelow(p)),
    upperQuantile: p => at(fromAbove(p)),
  }
}
