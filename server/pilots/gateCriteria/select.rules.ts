import type { Caution, Criterion } from '../criterion.rules'
import type { Wording } from '../wording'
import { conflictInWords, type PilotConflict } from './conflict'
import { criterion, missing, no, overridableBy, withCautions, yes, type Evidence } from './evidence'
import { isUnreachable, LEAST_POWER, powerInWords, STOPPED_AT_LAUNCH, WANTED_POWER, weakness } from './power'

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
    /** The chance of a significant result if the true effect is the smallest that matters. */
    readonly powerAtSmallestEffect: number | null
    /** The effect that is found with the wanted power, in words with its unit; null where even the largest is not. */
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
      isScored(scoring)
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
      criterion(
        'feasibility',
        'Said what the design can show',
        unsaid(feasibility) === 'arrivals' ? 'edit#field-arrivalsPerWeek' : 'plan',
        feasibilitySaid(feasibility, words),
      ),
      [...tooLittle(feasibility, words), ...cautions],
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

/** Whether nothing stands in the way of the selection but what the sponsor may override. */
export const isSelectable = (scoring: SelectFacts['scoring'], feasibility: Reach | null): boolean =>
  isScored(scoring) && scoring.closedAt !== null && unsaid(feasibility) === null

const isScored = ({ raters, ratersNeeded }: SelectFacts['scoring']): boolean => raters >= ratersNeeded

type Reach = Pick<NonNullable<SelectFacts['feasibility']>, 'smallestP' | 'powerAtSmallestEffect' | 'expectedWeeks'>

/**
 * What has to be stated yet before it can be said what the design can show: the plan at all, terms that it can be computed
 * from, or the arrivals a week, which stand with the dates. Null once it is said, however little the design can show.
 */
export function unsaid(feasibility: Reach | null): 'plan' | 'terms' | 'arrivals' | null {
  if (!feasibility) return 'plan'
  if (feasibility.smallestP === null || feasibility.powerAtSmallestEffect === null) return 'terms'
  return feasibility.expectedWeeks === null ? 'arrivals' : null
}

function feasibilitySaid(feasibility: SelectFacts['feasibility'], words: Wording): Evidence {
  if (!feasibility) return no('There is no plan yet that says what the design can show.')
  const { smallestP, alpha, powerAtSmallestEffect: power, detectableEffect, expectedWeeks } = feasibility
  const parts = {
    'the smallest p-value that the design can reach': smallestP,
    'the power at the smallest effect that matters': power,
    'the expected weeks': expectedWeeks,
  }
  if (smallestP === null || power === null || expectedWeeks === null) return no(missing(parts))
  const wanted = words.percent(WANTED_POWER)
  return yes(
    [
      `Said: power ${powerInWords(power, words)} at the smallest effect that matters`,
      detectableEffect === null ? `no effect is found with ${wanted} chance` : `${detectableEffect} found with ${wanted} chance`,
      `at best ${words.p(smallestP, alpha)}`,
      `about ${words.counted(Math.ceil(expectedWeeks), 'week')}.`,
    ].join('; '),
  )
}

/** That the design can show little is no obstacle here; whoever selects it knows. */
function tooLittle(feasibility: SelectFacts['feasibility'], words: Wording): Caution[] {
  if (feasibility === null || unsaid(feasibility) !== null) return []
  const { smallestP, alpha, powerAtSmallestEffect } = feasibility
  const power = powerAtSmallestEffect ?? 0
  if (isUnreachable(smallestP, alpha)) {
    const best = `at best ${words.p(smallestP, alpha)}, above ${words.number(alpha)}`
    return [{ text: `With so few units no result can be significant: ${best}. ${STOPPED_AT_LAUNCH}`, to: 'plan' }]
  }
  if (power >= LEAST_POWER) return weakness(feasibility, words)
  const said = `A power of ${powerInWords(power, words)} is too little`
  return [{ text: `${said}: the pilot would more likely miss the smallest effect that matters than see it. ${STOPPED_AT_LAUNCH}`, to: 'plan' }]
}
