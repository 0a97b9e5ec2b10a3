import { standardNormal } from '../distributions/normal'
import { finite, requireAllFinite, requireAlpha, requireCount, requireFinite, requireSameLength } from '../inputChecks'
import { momentsOf, varianceOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'
import { zTestOfEstimate } from '../testOfEstimate'

/** Both values of each unit, or the sample moments of the two (divisor n - 1). */
export type RatioArm =
  | { readonly numerators: readonly number[]; readonly denominators: readonly number[] }
  | RatioSummary

export interface RatioSummary {
  readonly n: number
  readonly meanNumerator: number
  readonly meanDenominator: number
  readonly varianceNumerator: number
  readonly varianceDenominator: number
  readonly covariance: number
}

export interface RatioMetricDeltaInput {
  readonly treatment: RatioArm
  readonly control: RatioArm
  /** two-sided level in (0, 1); the intervals have level 1 - alpha */
  readonly alpha: number
}

export interface RatioMetricDeltaResult {
  /** sum of numerators over sum of denominators */
  readonly ratioTreatment: number
  readonly ratioControl: number
  readonly standardErrorTreatment: number
  readonly standardErrorControl: number
  /** treatment minus control */
  readonly difference: number
  readonly standardError: number
  readonly z: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
  /** treatment over control, minus 1 */
  readonly relativeLift: number
  readonly relativeLiftStandardError: number
  readonly relativeLiftCiLower: number
  readonly relativeLiftCiUpper: number
}

/**
 * Compares a ratio of two sums, such as cost per contact, when units and not contacts were assigned: the delta method
 * takes into account that numerator and denominator of a unit vary together.
 *
 * @throws NotEstimable `emptyArm`, `lengthMismatch`, of a summary `negativeCount`, `nonIntegerCount`, `invalidVariance`
 *   below 0, `tooFewObservations` below two, `zeroDenominator`, `zeroBaseline` when the control ratio is 0,
 *   `zeroVariance` when neither ratio varies
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: A. Deng, U. Knoblich, J. Lu, KDD 2018, 233-242.
 */
export function ratioMetricDelta({ treatment, control, alpha }: RatioMetricDeltaInput): RatioMetricDeltaResult {
  requireFiniteArm(treatment)
  requireFiniteArm(control)
  requireAlpha(alpha)
  if (sizeOf(treatment) === 0 || sizeOf(control) === 0) throw new NotEstimable('emptyArm')
  const one = ratioOf(summaryOf(treatment))
  const two = ratioOf(summaryOf(control))
  if (two.ratio === 0) throw new NotEstimable('zeroBaseline')
  const standardError = Math.sqrt(one.variance + two.variance)
  if (standardError === 0) throw new NotEstimable('zeroVariance')

  const difference = one.ratio - two.ratio
  const shared = { alpha, nullValue: 0, alternative: 'two-sided' as const }
  const test = zTestOfEstimate({ ...shared, estimate: difference, standardError })
  const relativeLift = finite(one.ratio / two.ratio - 1)
  const relativeLiftStandardError = finite(
    Math.hypot(
      Math.sqrt(one.variance) / two.ratio,
      ((one.ratio / two.ratio) * Math.sqrt(two.variance)) / two.ratio,
    ),
  )
  const reach = standardNormal.upperQuantile(alpha / 2) * relativeLiftStandardError
  return {
    ratioTreatment: one.ratio,
    ratioControl: two.ratio,
    standardErrorTreatment: Math.sqrt(one.variance),
    standardErrorControl: Math.sqrt(two.variance),
    difference,
    standardError,
    z: test.statistic,
    p: test.p,
    ciLower: test.ciLower,
    ciUpper: test.ciUpper,
    relativeLift,
    relativeLiftStandardError,
    relativeLiftCiLower: relativeLift - reach,
    relativeLiftCiUpper: relativeLift + reach,
  }
}

function sizeOf(arm: RatioArm): number {
  return 'n' in arm ? arm.n : Math.max(arm.numerators.length, arm.denominators.length)
}

function requireFiniteArm(arm: RatioArm): void {
  if (!('n' in arm)) {
    requireAllFinite(arm.numerators)
    requireAllFinite(arm.denominators)
    return
  }
  const { n, meanNumerator, meanDenominator, varianceNumerator, varianceDenominator, covariance } = arm
  requireFinite(n, meanNumerator, meanDenominator, varianceNumerator, varianceDenominator, covariance)
}

function summaryOf(arm: RatioArm): RatioSummary {
  if ('n' in arm) {
    requireCount(arm.n)
    if (arm.varianceNumerator < 0 || arm.varianceDenominator < 0) throw new NotEstimable('invalidVariance')
    return arm
  }
  requireSameLength(arm.numerators, arm.denominators)
  const y = momentsOf(arm.numerators)
  const x = momentsOf(arm.denominators)
  const products = arm.numerators.map((value, i) => (value - y.mean) * ((arm.denominators[i] ?? NaN) - x.mean))
  return {
    n: y.n,
    meanNumerator: y.mean,
    meanDenominator: x.mean,
    varianceNumerator: varianceOf(y),
    varianceDenominator: varianceOf(x),
    covariance: compensatedSum(products) / (y.n - 1),
  }
}

function ratioOf(summary: RatioSummary): { ratio: number; variance: number } {
  const { n, meanNumerator, meanDenominator, varianceNumerator, varianceDenominator, covariance } = summary
  if (n < 2) throw new NotEstimable('tooFewObservations')
  if (meanDenominator === 0) throw new NotEstimable('zeroDenominator')
  const ratio = meanNumerator / meanDenominator
  const spread = varianceNumerator - 2 * ratio * covariance + ratio * ratio * varianceDenominator
  return { ratio, variance: Math.max(0, spread) / (n * meanDenominator * meanDenominator) }
}
