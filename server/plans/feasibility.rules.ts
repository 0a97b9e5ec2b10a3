import type { MetricFacts, PlanTerms } from './planContent.rules'
import { isUnreachable, LEAST_POWER, WANTED_POWER } from '../pilots/gateCriteria.rules'
import { NotEstimable } from '../statistics/notEstimable'
import { feasibility } from '../statistics/power/feasibility'
import { powerAtSmallestEffect, raised, type PlannedComparison } from '../statistics/power/powerAtSmallestEffect'
import { powerTTwoSample } from '../statistics/power/powerTTwoSample'
import { powerTwoProportions } from '../statistics/power/powerTwoProportions'
import { smallestAttainableP } from '../statistics/sites/smallestAttainableP'

/**
 * `unlikely`: the design misses the smallest effect that matters more often than it sees it; `unreachable`: no result at
 * all could be significant. The launch gate stops both, unless they are overridden; only the second is impossible.
 */
export type FeasibilityWord = 'fine' | 'weak' | 'unlikely' | 'unreachable'

/** What the selection asks of a plan; each part null where the plan does not say enough, or no number answers. */
export interface Reach {
  /** The chance of a significant result if the true effect is the smallest that matters. */
  readonly powerAtSmallestEffect: number | null
  /** The smallest p-value that a reassignment of so many units can reach. */
  readonly smallestP: number | null
  /** Whole weeks until the planned units have arrived, at the stated arrivals. */
  readonly expectedWeeks: number | null
}

/** What a design can show before any data are there; null where the plan does not say enough, or no number answers. */
export interface Feasibility extends Reach {
  readonly word: FeasibilityWord | null
  readonly alpha: number
  /** The smallest true effect that is found with a power of 80 %, in the unit of the metric. */
  readonly detectableEffect: number | null
  /** Units for each group that give the smallest effect a power of 80 %. */
  readonly unitsForWantedPower: number | null
  readonly weeksForWantedPower: number | null
}

/** The part of a plan that decides what it can show. */
export type FeasibilityTerms = Pick<
  PlanTerms,
  'design' | 'smallestEffect' | 'alpha' | 'plannedPerArm' | 'baselineValue' | 'baselineSd' | 'allocationTreatment'
>

/**
 * What the plan can show. The planned units are those of the smaller group; the allocation says how many stand
 * against them.
 *
 * @param arrivalsPerWeek  units that become available each week, as the proposal states; null where it does not
 */
export function feasibilityOf(terms: FeasibilityTerms, metric: MetricFacts, arrivalsPerWeek: number | null): Feasibility {
  const { alpha } = terms
  const arms = armsOf(terms)
  const question = questionOf(terms, metric)
  const reach = reachOf(terms, metric, arrivalsPerWeek)
  const units = question && answer(() => unitsFor(question, terms))
  return {
    ...reach,
    word: wordOf(reach.powerAtSmallestEffect, reach.smallestP, alpha),
    alpha,
    detectableEffect: arms && question && answer(() => feasibility({ ...question, ...arms, power: WANTED_POWER }).detectableEffect),
    unitsForWantedPower: units,
    weeksForWantedPower: weeks(units, terms, arrivalsPerWeek),
  }
}

/** The part of the feasibility that nothing has to be searched for, so that Home can ask it of many plans at once. */
export function reachOf(terms: FeasibilityTerms, metric: MetricFacts, arrivalsPerWeek: number | null): Reach {
  const arms = armsOf(terms)
  const question = questionOf(terms, metric)
  return {
    powerAtSmallestEffect: arms && question && answer(() => powerAtSmallestEffect({ ...question, ...arms })),
    smallestP: arms && smallestAttainableP({ blocks: [{ treatment: arms.nTreatment, control: arms.nControl }] }).p,
    expectedWeeks: weeks(terms.plannedPerArm, terms, arrivalsPerWeek),
  }
}

/** The planned units are those of the smaller group. */
const armsOf = (terms: FeasibilityTerms): Record<Arms, number> | null =>
  terms.plannedPerArm === null
    ? null
    : { nTreatment: terms.plannedPerArm, nControl: Math.round(terms.plannedPerArm * largerOverSmaller(terms)) }

function wordOf(power: number | null, smallestP: number | null, alpha: number): FeasibilityWord | null {
  if (isUnreachable(smallestP, alpha)) return 'unreachable'
  if (power === null) return null
  if (power < LEAST_POWER) return 'unlikely'
  return power < WANTED_POWER ? 'weak' : 'fine'
}

/** A plan's primary metric in the words of the statistics. */
type PowerQuestion = Omit<Extract<PlannedComparison, { kind: 'mean' }>, Arms> | Omit<Extract<PlannedComparison, { kind: 'proportion' }>, Arms>
type Arms = 'nTreatment' | 'nControl'

function questionOf(terms: FeasibilityTerms, { kind, direction }: MetricFacts): PowerQuestion | null {
  const { alpha, smallestEffect, baselineValue: baseline, baselineSd: sd } = terms
  const common = { alpha, smallestEffect }
  if (kind === 'proportion' && baseline !== null) {
    return { ...common, kind, baseline, direction: direction === 'higher' ? 'raise' : 'lower' }
  }
  return kind === 'mean' && sd !== null ? { ...common, kind, sd } : null
}

/** Units of the smaller group; groups of different size are as precise as two of their harmonic mean. */
function unitsFor(question: PowerQuestion, terms: FeasibilityTerms): number {
  const { alpha, smallestEffect } = question
  const asked = { solveFor: 'n', power: WANTED_POWER, alpha } as const
  const ratio = largerOverSmaller(terms)
  const equal = (): number => {
    if (question.kind === 'mean') return powerTTwoSample({ ...asked, delta: smallestEffect, sd: question.sd }).n
    const p1 = raised(question)
    return powerTwoProportions({ ...asked, p1, p2: p1 + smallestEffect }).n
  }
  return Math.ceil((equal() * (1 + ratio)) / (2 * ratio))
}

/** How many units stand in the larger group for each in the smaller one; periods are planned alike. */
function largerOverSmaller({ design, allocationTreatment }: FeasibilityTerms): number {
  if (design === 'beforeAfter') return 1
  const smaller = Math.min(allocationTreatment, 1 - allocationTreatment)
  return (1 - smaller) / smaller
}

/** Where the library says that no number answers, there is none. */
function answer<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch (fault) {
    if (fault instanceof NotEstimable) return null
    throw fault
  }
}

function weeks(perArm: number | null, terms: FeasibilityTerms, arrivals: number | null): number | null {
  if (perArm === null || arrivals === null || arrivals <= 0) return null
  return Math.max(1, Math.ceil((perArm * unitsForOne(terms)) / arrivals - 1e-9))
}

/**
 * Units that arrive while the pilot runs for each planned unit of the smaller group. In `beforeAfter` those of the outcome
 * period alone; the baseline is recorded before the pilot is launched.
 */
const unitsForOne = (terms: FeasibilityTerms): number =>
  terms.design === 'beforeAfter' ? 1 : 1 + largerOverSmaller(terms)

/** Units that arrive while the pilot runs, and those of them that get the change; null while none are planned. */
export function samplePlanned(terms: FeasibilityTerms): { readonly units: number; readonly treated: number } | null {
  const { plannedPerArm: planned, design, allocationTreatment } = terms
  if (planned === null) return null
  const treated = design === 'beforeAfter' || allocationTreatment <= 0.5 ? planned : planned * largerOverSmaller(terms)
  return { units: Math.round(planned * unitsForOne(terms)), treated: Math.round(treated) }
}

/** The most units for each group, by the smaller one, that so many arrivals fill. */
export const unitsWithin = (terms: FeasibilityTerms, arrivals: number): number =>
  Math.floor(arrivals / unitsForOne(terms) + 1e-9)
