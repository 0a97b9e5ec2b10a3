import type { Caution, Criterion } from '../criterion.rules'
import type { Wording } from '../wording'
import { conflictInWords, type PilotConflict } from './conflict'
import { criterion, missing, no, overridableBy, withCautions, yes, type Evidence } from './evidence'

export interface SelectFacts {
  readonly scoring: {
    readonly closedAt: Date | null
    /** Raters who submitted, the proposer not counted. */
    readonly raters: number
    readonly ratersNeeded: number
  }
  /** What the intended design can show; null parts are not known. */
  readonly feasibility: {
    readonly smallestP: number | null
    /** The level that it is judged by. */
    readonly alpha: number
    /** The effect that the design can detect, in words with its unit. */
    readonly detectableEffect: string | null
    /** Weeks until the sample is complete at the stated arrivals a week. */
    readonly expectedWeeks: number | null
  } | null
  /** Pilots, approved or running, that share a stage or handoff in overlapping dates. */
  readonly conflicts: readonly PilotConflict[]
  /** Where the plan goes beyond the proposal. */
  readonly cautions: readonly Caution[]
  readonly words: Wording
}

export function selectCriteria({ scoring, feasibility, conflicts, cautions, words }: SelectFacts): Criterion[] {
  const scored = `${words.counted(scoring.raters, 'rater has', 'raters have')} scored, ${words.number(scoring.ratersNeeded)} needed`
  return [
    criterion(
      'scored',
      'Scored by enough raters',
      'scores',
      scoring.raters >= scoring.ratersNeeded
        ? yes(`${scored}.`)
        : no(`${scored}; the proposer is not counted.`),
    ),
    criterion(
      'scoringClosed',
      'Scoring closed by the lead',
      'scores',
      scoring.closedAt ? yes(`Closed on ${words.day(scoring.closedAt)}.`) : no('Scoring is still open.'),
    ),
    withCautions(
      criterion('feasibility', 'Feasibility shown', placeOf(feasibility), feasibilityShown(feasibility, words)),
      cautions,
    ),
    overridableBy(
      'pilot.select',
      criterion(
        'noConflict',
        'No conflicting pilot',
        'edit#field-startsOn',
        conflicts.length === 0
          ? yes('No approved or running pilot shares a stage or handoff in these dates.')
          : no(`${conflicts.map(conflict => conflictInWords(conflict, words)).join('; ')}.`),
      ),
    ),
  ]
}

/** Where feasibility is mended: the arrivals a week are stated with the dates, all else in the plan. */
const placeOf = (feasibility: SelectFacts['feasibility']): string =>
  feasibility && feasibility.expectedWeeks === null && feasibility.smallestP !== null && feasibility.detectableEffect !== null
    ? 'edit#field-arrivalsPerWeek'
    : 'plan'

function feasibilityShown(feasibility: SelectFacts['feasibility'], words: Wording): Evidence {
  if (!feasibility) return no('There is no plan yet that says what the design can show.')
  const { smallestP, alpha, detectableEffect, expectedWeeks } = feasibility
  const unknown = {
    'the smallest p-value that the design can reach': smallestP,
    'the detectable effect': detectableEffect,
    'the expected weeks': expectedWeeks,
  }
  if (smallestP === null || detectableEffect === null || expectedWeeks === null) return no(missing(unknown))
  const weeks = words.counted(Math.ceil(expectedWeeks), 'week')
  return yes(`At best ${words.p(smallestP, alpha)}; detectable effect ${detectableEffect}; about ${weeks}.`)
}

