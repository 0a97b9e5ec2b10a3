import { smallestAttainableP } from '../sites/smallestAttainableP'
import { powerAtSmallestEffect, raised, unitsOfEqualArms, type PlannedComparison } from './powerAtSmallestEffect'
import { powerTTwoSample } from './powerTTwoSample'
import { powerTwoProportions } from './powerTwoProportions'

export type FeasibilityInput = PlannedComparison & {
  /** chance wanted of seeing an effect that is there; default 0.8 */
  readonly power?: number
}

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
  const { nTreatment, nControl, alpha, power = 0.8 } = input
  return {
    powerAtSmallestEffect: powerAtSmallestEffect(input),
    detectableEffect: detectable(input, { n: unitsOfEqualArms(input), alpha, power }),
    smallestP: smallestAttainableP({ blocks: [{ treatment: nTreatment, control: nControl }] }).p,
  }
}

function detectable(input: FeasibilityInput, asked: { n: number; alpha: number; power: number }): number | null {
  if (input.kind === 'mean') return powerTTwoSample({ ...asked, solveFor: 'delta', sd: input.sd }).delta
  const { power, ...common } = asked
  const p1 = raised(input)
  const isReachable = p1 < 1 && powerTwoProportions({ ...common, solveFor: 'power', p1, p2: 1 }).power >= power
  return isReachable ? powerTwoProportions({ ...asked, solveFor: 'p2', p1 }).p2 - p1 : null
}
