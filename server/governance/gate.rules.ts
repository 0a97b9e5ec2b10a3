import { may, type Deed, type Standing } from '../access/permissions'
import type { MetricKind } from '../metrics/metric.entity'
import { spendingAdvice, spendingCautions, type LaunchFacts, type SelectFacts } from '../pilots/gateCriteria.rules'
import { unmet, type Caution, type Criterion } from '../pilots/criterion.rules'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import type { PilotSheet } from '../pilots/pilotSheet.store'
import type { Wording } from '../pilots/wording'
import { calendarDay } from '../platform/calendarDay'
import { Conflict, Forbidden, Invalid, Missing } from '../platform/errors'
import { ruleCautions } from '../plans/decisionRule.rules'
import { detectableInWords } from '../plans/detectableInWords'
import type { Feasibility, FeasibilityTerms } from '../plans/feasibility.rules'
import { excessesOf, excessInWords, otherEffectInWords } from '../plans/planAgainstProposal.rules'
import type { PlanContent, PlanTerms } from '../plans/planContent.rules'
import type { Arm } from '../readings/reading.entity'
import type { CountedCell } from '../readings/dating.rules'
import type { BenefitReading } from './benefitReading.entity'
import type { DataFacts } from './gateFacts.store'

/** The feasibility that `select` asks for, with the detectable effect in words. */
export function reachInWords(
  reach: Feasibility | null,
  metric: { readonly kind: MetricKind; readonly unit: string } | null,
  words: Wording,
): SelectFacts['feasibility'] {
  if (!reach || !metric) return null
  const { smallestP, alpha, powerAtSmallestEffect, detectableEffect, expectedWeeks } = reach
  return {
    smallestP,
    alpha,
    powerAtSmallestEffect,
    detectableEffect: detectableEffect === null ? null : detectableInWords(detectableEffect, metric, words),
    expectedWeeks,
  }
}

/** Where plan and budget go beyond what the proposal promised; said at the gates before the launch, and no obstacle. */
export function planCautions(
  terms: (FeasibilityTerms & Pick<PlanTerms, 'decisionRule'>) | null,
  planned: PilotInProgram,
  words: Wording,
  isLocked: boolean,
): Caution[] {
  const excesses = terms ? excessesOf(terms, planned) : []
  const effect = terms && otherEffectInWords(terms.smallestEffect, planned, words, isLocked)
  return [
    ...(effect ? [{ text: effect, to: 'plan' }] : []),
    ...excesses.map(excess => ({ text: excessInWords(excess, words), to: 'plan' })),
    ...(terms ? ruleCautions(terms, planned.evidenceBar).map(({ text }) => ({ text, to: 'plan' })) : []),
    // there is no page to mend it on: the risk envelope is closed once it was proposed
    ...spendingCautions(planned, words, spendingAdvice(planned.state)).map(text => ({ text, to: null })),
  ]
}

/**
 * The departments that the segment touches. Decision rights per department are not recorded yet, so one counts as
 * covered when the owner or somebody on the team belongs to it: nothing is changed there behind its back.
 */
export function mandateOf({ segment, owner, team }: Pick<PilotSheet, 'segment' | 'owner' | 'team'>): LaunchFacts['mandate'] {
  const touched = [...new Set(segment.flatMap(({ departments }) => departments))].sort()
  const hands = [...(owner ? [owner] : []), ...team].filter(({ isActive }) => isActive)
  return touched.map(department => ({
    department,
    isCovered: hands.some(hand => hand.department === department),
  }))
}

/** A look at the checks counts until the readings change, and for one run of the pilot. */
export function reviewCounts({ review, changedAt }: Pick<DataFacts, 'review' | 'changedAt'>, runningSince: Date): boolean {
  return review !== null && review.at >= runningSince && (changedAt === null || review.at >= changedAt)
}

/** What there is to be checked, and who has. Counts of readings alone: nothing of their outcome. */
export function spokenData(data: DataFacts, words: Wording, runningSince: Date): string {
  const { imports, summaries, units, missing, duplicates, review } = data
  if (imports === 0) return 'There are no readings yet'
  const found = [
    `${words.counted(units, 'reading')} in ${words.counted(imports, 'entry', 'entries')}`,
    ...(summaries === imports
      ? ['missing values and duplicates not known of a summary']
      : [`${words.counted(missing, 'value')} missing`, words.counted(duplicates, 'duplicate')]),
  ].join(', ')
  if (!review) return found
  return reviewCounts(data, runningSince)
    ? `${found}. Looked at by ${review.by} on ${words.day(review.at)}${review.remark ? `: ${review.remark}` : ''}`
    : `${found}. ${review.by} looked on ${words.day(review.at)}, before the readings changed`
}

/** Where overrides can be asked for: the criterion and the deed it takes. Each has a route of its own. */
export const OVERRIDES = {
  select: { noConflict: 'pilot.select' },
  launch: { mandate: 'mandate.override', feasible: 'pilot.launch' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Deed>>>>

/**
 * The criterion that somebody wants to override, once that makes sense.
 *
 * @throws Forbidden when it is for somebody else, Conflict when there is nothing to override
 */
export function overridable(criteria: readonly Criterion[], key: string, standing: Standing): Criterion {
  const criterion = criteria.find(each => each.key === key)
  if (!criterion?.overrideBy) throw new Missing()
  if (!may(standing, criterion.overrideBy)) throw new Forbidden()
  if (criterion.met) throw new Conflict('This criterion is met, so there is nothing to override.')
  if (criterion.overriddenBecause) throw new Conflict('This criterion is overridden already.')
  return criterion
}

/** Nobody moves on from a page that no longer tells the truth. */
export function assertSeen(seen: { readonly version: number }, { version }: { readonly version: number }): void {
  if (seen.version === version) return
  throw new Conflict('This pilot was changed while you were looking at it. Read it again, then go on.')
}

/**
 * The early stop alone is mended by an answer in the same form, so its lack is said beside the field.
 *
 * @throws Invalid when nothing but the reason of an early stop stands in the way
 */
export function askForEarlyReason(criteria: readonly Criterion[]): void {
  const [first, ...others] = unmet(criteria)
  if (first?.key === 'end' && others.length === 0) {
    throw new Invalid({ reason: `${first.evidence} Write why it stops now.` })
  }
}

type NewBenefit = Pick<BenefitReading, 'actorId' | 'amountCents' | 'source' | 'at'>

/** A figure may be recorded again, on another day or from another source; the very same is a form that was sent twice. */
export function assertNews(reading: NewBenefit, last: NewBenefit | null, timeZone: string): void {
  const isSame =
    last !== null &&
    last.actorId === reading.actorId &&
    last.amountCents === reading.amountCents &&
    last.source === reading.source &&
    calendarDay(last.at, timeZone) === calendarDay(reading.at, timeZone)
  if (isSame) throw new Conflict('You recorded this figure from this source today. It stands once.')
}

/** Whether every group that the design compares has the units planned for it; not without a planned number. */
export function areReadingsIn(
  { design, plannedPerArm, metrics }: Pick<PlanContent, 'design' | 'plannedPerArm' | 'metrics'>,
  counts: readonly CountedCell[],
): boolean {
  if (plannedPerArm === null) return false
  const primary = metrics.find(({ role }) => role === 'primary')
  const arms: readonly Arm[] = design === 'beforeAfter' ? ['treatment'] : ['control', 'treatment']
  return arms.every(arm => {
    const come = counts.filter(cell => cell.metricId === primary?.id && cell.period === 'outcome' && cell.arm === arm)
    return come.reduce((sum, { n }) => sum + n, 0) >= plannedPerArm
  })
}
