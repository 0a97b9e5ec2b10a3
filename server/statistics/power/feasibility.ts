import { requireAlpha, requireCount, requireFinite, requireProbability } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { smallestAttainableP } from '../sites/smallestAttainableP'
import { powerTTwoSample } from './powerTTwoSample'
import { powerTwoProportions } from './powerTwoProportions'

/** What a plan says about its primary metric before any outcome exists. */
export type FeasibilityInput = {
  /** expected units of each arm, or of each period of a before/after comparison */
  readonly nTreatment: number
  readonly nControl: number
  /** the smallest effect that matters: a positive difference, in the unit of the metric (a fraction for proportions) */
  readonly smallestEffect: number
  /** two-sided level in (0, 1) */
  readonly alpha: number
  /** chance wanted of seeing an effect that is there; default 0.8 */
  readonly power?: number
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

export interface Feasibility {
  /** chance of a significant result when the effect is the smallest that matters */
  readonly powerAtSmallestEffect: number
  /** effect that is seen with the wanted chance, in its unit; null when even the greatest possible is not */
  readonly detectableEffect: number | null
  /** p-value below which no outcome can fall, whatever the data show */
  readonly smallestP: number
}

/**
 * Can the design show what it is meant to show? Arms of different size count as two arms of their harmonic mean,
 * which has the same precision.
 *
 * @throws NotEstimable `emptyArm`, `negativeCount`, `nonIntegerCount`, `tooFewObservations` below two per arm (one for
 *   proportions), `zeroEffect` when the smallest effect is not above 0, `invalidProbability` when baseline and effect
 *   together leave 0 to 1, `invalidPower`, also when chance alone gives as much, `zeroVariance`, `negativeSd`
 */
export function feasibility(input: FeasibilityInput): Feasibility {
  const { nTreatment, nControl, smallestEffect, alpha, power = 0.8 } = input
  requireFinite(nTreatment, nControl, smallestEffect)
  requireAlpha(alpha)
  if (nTreatment === 0 || nControl === 0) throw new NotEstimable('emptyArm')
  requireCount(nTreatment, nControl)
  if (smallestEffect <= 0) throw new NotEstimable('zeroEffect')
  const n = 2 / (1 / nTreatment + 1 / nControl)
  const smallestP = smallestAttainableP({ blocks: [{ treatment: nTreatment, control: nControl }] }).p

  if (input.kind === 'mean') {
    const common = { n, sd: input.sd, alpha }
    return {
      powerAtSmallestEffect: powerTTwoSample({ ...common, solveFor: 'power', delta: smallestEffect }).power,
      detectableEffect: powerTTwoSample({ ...common, solveFor: 'delta', power }).delta,
      smallestP,
    }
  }
  if (input.kind !== 'proportion') throw new NotEstimable('invalidOption')
  requireProbability(input.baseline)
  // Lowering a proportion is raising its complement.
  const p1 = input.direction === 'raise' ? input.baseline : 1 - input.baseline
  const powerOf = (p2: number) => powerTwoProportions({ solveFor: 'power', n, p1, p2, alpha }).power
  const reachable = p1 < 1 && powerOf(1) >= power
  return {
    powerAtSmallestEffect: powerOf(p1 + smallestEffect),
    detectableEffect: reachable ? powerTwoProportions({ solveFor: 'p2', n, p1, power, alpha }).p2 - p1 : null,
    smallestP,
  }
}
