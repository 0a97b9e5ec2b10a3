import { plural } from '../platform/plural'
import type { PilotState } from '../pilots/pilot.entity'
import { Conflict, Forbidden, refuse } from '../platform/errors'
import type { ScoringAxis, ScoringDirection } from './scoringCriterion.entity'

/** Scores lie from 1 to 5, and so does their weighted mean on an axis. */
export const LOWEST_SCORE = 1
export const HIGHEST_SCORE = 5
const MIDDLE = (LOWEST_SCORE + HIGHEST_SCORE) / 2

/** What a criterion does to its axis. */
export interface WeighedCriterion {
  readonly id: string
  readonly axis: ScoringAxis
  readonly weight: number
  /** `lower`: a high score pulls the axis down, as what can be undone easily makes a pilot less complex. */
  readonly direction: ScoringDirection
}

export interface GivenValue {
  readonly criterionId: string
  readonly value: number
}

/** Where one rater, or all of them together, see a pilot. */
export interface AxisScores {
  readonly impact: number
  readonly complexity: number
}

/**
 * The weighted mean of a rater's values on each axis, from 1 to 5; values of a `lower` criterion are turned (6 - value).
 *
 * @param values  one for each criterion, as `checkedValues` sees to
 */
export function axisScores(criteria: readonly WeighedCriterion[], values: readonly GivenValue[]): AxisScores {
  const on = (axis: ScoringAxis): number => {
    const own = criteria.filter(criterion => criterion.axis === axis)
    const weight = own.reduce((sum, criterion) => sum + criterion.weight, 0)
    return own.reduce((sum, criterion) => sum + criterion.weight * turned(criterion, values), 0) / weight
  }
  return { impact: on('impact'), complexity: on('complexity') }
}

function turned({ id, direction }: WeighedCriterion, values: readonly GivenValue[]): number {
  const value = values.find(({ criterionId }) => criterionId === id)?.value
  if (value === undefined) throw new Error('A criterion without a value cannot be weighed.')
  return direction === 'higher' ? value : LOWEST_SCORE + HIGHEST_SCORE - value
}

/** @throws Invalid naming each criterion that has no value, has two, or is not in the model */
export function checkedValues<V extends GivenValue>(criteria: readonly WeighedCriterion[], values: readonly V[]): readonly V[] {
  const faults: Record<string, string> = {}
  values.forEach(({ criterionId }, at) => {
    if (!criteria.some(({ id }) => id === criterionId)) {
      faults[`values.${at}.criterionId`] = 'This criterion is not in the model that this pilot is scored by.'
    } else if (values.findIndex(other => other.criterionId === criterionId) < at) {
      faults[`values.${at}.criterionId`] = 'This criterion is scored twice.'
    }
  })
  const missing = criteria.filter(({ id }) => !values.some(({ criterionId }) => criterionId === id)).length
  if (missing > 0) faults.values = `Score every criterion; ${missing} ${plural(missing, 'is', 'are')} missing.`
  refuse(faults)
  return values
}

/** One rater's view; the proposer's own is shown and not counted. */
export interface RaterScores extends AxisScores {
  readonly isProposer: boolean
}

/** The raters together: the mean on each axis and how far they lie apart. */
export interface PanelScores extends AxisScores {
  readonly impactSpread: readonly [number, number]
  readonly complexitySpread: readonly [number, number]
  /** How many count. */
  readonly raters: number
}

/** The mean of the raters who count; null when there is none. The proposer does not judge the own proposal. */
export function panelScores(scores: readonly RaterScores[]): PanelScores | null {
  const counted = scores.filter(({ isProposer }) => !isProposer)
  if (counted.length === 0) return null
  const on = (axis: ScoringAxis) => counted.map(score => score[axis])
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const
  return {
    impact: mean(on('impact')),
    complexity: mean(on('complexity')),
    impactSpread: spread(on('impact')),
    complexitySpread: spread(on('complexity')),
    raters: counted.length,
  }
}

/** The four fields of the matrix; the middle line belongs to the higher one. */
export type Quadrant = 'doFirst' | 'planWell' | 'fillIn' | 'leave'

export const QUADRANT_WORDS: Readonly<Record<Quadrant, string>> = {
  doFirst: 'Do first',
  planWell: 'Plan well',
  fillIn: 'When there is room',
  leave: 'Leave',
}

export function quadrantOf({ impact, complexity }: AxisScores): Quadrant {
  if (impact >= MIDDLE) return complexity < MIDDLE ? 'doFirst' : 'planWell'
  return complexity < MIDDLE ? 'fillIn' : 'leave'
}

/** Impact less complexity, the greatest first; of equals the one with more impact, and then the name. */
export function byRank<T extends AxisScores & { readonly title: string }>(one: T, other: T): number {
  const gain = (scores: AxisScores) => scores.impact - scores.complexity
  return gain(other) - gain(one) || other.impact - one.impact || one.title.localeCompare(other.title)
}

/** How far the scoring of one pilot has come, seen by one person. */
export interface PanelProgress {
  readonly isClosed: boolean
  readonly invited: number
  readonly submitted: number
  readonly isInvited: boolean
  readonly hasSubmitted: boolean
}

/**
 * Blind until everybody who was invited has submitted, or the lead has closed scoring. A rater who has submitted may
 * look earlier: the own judgement can no longer change. The lead waits like everybody else, so that no number
 * leaks to those who still score.
 */
export function isRevealed({ isClosed, invited, submitted, hasSubmitted }: PanelProgress): boolean {
  return isClosed || hasSubmitted || (invited > 0 && submitted >= invited)
}

/** The sentence that says why scores cannot be given or raters invited; null while scoring is open. */
export function whyNotOpen(pilot: { readonly state: PilotState; readonly scoringClosedAt: Date | null }): string | null {
  if (pilot.state === 'draft') return 'A draft is not scored yet. It can be once it is submitted.'
  if (pilot.state !== 'proposed') return `Scoring belongs to proposals; this pilot is ${pilot.state}.`
  return pilot.scoringClosedAt ? 'Scoring of this pilot is closed.' : null
}

/** @throws Forbidden or Conflict when this person may not score this pilot now */
export function assertMayScore(
  pilot: { readonly state: PilotState; readonly scoringClosedAt: Date | null },
  { isInvited, hasSubmitted }: Pick<PanelProgress, 'isInvited' | 'hasSubmitted'>,
): void {
  if (!isInvited) throw new Forbidden('You are not among the raters of this pilot. The lead invites them.')
  if (hasSubmitted) throw new Conflict('You have scored this pilot already. Scores stay as they were given, because you can see the others now.')
  const refusal = whyNotOpen(pilot)
  if (refusal !== null) throw new Conflict(refusal)
}

/** @throws Conflict when scoring is not open, or says how many raters are missing */
export function assertMayClose(
  pilot: { readonly state: PilotState; readonly scoringClosedAt: Date | null },
  counted: number,
  ratersNeeded: number,
): void {
  const refusal = whyNotOpen(pilot)
  if (refusal !== null) throw new Conflict(refusal)
  const missing = missingRaters(counted, ratersNeeded)
  if (missing > 0) {
    throw new Conflict(`${missing} ${plural(missing, 'rater is', 'raters are')} missing: the program asks for ${ratersNeeded}, the proposer not counted.`)
  }
}

export const missingRaters = (counted: number, ratersNeeded: number): number => Math.max(0, ratersNeeded - counted)
