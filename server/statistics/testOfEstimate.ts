import type { Distribution } from './distributions/distributionType'
import { standardNormal } from './distributions/normal'
import { studentT } from './distributions/studentT'
import { type Alternative, finite, requireAlternative } from './inputChecks'

/** The value of an estimate's standardised distance from `nullValue`, its p-value and the interval of the same test. */
export interface TestOfEstimate {
  readonly statistic: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

export interface EstimateToTest {
  readonly estimate: number
  readonly standardError: number
  readonly nullValue: number
  readonly alpha: number
  readonly alternative: Alternative
}

/** Test and interval of an estimate whose standardised distance follows Student's t with `df` degrees of freedom. */
export function tTestOfEstimate(input: EstimateToTest & { readonly df: number }): TestOfEstimate {
  return testOfEstimate(input, studentT(input.df))
}

/** Test and interval of an estimate that is approximately normal. */
export function zTestOfEstimate(input: EstimateToTest): TestOfEstimate {
  return testOfEstimate(input, standardNormal)
}

/**
 * p of a statistic under a distribution symmetrical about 0: twice the smaller tail when two-sided, computed from
 * the tail itself.
 */
export function pOfStatistic(statistic: number, alternative: Alternative, symmetrical: Distribution): number {
  requireAlternative(alternative)
  if (alternative === 'less') return symmetrical.cdf(statistic)
  if (alternative === 'greater') return symmetrical.survival(statistic)
  return Math.min(1, 2 * symmetrical.survival(Math.abs(statistic)))
}

function testOfEstimate(input: EstimateToTest, symmetrical: Distribution): TestOfEstimate {
  const { estimate, standardError, nullValue, alpha, alternative } = input
  const statistic = finite((estimate - nullValue) / standardError)
  const p = pOfStatistic(statistic, alternative, symmetrical)
  const reach = finite(symmetrical.upperQuantile(alternative === 'two-sided' ? alpha / 2 : alpha) * standardError)
  return {
    statistic,
    p,
    ciLower: alternative === 'less' ? -Infinity : estimate - reach,
    ciUpper: alternative === 'greater' ? Infinity : estimate + reach,
  }
}
