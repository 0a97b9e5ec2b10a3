import { requireAlpha, requireCount, requireFinite, requireProbability } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { powerTTwoSample } from './powerTTwoSample'
import { powerTwoProportions } from './powerTwoProportions'

/** What a plan says about its primary metric before any outcome exists. */
export type PlannedComparison = {
  /** expected units of each arm, or of each period of a before/after comparison */
  readonly nTreatment: number
  readonly nControl: number
  /** the smallest effect that matters: a positive difference, in the unit of the metric (a fraction for proportions) */
  readonly smallestEffect: number
  /** two-sided level in (0, 1) */
  readonly alpha: number
} & (
  | { readonly kind: 'mean'; /** standard deviation of the values */ readonly sd: number }
  | {
      readonly kind: 'proportion'
      /** proportion without the change, as a fraction */
      readonly baseline: number
      /** whether the change is meant to raise or to lower it */
      readonly direction: 'raise' | 'lower'
    }
)

/**
 * The chance of a significant result when the effect is the smallest that matters. Arms of different size count as two
 * arms of their harmonic mean, which has the same precision.
 *
 * @throws NotEstimable `emptyArm`, `negativeCount`, `nonIntegerCount`, `tooFewObservations` below two per arm (one for
 *   proportions), `zeroEffect` when the smallest effect is not above 0, `invalidProbability` when baseline and effect
 *   together leave 0 to 1, `zeroVariance`, `negativeSd`
 */
export function powerAtSmallestEffect(input: PlannedComparison): number {
  const { nTreatment, nControl, smallestEffect, alpha } = input
  requireFinite(nTreatment, nControl, smallestEffect)
  requireAlpha(alpha)
  if (nTreatment === 0 || nControl === 0) throw new NotEstimable('emptyArm')
  requireCount(nTreatment, nControl)
  if (smallestEffect <= 0) throw new NotEstimable('zeroEffect')
  const asked = { solveFor: 'power', n: unitsOfEqualArms(input), alpha } as const
  if (input.kind === 'mean') return powerTTwoSample({ ...asked, sd: input.sd, delta: smallestEffect }).power
  if (input.kind !== 'proportion') throw new NotEstimable('invalidOption')
  requireProbability(input.baseline)
  const p1 = raised(input)
  return powerTwoProportions({ ...asked, p1, p2: p1 + smallestEffect }).power
}

/** The size of two equal arms with the precision of these. */
export const unitsOfEqualArms = ({ nTreatment, nControl }: Pick<PlannedComparison, 'nTreatment' | 'nControl'>): number =>
  2 / (1 / nTreatment + 1 / nControl)

/** The baseline of a proportion that the change is to raise: to lower one is to raise its complement. */
export const raised = ({ baseline, direction }: { readonly baseline: number; readonly direction: 'raise' | 'lower' }): number =>
  direction === 'raise' ? baseline : 1 - baseline
