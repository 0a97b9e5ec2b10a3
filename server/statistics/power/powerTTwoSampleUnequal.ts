import { requireAlpha, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { tTestPower } from './powerT'

export interface PowerTTwoSampleUnequalInput {
  readonly nTreatment: number
  readonly nControl: number
  /** true difference divided by the common standard deviation */
  readonly effectSizeD: number
  /** two-sided level in (0, 1) */
  readonly alpha: number
}

/**
 * Power of the two-sided two-sample t test with arms of different size, both tails counted.
 *
 * @throws NotEstimable `tooFewObservations` below two in an arm
 *
 * Accuracy: relative 1e-8 against R (pwr.t2n.test).
 * Source: J. Cohen, Statistical Power Analysis (1988), chapter 2, with the exact noncentral t.
 */
export function powerTTwoSampleUnequal(input: PowerTTwoSampleUnequalInput): { readonly power: number } {
  const { nTreatment, nControl, effectSizeD, alpha } = input
  requireFinite(nTreatment, nControl, effectSizeD)
  requireAlpha(alpha)
  if (nTreatment < 2 || nControl < 2) throw new NotEstimable('tooFewObservations')
  const ncp = Math.abs(effectSizeD) / Math.sqrt(1 / nTreatment + 1 / nControl)
  return { power: tTestPower(nTreatment + nControl - 2, ncp, alpha / 2, true) }
}
