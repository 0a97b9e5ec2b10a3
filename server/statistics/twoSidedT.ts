import { studentT } from './distributions/studentT'
import { finite } from './inputChecks'
import { isRoundingOnly } from './moments/moments'
import { NotEstimable } from './notEstimable'
import { pOfStatistic } from './testOfEstimate'

/** Two-sided t test of an estimate against zero, with one kind of standard error, and the interval of that test. */
export interface TwoSidedT {
  readonly standardError: number
  readonly df: number
  readonly t: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * The test at one level and with `df` degrees of freedom, ready for several estimates or standard errors. `sizes` are
 * numbers from which the estimate was made: a standard error that doubles of their size cannot resolve is rounding.
 *
 * @throws NotEstimable (the test) `zeroVariance` when the standard error is zero or rounding alone
 */
export function twoSidedT(
  df: number, alpha: number,
): (estimate: number, standardError: number, sizes?: readonly number[]) => TwoSidedT {
  const distribution = studentT(df)
  const critical = distribution.upperQuantile(alpha / 2)
  return (estimate, standardError, sizes = []) => {
    if (isRoundingOnly(finite(standardError), 0, ...sizes)) throw new NotEstimable('zeroVariance')
    const t = finite(estimate / standardError)
    const reach = finite(critical * standardError)
    const p = pOfStatistic(t, 'two-sided', distribution)
    return { standardError, df, t, p, ciLower: finite(estimate - reach), ciUpper: finite(estimate + reach) }
  }
}
