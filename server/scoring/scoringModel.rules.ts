import { refuse } from '../platform/errors'
import { SCORING_AXES, type ScoringAxis, type ScoringDirection } from './scoringCriterion.entity'

/** One thing that raters judge, with words for each score from 1 to 5. */
export interface WrittenCriterion {
  readonly axis: ScoringAxis
  readonly name: string
  readonly weight: number
  readonly direction: ScoringDirection
  /** Five texts, for the scores 1 to 5. */
  readonly rubric: readonly string[]
}

/**
 * A model whose criteria can be weighed: both axes present, names once, each score in words.
 *
 * @throws Invalid with a sentence for each fault
 */
export function checkedModel(criteria: readonly WrittenCriterion[]): readonly WrittenCriterion[] {
  const faults: Record<string, string> = {}
  for (const axis of SCORING_AXES) {
    if (!criteria.some(criterion => criterion.axis === axis)) faults.criteria = `Write at least one criterion of ${axis}.`
  }
  criteria.forEach(({ name, weight, rubric }, at) => {
    const same = (other: WrittenCriterion) => other.name.toLowerCase() === name.toLowerCase()
    if (criteria.findIndex(same) < at) faults[`criteria.${at}.name`] = 'This name stands here twice.'
    if (!(weight > 0)) faults[`criteria.${at}.weight`] = 'Write a weight above 0.'
    rubric.forEach((text, score) => {
      if (text.trim() === '') faults[`criteria.${at}.rubric.${score}`] = `Say what earns a ${score + 1} for “${name}”.`
    })
    if (rubric.length !== 5) faults[`criteria.${at}.rubric.0`] = 'A rubric has five texts, for the scores 1 to 5.'
  })
  refuse(faults)
  return criteria
}

/** The share of its axis that each criterion decides; the shares of an axis add up to 1. */
export function weightShares<C extends Pick<WrittenCriterion, 'axis' | 'weight'>>(criteria: readonly C[]): readonly number[] {
  const total = (axis: ScoringAxis) => criteria.reduce((sum, other) => (other.axis === axis ? sum + other.weight : sum), 0)
  return criteria.map(({ axis, weight }) => weight / total(axis))
}

/** What a program scores by until its lead writes something better. */
export const DEFAULT_CRITERIA: readonly WrittenCriterion[] = [
  {
    axis: 'impact',
    name: 'Customers affected',
    weight: 3,
    direction: 'higher',
    rubric: [
      'A handful a month; most colleagues have never met the case.',
      'Under 5% of the customers on this journey.',
      'About one customer in ten on this journey.',
      'About one customer in three on this journey.',
      'Nearly every customer on this journey.',
    ],
  },
  {
    axis: 'impact',
    name: 'How much it hurts',
    weight: 3,
    direction: 'higher',
    rubric: [
      'A blemish: customers notice it only when asked.',
      'An annoyance: they mention it and go on.',
      'An effort: they call, repeat themselves or wait a day longer.',
      'A broken promise: they complain, or give up this step.',
      'A reason to leave: they cancel, or warn others.',
    ],
  },
  {
    axis: 'impact',
    name: 'Money at stake',
    weight: 2,
    direction: 'higher',
    rubric: [
      'Nobody can name an amount.',
      'Less than the pilot itself would cost.',
      'About what the pilot would cost, each year.',
      'Several times the cost of the pilot, each year; finance knows the line.',
      'A line of the annual plan that the board asks about.',
    ],
  },
  {
    axis: 'impact',
    name: 'Fit with the vision',
    weight: 2,
    direction: 'higher',
    rubric: [
      'Contradicts a sentence of the vision.',
      'Has nothing to do with it.',
      'Supports it in a general way.',
      'Serves one of its sentences directly.',
      'Without it, one of its sentences stays a promise.',
    ],
  },
  {
    axis: 'complexity',
    name: 'Departments to coordinate',
    weight: 3,
    direction: 'higher',
    rubric: [
      'One team can do it alone.',
      'Two teams of one department.',
      'Two departments that already work together.',
      'Three departments, or two that have not worked together before.',
      'Four or more, or partners outside the company.',
    ],
  },
  {
    axis: 'complexity',
    name: 'Technical change',
    weight: 3,
    direction: 'higher',
    rubric: [
      'None: words, order of steps, who calls whom.',
      'A setting or a template in a system we own.',
      'A small change that one team can release within weeks.',
      'Changes in two systems, or a new interface between them.',
      'A new system, or a change to the core one with its release calendar.',
    ],
  },
  {
    axis: 'complexity',
    name: 'Time to a first result',
    weight: 2,
    direction: 'higher',
    rubric: [
      'Two weeks after the start we know more.',
      'Within a month.',
      'Within a quarter.',
      'Within half a year.',
      'Longer, or only after a season has passed.',
    ],
  },
  {
    axis: 'complexity',
    name: 'How easily it is undone',
    weight: 2,
    direction: 'lower',
    rubric: [
      'Not at all: contracts, prices or promises to customers remain.',
      'With cost and an apology to customers.',
      'Within weeks, by the same teams.',
      'Within days, without customers noticing much.',
      'Within the hour, by switching it off.',
    ],
  },
]
