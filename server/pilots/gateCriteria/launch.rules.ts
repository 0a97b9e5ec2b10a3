import { listed } from '../../platform/listed'
import type { Caution, Criterion } from '../criterion.rules'
import type { Wording } from '../wording'
import { criterion, no, overridableBy, withCautions, yes, type Evidence } from './evidence'
import { isUnreachable, LEAST_POWER, powerInWords, weakness } from './power'

/** Designs that compare within the outcome period and so need no baseline. */
const NO_BASELINE = ['randomised', 'clusterRandomised', 'benchmark']

export const needsBaseline = (design: string): boolean => !NO_BASELINE.includes(design)

export interface LaunchFacts {
  readonly plan: { readonly design: string; readonly lockedAt: Date | null; readonly hash: string | null } | null
  readonly baseline: { readonly isRecorded: boolean; /** Such as "1,630 contacts". */ readonly inWords: string }
  /** The departments that the segment touches, and whether the owner may act in each. */
  readonly mandate: readonly { readonly department: string; readonly isCovered: boolean }[]
  /** Of the locked plan; null parts cannot be computed. */
  readonly feasibility: {
    readonly smallestP: number | null
    readonly alpha: number
    readonly powerAtSmallestEffect: number | null
  } | null
  /** Where the plan goes beyond the proposal. */
  readonly cautions: readonly Caution[]
  readonly words: Wording
}

export function launchCriteria({ plan, baseline, mandate, feasibility, cautions, words }: LaunchFacts): Criterion[] {
  const gaps = mandate.filter(({ isCovered }) => !isCovered).map(({ department }) => department)
  return [
    criterion(
      'planLocked',
      'Plan locked',
      'plan',
      !plan
        ? no('There is no plan yet.')
        : plan.lockedAt
          ? yes(`Locked on ${words.day(plan.lockedAt)}${plan.hash ? `, ${plan.hash.slice(0, 12)}` : ''}.`)
          : no('The plan is not locked yet.'),
    ),
    criterion(
      'baseline',
      'Baseline recorded',
      'data',
      !plan
        ? no('The plan decides whether a baseline is needed.')
        : !needsBaseline(plan.design)
          ? yes('This design needs no baseline.')
          : baseline.isRecorded
            ? yes(baseline.inWords)
            : no('No baseline reading is recorded yet.'),
    ),
    overridableBy(
      'mandate.override',
      criterion(
        'mandate',
        'The owner’s mandate covers the departments touched',
        'team',
        mandate.length === 0
          ? yes('The segment touches no department.')
          : gaps.length === 0
            ? yes(`${listed(mandate.map(({ department }) => department))}.`)
            : no(`No mandate in ${listed(gaps)}.`),
      ),
    ),
    overridableBy(
      'pilot.launch',
      withCautions(
        criterion(
          'feasible',
          'More likely to see the smallest effect that matters than to miss it',
          'plan',
          feasible(feasibility, words),
        ),
        [...weakness(feasibility, words), ...cautions],
      ),
    ),
  ]
}

function feasible(feasibility: LaunchFacts['feasibility'], words: Wording): Evidence {
  if (!feasibility) return no('It cannot be said before there is a plan.')
  const { smallestP, alpha, powerAtSmallestEffect: power } = feasibility
  if (isUnreachable(smallestP, alpha)) {
    return no(
      `This design cannot reach significance: the best it can attain is ${words.p(smallestP, alpha)}, above ${words.number(alpha)}. Plan more units.`,
    )
  }
  if (power === null) return no('The power at the smallest effect that matters is not known; complete the plan.')
  if (power >= LEAST_POWER) return yes(`Power at the smallest effect that matters: ${powerInWords(power, words)}.`)
  return no(
    `More likely to miss the smallest effect that matters than to see it (power ${powerInWords(power, words)}; ` +
      `${words.percent(LEAST_POWER)} is asked for). Plan more units.`,
  )
}
