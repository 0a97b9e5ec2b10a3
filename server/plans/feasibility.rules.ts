import type { PlanTerms } from './planContent.rules'
import type { MetricFacts } from './plan.rules'
import { NotEstimable } from '../statistics/notEstimable'
import { powerTTwoSample } from '../statistics/power/powerTTwoSample'
import { powerTwoProportions } from '../statistics/power/powerTwoProportions'
import { smallestAttainableP } from '../statistics/sites/smallestAttainableP'

/** The power that a plan is measured by, and the one below which a pilot is not worth its customers. */
export const WANTED_POWER = 0.8
export const LEAST_POWER = 0.5

/** `impossible`: the design cannot reach its level, or misses the smallest effect more often than it finds it. */
export type FeasibilityWord = 'fine' | 'weak' | 'impossible'

/** What a design can show before any data are there; null where the plan does not say enough, or no number answers. */
export interface Feasibility {
  readonly word: FeasibilityWord | null
  readonly alpha: number
  /** The chance of a significant result if the true effect is the smallest that matters. */
  readonly powerAtSmallestEffect: number | null
  /** The smallest true effect that is found with a power of 80 %, in the unit of the metric. */
  readonly detectableEffect: number | null
  /** The smallest p-value that a reassignment of so many units can reach. */
  readonly smallestP: number | null
  /** Units for each group that give the smallest effect a power of 80 %. */
  readonly unitsForWantedPower: number | null
  /** Whole weeks until the planned units have arrived, at the stated arrivals. */
  readonly expectedWeeks: number | null
  readonly weeksForWantedPower: number | null
}

/** The part of a plan that decides what it can show. */
export type FeasibilityTerms = Pick<
  PlanTerms,
  'design' | 'smallestEffect' | 'alpha' | 'plannedPerArm' | 'baselineValue' | 'baselineSd' | 'allocationTreatment'
>

/**
 * What the plan can show, for groups of the planned size each: where the groups differ, the planned size is that of the
 * smaller one and the true power is a little higher.
 *
 * @param arrivalsPerWeek  units that become available each week, as the proposal states; null where it does not
 */
export function feasibilityOf(terms: FeasibilityTerms, metric: MetricFacts, arrivalsPerWeek: number | null): Feasibility {
  const { alpha, plannedPerArm: n, smallestEffect } = terms
  const question = questionOf(terms, metric)
  const power = question && n !== null ? answer(() => question.power(n, smallestEffect)) : null
  const smallestP = n === null ? null : smallestAttainableP({ blocks: [{ treatment: n, control: n }] }).p
  const units = question && answer(() => question.units(smallestEffect))
  return {
    word: wordOf(power, smallestP, alpha),
    alpha,
    powerAtSmallestEffect: power,
    detectableEffect: question && n !== null ? answer(() => question.effect(n)) : null,
    smallestP,
    unitsForWantedPower: units,
    expectedWeeks: weeks(n, terms, arrivalsPerWeek),
    weeksForWantedPower: weeks(units, terms, arrivalsPerWeek),
  }
}

function wordOf(power: number | null, smallestP: number | null, alpha: number): FeasibilityWord | null {
  if (smallestP !== null && smallestP > alpha) return 'impossible'
  if (power === null) return null
  if (power < LEAST_POWER) return 'impossible'
  return power < WANTED_POWER ? 'weak' : 'fine'
}

/** The three questions of planning, in the unit of the metric. */
interface PowerQuestion {
  power(n: number, effect: number): number
  effect(n: number): number
  units(effect: number): number
}

function questionOf(terms: FeasibilityTerms, { kind, direction }: MetricFacts): PowerQuestion | null {
  const { alpha, baselineValue, baselineSd } = terms
  if (kind === 'proportion' && baselineValue !== null) {
    // the formula looks upward; what shall fall is looked at from its complement, where the same thing rises
    const p1 = direction === 'higher' ? baselineValue : 1 - baselineValue
    return {
      power: (n, effect) => powerTwoProportions({ solveFor: 'power', n, p1, p2: p1 + effect, alpha }).power,
      effect: n => powerTwoProportions({ solveFor: 'p2', n, p1, power: WANTED_POWER, alpha }).p2 - p1,
      units: effect => powerTwoProportions({ solveFor: 'n', p1, p2: p1 + effect, power: WANTED_POWER, alpha }).nCeil,
    }
  }
  if (kind === 'mean' && baselineSd !== null) {
    const sd = baselineSd
    return {
      power: (n, delta) => powerTTwoSample({ solveFor: 'power', n, delta, sd, alpha }).power,
      effect: n => powerTTwoSample({ solveFor: 'delta', n, sd, power: WANTED_POWER, alpha }).delta,
      units: delta => powerTTwoSample({ solveFor: 'n', delta, sd, power: WANTED_POWER, alpha }).nCeil,
    }
  }
  return null
}

/** Where the library says that no number answers, there is none. */
function answer(ask: () => number): number | null {
  try {
    return ask()
  } catch (fault) {
    if (fault instanceof NotEstimable) return null
    throw fault
  }
}

/** In `beforeAfter` the outcome period alone; the baseline is recorded before the pilot is launched. */
function weeks(perArm: number | null, { design, allocationTreatment }: FeasibilityTerms, arrivals: number | null): number | null {
  if (perArm === null || arrivals === null || arrivals <= 0) return null
  const smallerShare = Math.min(allocationTreatment, 1 - allocationTreatment)
  const units = design === 'beforeAfter' ? perArm : perArm / smallerShare
  return Math.max(1, Math.ceil(units / arrivals - 1e-9))
}
