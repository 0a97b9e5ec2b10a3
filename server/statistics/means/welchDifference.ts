import { requireAlpha } from '../inputChecks'
import {
  isRoundingOnly, meanDifferenceOf, type Moments, momentsOfSample, requireFiniteSample, type Sample, sizeOf, varianceOf,
} from '../moments/moments'
import { NotEstimable } from '../notEstimable'

/*
 * What every comparison of two means with unequal variances has in common: the arms are checked in the same order, and
 * the difference has Welch's standard error.
 */

/** Moments of two arms of at least two values each, after all refusals that do not depend on the values. */
export function twoSamples(
  { treatment, control }: { readonly treatment: Sample; readonly control: Sample },
  alpha?: number,
): { readonly treatment: Moments; readonly control: Moments } {
  requireFiniteSample(treatment)
  requireFiniteSample(control)
  if (alpha !== undefined) requireAlpha(alpha)
  if (sizeOf(treatment) === 0 || sizeOf(control) === 0) throw new NotEstimable('emptyArm')
  const arms = { treatment: momentsOfSample(treatment), control: momentsOfSample(control) }
  if (arms.treatment.n < 2 || arms.control.n < 2) throw new NotEstimable('tooFewObservations')
  return arms
}

export interface WelchDifference {
  /** treatment minus control, in the unit of the values */
  readonly meanDifference: number
  readonly standardError: number
  /** degrees of freedom of Welch and Satterthwaite, not whole */
  readonly df: number
}

/** @throws NotEstimable `zeroVariance` when neither arm varies; one constant arm is allowed */
export function welchDifference(treatment: Moments, control: Moments): WelchDifference {
  const vTreatment = varianceOf(treatment) / treatment.n
  const vControl = varianceOf(control) / control.n
  const standardError = Math.sqrt(vTreatment + vControl)
  if (isRoundingOnly(standardError, treatment.mean, control.mean)) throw new NotEstimable('zeroVariance')
  return {
    meanDifference: meanDifferenceOf(treatment, control),
    standardError,
    df: welchDf(vTreatment, treatment.n, vControl, control.n),
  }
}

/** Degrees of freedom of a sum of two independent estimates of variance, each from n - 1. */
export function welchDf(vTreatment: number, nTreatment: number, vControl: number, nControl: number): number {
  // Shares of the variance, so that very small and very large units neither under- nor overflow.
  const share = vTreatment / (vTreatment + vControl)
  return 1 / (share ** 2 / (nTreatment - 1) + (1 - share) ** 2 / (nControl - 1))
}
