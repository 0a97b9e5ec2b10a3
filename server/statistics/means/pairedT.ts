import { type Alternative, requireAllFinite, requireAlpha, requireAlternative, requireFinite, requireSameLength }
  from '../inputChecks'
import {
  isRoundingOnly, meanDifferenceOf, type Moments, momentsOf, momentsOfSummary, varianceOf,
} from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { tTestOfEstimate } from '../testOfEstimate'

/** Raw values of the same units `before` and `after`, or the summary of their differences after - before. */
export type PairedTInput = (
  | { readonly before: readonly number[]; readonly after: readonly number[] }
  | { readonly n: number; readonly meanDifference: number; readonly sdDifference: number }
) & {
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
  /** default two-sided */
  readonly alternative?: Alternative
  /** mean difference under the null hypothesis, in the unit of the values; default 0 */
  readonly nullDifference?: number
}

export interface PairedTResult {
  /** number of pairs */
  readonly n: number
  /** after minus before */
  readonly meanDifference: number
  readonly standardError: number
  readonly df: number
  readonly t: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * Paired t test: did the same units change on average?
 *
 * @returns difference (after - before), standard error and limits in the unit of the values; `p` for the hypothesis
 *   that the mean difference is `nullDifference`
 * @throws NotEstimable `lengthMismatch`, `tooFewObservations` below two pairs, of a summary `negativeCount`,
 *   `nonIntegerCount`, `negativeSd`, `zeroVariance` when every unit changed by the same amount
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: Student, Biometrika 6 (1908), 1-25.
 */
export function pairedT(input: PairedTInput): PairedTResult {
  const { alpha, alternative = 'two-sided', nullDifference = 0 } = input
  const raw = 'before' in input
  if (raw) {
    requireAllFinite(input.before)
    requireAllFinite(input.after)
  } else requireFinite(input.n, input.meanDifference, input.sdDifference)
  requireFinite(nullDifference)
  requireAlpha(alpha)
  requireAlternative(alternative)

  const differences = raw ? differencesOf(input.before, input.after) : ofSummary(input)
  const { n } = differences
  if (n < 2) throw new NotEstimable('tooFewObservations')
  const standardError = Math.sqrt(varianceOf(differences) / n)
  const sizes = raw ? [momentsOf(input.before).mean, momentsOf(input.after).mean] : [differences.mean]
  if (isRoundingOnly(standardError, ...sizes)) throw new NotEstimable('zeroVariance')

  const meanDifference = meanDifferenceOf(differences, { n: 0, mean: 0, m2: 0 })
  const df = n - 1
  const { statistic: t, p, ciLower, ciUpper } = tTestOfEstimate({
    estimate: meanDifference, standardError, df, nullValue: nullDifference, alpha, alternative,
  })
  return { n, meanDifference, standardError, df, t, p, ciLower, ciUpper }
}

function differencesOf(before: readonly number[], after: readonly number[]): Moments {
  requireSameLength(before, after)
  return momentsOf(after.map((value, i) => value - (before[i] ?? NaN)))
}

function ofSummary(input: { n: number; meanDifference: number; sdDifference: number }): Moments {
  return momentsOfSummary({ n: input.n, mean: input.meanDifference, sd: input.sdDifference })
}
