import { type Alternative, requireAlpha, requireAlternative, requireFinite } from '../inputChecks'
import {
  isRoundingOnly, meanDifferenceOf, momentsOfSample, requireFiniteSample, type Sample, sizeOf, varianceOf,
} from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { tTestOfEstimate } from '../testOfEstimate'

/** Raw `values`, their `n, mean, sd`, or their moments; and the fixed value to compare with. */
export type OneSampleTInput = ({ readonly values: readonly number[] } | Exclude<Sample, readonly number[]>) & {
  /** mean under the null hypothesis, in the unit of the values */
  readonly nullMean: number
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
  /** default two-sided */
  readonly alternative?: Alternative
}

export interface OneSampleTResult {
  readonly n: number
  readonly mean: number
  /** mean minus nullMean */
  readonly meanDifference: number
  readonly standardError: number
  readonly df: number
  readonly t: number
  readonly p: number
  /** lower limit for the mean, not for the difference */
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * One-sample t test: does a mean differ from a fixed value, such as a benchmark?
 *
 * @returns mean, difference, standard error and limits (for the mean) in the unit of the values; `p` for the
 *   hypothesis that the mean is `nullMean`
 * @throws NotEstimable `tooFewObservations` below two, of a summary `negativeCount`, `nonIntegerCount`, `negativeSd`,
 *   of moments `invalidVariance`, `zeroVariance` when the values do not vary
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: Student, Biometrika 6 (1908), 1-25.
 */
export function oneSampleT(input: OneSampleTInput): OneSampleTResult {
  const { nullMean, alpha, alternative = 'two-sided' } = input
  const sample = 'values' in input ? input.values : input
  requireFiniteSample(sample)
  requireFinite(nullMean)
  requireAlpha(alpha)
  requireAlternative(alternative)
  if (sizeOf(sample) === 0) throw new NotEstimable('tooFewObservations')
  const moments = momentsOfSample(sample)
  const { n, mean } = moments
  if (n < 2) throw new NotEstimable('tooFewObservations')
  const standardError = Math.sqrt(varianceOf(moments) / n)
  if (isRoundingOnly(standardError, mean)) throw new NotEstimable('zeroVariance')

  // Tested as a difference, because the mean alone may have too few digits; the limits are moved back to the mean.
  const meanDifference = meanDifferenceOf(moments, { n: 0, mean: nullMean, m2: 0 })
  const df = n - 1
  const { statistic: t, p, ciLower, ciUpper } = tTestOfEstimate({
    estimate: meanDifference, standardError, df, nullValue: 0, alpha, alternative,
  })
  return {
    n, mean, meanDifference, standardError, df, t, p, ciLower: ciLower + nullMean, ciUpper: ciUpper + nullMean,
  }
}
