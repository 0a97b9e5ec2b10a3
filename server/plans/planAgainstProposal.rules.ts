import { effectInWords } from '../pilots/effectInWords'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import type { Wording } from '../pilots/wording'
import { samplePlanned, unitsWithin, type FeasibilityTerms } from './feasibility.rules'

/** What the proposal promised, against which a plan is held. */
export interface Promised {
  /** The timebox of the pilot, which may be moved after the plan was locked. */
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly arrivalsPerWeek: number | null
  readonly mostCustomers: number | null
}

/** Where a plan goes beyond its proposal, with both numbers and what would keep it within. */
export type Excess =
  | {
      readonly kind: 'weeks'
      readonly needed: number
      readonly timebox: number
      readonly arrivals: number
      readonly units: number
      /** For each group; 0 where not even one fits. */
      readonly unitsThatFit: number
    }
  | { readonly kind: 'customers'; readonly treated: number; readonly most: number }

const DAY_MS = 86_400_000

/**
 * Neither stops a gate: whoever passes it decides with the numbers in view. A term that is not stated exceeds nothing.
 */
export function excessesOf(terms: FeasibilityTerms, promised: Promised): readonly Excess[] {
  const sample = samplePlanned(terms)
  return sample ? [...tooLong(terms, sample.units, promised), ...tooMany(sample.treated, promised)] : []
}

function tooLong(
  terms: FeasibilityTerms,
  units: number,
  { startsOn, endsOn, arrivalsPerWeek: arrivals }: Promised,
): readonly Excess[] {
  if (!startsOn || !endsOn || arrivals === null || arrivals <= 0) return []
  const timebox = (Date.parse(endsOn) - Date.parse(startsOn) + DAY_MS) / (7 * DAY_MS)
  const needed = units / arrivals
  if (needed <= timebox) return []
  return [{ kind: 'weeks', needed, timebox, arrivals, units, unitsThatFit: unitsWithin(terms, arrivals * timebox) }]
}

function tooMany(treated: number, { mostCustomers: most }: Promised): readonly Excess[] {
  return most !== null && treated > most ? [{ kind: 'customers', treated, most }] : []
}

/** What the proposal called the smallest effect that matters where the plan says another; null where both say the same. */
export function proposedEffect(planned: number, proposed: number | null): number | null {
  const isSame = proposed === null || Math.abs(planned - proposed) <= 1e-9 * Math.max(planned, proposed)
  return isSame ? null : proposed
}

/** Both effects, for those who read the proposal and for those who judge by the plan. */
export function otherEffectInWords(
  planned: number,
  promised: Pick<PilotInProgram, 'proposedEffect' | 'metric'>,
  words: Wording,
  isLocked: boolean,
): string | null {
  const proposed = proposedEffect(planned, promised.proposedEffect)
  if (proposed === null || !promised.metric) return null
  const [before, now] = [proposed, planned].map(effect => promised.metric && effectInWords(effect, promised.metric, words))
  if (isLocked) return `The proposal called ${before} the smallest effect that matters; the plan in force says ${now}, which is the one that counts.`
  return `The proposal calls ${before} the smallest effect that matters, the plan ${now}; once the plan is locked, its number is the one that counts.`
}

/** A sentence with the numbers, then one with what to change. */
export function excessInWords(excess: Excess, words: Wording): string {
  if (excess.kind === 'customers') {
    const { treated, most } = excess
    return (
      `The plan gives the change to ${words.counted(treated, 'unit')}; the proposal allows at most ` +
      `${words.counted(most, 'customer')} to be touched. Plan at most ${words.counted(most, 'unit')} with the change.`
    )
  }
  const { needed, timebox, arrivals, units, unitsThatFit } = excess
  return (
    `${words.counted(units, 'unit')} need ${words.counted(upTo(needed), 'week')} at ${words.counted(arrivals, 'arrival')} a week; ` +
    `the timebox of the pilot has ${words.number(downTo(timebox))}. ` +
    (unitsThatFit > 0
      ? `Plan at most ${words.counted(unitsThatFit, 'unit')} for each group, or set a later last day.`
      : 'Set a later last day.')
  )
}

// to a tenth, away from each other, so that two numbers that differ never read alike
const upTo = (weeks: number): number => Math.ceil(weeks * 10 - 1e-9) / 10
const downTo = (weeks: number): number => Math.floor(weeks * 10 + 1e-9) / 10
