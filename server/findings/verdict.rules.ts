import type { Verdict } from '../plans/decisionRule.rules'
import type { TurnedInterval } from './analysis.rules'

/** A guardrail: how its metric moved, plus being good, and how much worse it may become. */
export interface GuardedInterval {
  readonly name: string
  /** Null where the data cannot answer. */
  readonly interval: TurnedInterval | null
  readonly margin: number
}

export interface VerdictFacts {
  /** Null as long as nobody has recorded it. */
  readonly shareDelivered: number | null
  readonly minimumDelivered: number
  /** The effect, plus being good, at 1 - alpha; null where the data cannot answer. */
  readonly interval: TurnedInterval | null
  /** Smallest effect that matters; null where the plan names none for this metric. */
  readonly smallestEffect: number | null
  readonly guardrails: readonly GuardedInterval[]
}

/** How a guardrail came out. */
export type GuardrailState = 'held' | 'broken' | 'open'

/** Held: its whole interval is better than minus the margin. Broken: its whole interval is worse. Open: neither is shown. */
export function guardrailState({ interval, margin }: Pick<GuardedInterval, 'interval' | 'margin'>): GuardrailState {
  if (interval === null) return 'open'
  if (interval.upper < -margin) return 'broken'
  return interval.lower > -margin ? 'held' : 'open'
}

/** The first that holds; every case has one, and only one. */
export function verdictOf({ shareDelivered, minimumDelivered, interval, smallestEffect, guardrails }: VerdictFacts): Verdict {
  if (shareDelivered !== null && shareDelivered < minimumDelivered / 2) return 'notDelivered'
  if (guardrails.some(guardrail => guardrailState(guardrail) === 'broken')) return 'harms'
  if (interval === null) return 'dontKnow'
  if (smallestEffect !== null && interval.lower > -smallestEffect && interval.upper < smallestEffect) return 'noMeaningfulEffect'
  if (interval.upper < 0) return 'harms'
  if (interval.lower > 0 && guardrails.every(guardrail => guardrailState(guardrail) === 'held')) return 'works'
  return 'dontKnow'
}

/**
 * The same for a metric beside the primary one. A guardrail is judged against its margin; a secondary metric is better or
 * worse only if it still is after the correction for its family.
 */
export function verdictBeside(
  facts: Omit<VerdictFacts, 'guardrails' | 'smallestEffect'>,
  { margin, adjustedP, alpha }: { readonly margin: number | null; readonly adjustedP: number | null; readonly alpha: number },
): Verdict {
  const verdict = verdictOf({ ...facts, smallestEffect: margin, guardrails: [] })
  const isMoved = verdict === 'works' || verdict === 'harms'
  return isMoved && adjustedP !== null && adjustedP > alpha ? 'dontKnow' : verdict
}
