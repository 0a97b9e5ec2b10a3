import { stirlingError } from '../distributions/kernel/stirlingError'
import { type BinaryArm, finite, requireBinaryCounts } from '../inputChecks'
import { twoSamples } from '../means/welchDifference'
import { isRoundingOnly, meanDifferenceOf, type Sample, varianceOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'

/** Both arms as values, summary or moments, or both binary. */
export type StandardizedMeanDifferenceInput =
  | { readonly treatment: Sample; readonly control: Sample }
  | { readonly treatment: BinaryArm; readonly control: BinaryArm }

/** A difference without unit; treatment minus control throughout. */
export interface BalanceResult {
  /** difference over the root of the mean of both variances: the usual measure of balance of a covariate */
  readonly balanceSmd: number
}

export interface StandardizedMeanDifferenceResult extends BalanceResult {
  /** difference over the pooled standard deviation */
  readonly cohenD: number
  /** factor that takes the bias out of d in small samples, exact */
  readonly hedgesCorrection: number
  readonly hedgesG: number
  readonly varianceHedgesG: number
  /** difference over the standard deviation of the control arm */
  readonly glassDelta: number
}

/**
 * How far apart are two arms, in standard deviations? For binary arms `balanceSmd` alone, with variances p (1 - p).
 *
 * @throws NotEstimable `emptyArm`, `tooFewObservations` below two in an arm, `negativeCount`, `nonIntegerCount`,
 *   `successesExceedTrials`, of a summary `negativeSd`, of moments `invalidVariance`, `zeroVariance` when the control
 *   arm, or a binary pair, does not vary
 *
 * Accuracy: relative 1e-9 against R 4.2.2, groups of 1e8 included.
 * Source: L. V. Hedges, Journal of Educational Statistics 6 (1981), 107-128; P. C. Austin, Statistics in Medicine 28
 * (2009), 3083-3107, for balance.
 */
export function standardizedMeanDifference(input: {
  readonly treatment: Sample
  readonly control: Sample
}): StandardizedMeanDifferenceResult
export function standardizedMeanDifference(
  input: StandardizedMeanDifferenceInput,
): StandardizedMeanDifferenceResult | BalanceResult
export function standardizedMeanDifference(
  input: StandardizedMeanDifferenceInput,
): StandardizedMeanDifferenceResult | BalanceResult {
  return areBinary(input) ? balanceOfBinary(input.treatment, input.control) : ofSamples(input)
}

type Binary = Extract<StandardizedMeanDifferenceInput, { treatment: BinaryArm }>

function areBinary(input: StandardizedMeanDifferenceInput): input is Binary {
  return 'successes' in input.treatment
}

function balanceOfBinary(treatment: BinaryArm, control: BinaryArm): BalanceResult {
  requireBinaryCounts(treatment, control)
  const shareOf = ({ successes, n }: BinaryArm) => successes / n
  const varianceOfArm = ({ successes, n }: BinaryArm) => (successes / n) * ((n - successes) / n)
  const variance = (varianceOfArm(treatment) + varianceOfArm(control)) / 2
  if (variance === 0) throw new NotEstimable('zeroVariance')
  return { balanceSmd: (shareOf(treatment) - shareOf(control)) / Math.sqrt(variance) }
}

function ofSamples(input: { treatment: Sample; control: Sample }): StandardizedMeanDifferenceResult {
  const { treatment, control } = twoSamples(input)
  const f = treatment.n + control.n - 2
  const sdPooled = Math.sqrt((treatment.m2 + control.m2) / f)
  const sdControl = Math.sqrt(varianceOf(control))
  if ([sdPooled, sdControl].some(sd => isRoundingOnly(sd, treatment.mean, control.mean))) {
    throw new NotEstimable('zeroVariance')
  }
  const difference = finite(meanDifferenceOf(treatment, control))
  const cohenD = finite(difference / sdPooled)
  const correction = hedgesCorrection(f)
  const hedgesG = correction * cohenD
  return {
    cohenD,
    hedgesCorrection: correction,
    hedgesG,
    varianceHedgesG: finite(1 / treatment.n + 1 / control.n + (hedgesG * hedgesG) / (2 * (f + 2))),
    glassDelta: finite(difference / sdControl),
    balanceSmd: finite(difference / Math.sqrt((varianceOf(treatment) + varianceOf(control)) / 2)),
  }
}

/**
 * Gamma(f/2) / (sqrt(f/2) Gamma((f-1)/2)) for f >= 2. Both gamma functions by Stirling's formula, whose great terms are
 * cancelled by hand, so that only their small difference is computed.
 */
function hedgesCorrection(f: number): number {
  const a = f / 2
  const b = a - 0.5
  return Math.exp((1 - a) * Math.log1p(-1 / f) - 0.5 + stirlingError(a) - stirlingError(b))
}
