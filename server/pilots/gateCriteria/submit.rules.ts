import type { MetricKind } from '../../metrics/metric.entity'
import { isAnalysable, KINDS, NOT_ANALYSED } from '../../metrics/metric.rules'
import { listed } from '../../platform/listed'
import { counted } from '../../platform/plural'
import { effectInWords } from '../effectInWords'
import { hypothesis } from '../hypothesis'
import type { Pilot, PilotState } from '../pilot.entity'
import type { Caution, Criterion } from '../criterion.rules'
import type { Wording } from '../wording'
import { conflictInWords, type PilotConflict } from './conflict'
import { criterion, given, missing, no, withCautions, yes, type Evidence } from './evidence'

const LABELS = {
  hypothesis: 'Hypothesis: change, for whom, expected effect, why',
  segment: 'At least one stage or handoff of a journey',
  team: 'Team from two or more departments',
  owner: 'Owner',
  sponsor: 'Sponsor outside the team',
  metric: 'Primary metric with the smallest effect that matters',
  timebox: 'Timebox',
  budget: 'Budget with its source',
  risk: 'Risk envelope: most customers touched, most spend, stop rule, rollback step',
  vision: 'The vision sentence it serves',
}

/** What every gate may want to say about a pilot's own words and numbers. */
export type ProposalFacts = Pick<
  Pilot,
  | 'change'
  | 'forWhom'
  | 'expectedEffect'
  | 'because'
  | 'visionSentence'
  | 'smallestEffect'
  | 'startsOn'
  | 'endsOn'
  | 'budgetCents'
  | 'budgetSource'
  | 'mostCustomers'
  | 'mostSpendCents'
  | 'stopRule'
  | 'rollbackStep'
>

/** Somebody who works on the pilot; `isActive` is false for a deactivated account and for whoever left the program. */
export interface PersonFact {
  readonly id: string
  readonly name: string
  readonly department: string | null
  readonly isActive: boolean
}

export interface SubmitFacts {
  readonly pilot: ProposalFacts
  /** Names of the chosen stages and handoffs that the pilot's journey version holds. */
  readonly segment: readonly string[]
  readonly journey: { readonly name: string; readonly version: number } | null
  readonly proposerId: string
  readonly owner: PersonFact | null
  /** Without the owner, who counts to the team anyway. */
  readonly team: readonly PersonFact[]
  readonly sponsor: (PersonFact & { readonly hasRole: boolean }) | null
  readonly metric: { readonly name: string; readonly kind: MetricKind; readonly unit: string } | null
  /** Pilots, approved or running, that share a stage or handoff in overlapping dates. */
  readonly conflicts: readonly PilotConflict[]
  readonly words: Wording
}

export function submitCriteria(facts: SubmitFacts): Criterion[] {
  const { pilot, words } = facts
  return [
    criterion(
      'hypothesis',
      LABELS.hypothesis,
      'edit#field-change',
      given(
        {
          'what changes': pilot.change,
          'for whom': pilot.forWhom,
          'the expected effect': pilot.expectedEffect,
          why: pilot.because,
        },
        hypothesis(pilot) ?? '',
      ),
    ),
    withCautions(
      criterion(
        'segment',
        LABELS.segment,
        'edit#field-segment',
        facts.segment.length > 0
          ? yes(
              `${facts.segment.join('; ')}${facts.journey ? ` (${facts.journey.name}, version ${facts.journey.version})` : ''}`,
            )
          : no('No stage or handoff is chosen.'),
      ),
      facts.conflicts.map(conflict => conflictCaution(conflict, words)),
    ),
    criterion('team', LABELS.team, 'team', teamEvidence(facts)),
    criterion(
      'owner',
      LABELS.owner,
      'edit#field-ownerId',
      !facts.owner
        ? no('Nobody is named as owner.')
        : facts.owner.isActive
          ? yes(facts.owner.name)
          : no(`${facts.owner.name} is no longer active in this program; the lead can hand the pilot over.`),
    ),
    criterion('sponsor', LABELS.sponsor, 'edit#field-sponsorId', sponsorEvidence(facts)),
    withCautions(
      criterion('metric', LABELS.metric, 'edit#field-metricId', metricEvidence(facts)),
      metricCautions(facts).map(text => ({ text, to: 'edit#field-metricId' })),
    ),
    criterion(
      'timebox',
      LABELS.timebox,
      'edit#field-startsOn',
      pilot.startsOn && pilot.endsOn
        ? yes(`${words.day(pilot.startsOn)} to ${words.day(pilot.endsOn)}`)
        : no(missing({ 'the first day': pilot.startsOn, 'the last day': pilot.endsOn })),
    ),
    withCautions(
      criterion(
        'budget',
        LABELS.budget,
        'edit#field-budget',
        pilot.budgetCents !== null && pilot.budgetSource
          ? yes(`${words.money(pilot.budgetCents)} from ${pilot.budgetSource}`)
          : no(missing({ 'the amount': pilot.budgetCents, 'its source': pilot.budgetSource })),
      ),
      spendingCautions(pilot, words, WHILE_DRAFT).map(text => ({ text, to: 'edit#field-mostSpend' })),
    ),
    criterion(
      'risk',
      LABELS.risk,
      'edit#field-mostCustomers',
      given(
        {
          'the most customers touched': pilot.mostCustomers,
          'the most spend': pilot.mostSpendCents,
          'the stop rule': pilot.stopRule,
          'the rollback step': pilot.rollbackStep,
        },
        `At most ${words.counted(pilot.mostCustomers ?? 0, 'customer')} and ${words.money(pilot.mostSpendCents ?? 0)}; stop: ${pilot.stopRule}; roll back: ${pilot.rollbackStep}`,
      ),
    ),
    criterion(
      'vision',
      LABELS.vision,
      'edit#field-visionSentence',
      pilot.visionSentence ? yes(`“${pilot.visionSentence}”`) : no('No sentence of the vision is named.'),
    ),
  ]
}

/** Where budget and risk envelope name different sums, in a sentence or none; said at every gate until the launch. */
export function spendingInWords(
  { budgetCents, mostSpendCents }: Pick<ProposalFacts, 'budgetCents' | 'mostSpendCents'>,
  words: Wording,
): readonly string[] {
  if (budgetCents === null || mostSpendCents === null || budgetCents === mostSpendCents) return []
  const [budget, most] = [words.money(budgetCents), words.money(mostSpendCents)]
  return [
    budgetCents > mostSpendCents
      ? `The budget of ${budget} is above the most spend of ${most} that the risk envelope allows.`
      : `The risk envelope allows to spend ${most}, above the budget of ${budget}: the rest has no source.`,
  ]
}

/**
 * The same with what can be done about it.
 *
 * @param advice  who can change the sums, and how; null where nobody can any more
 */
export function spendingCautions(
  pilot: Pick<ProposalFacts, 'budgetCents' | 'mostSpendCents'>,
  words: Wording,
  advice: string | null,
): readonly string[] {
  return spendingInWords(pilot, words).map(fact => [fact, advice].filter(Boolean).join(' '))
}

const WHILE_DRAFT = 'Lower the one or raise the other while the proposal is a draft.'
const ONCE_SUBMITTED =
  'Both stand as they were submitted, and whoever decides does so knowing it. To change one, the owner or the lead ' +
  'withdraws the pilot, and it is proposed anew.'

const WHO_CHANGES_SPENDING: Partial<Record<PilotState, string>> = {
  draft: WHILE_DRAFT,
  proposed: ONCE_SUBMITTED,
  approved: ONCE_SUBMITTED,
}

/** Who can change budget and most spend, and how: a proposal is fixed once it was submitted. */
export const spendingAdvice = (state: PilotState): string | null => WHO_CHANGES_SPENDING[state] ?? null

/** Named while dates and segment can still move; at the selection the same conflict stands in the way. */
const conflictCaution = (conflict: PilotConflict, words: Wording): Caution => ({
  text:
    `In these dates ${conflictInWords(conflict, words)}. Move one of the two, or the sponsor will have to override it at ` +
    'the selection.',
  to: `/pilots/${conflict.id}`,
})

function teamEvidence({ owner, team }: SubmitFacts): Evidence {
  const hands = [...(owner ? [owner] : []), ...team.filter(({ id }) => id !== owner?.id)].filter(
    ({ isActive }) => isActive,
  )
  const departments = [...new Set(hands.flatMap(({ department }) => (department ? [department] : [])))].sort()
  if (departments.length >= 2) return yes(`${people(hands.length)} from ${listed(departments)}`)
  if (hands.length === 0) return no('There is nobody on the team.')
  return no(
    departments.length === 0
      ? `${people(hands.length)}, none of them with a department.`
      : `${people(hands.length)}, all from ${departments.join()}; add somebody from another department.`,
  )
}

function sponsorEvidence({ sponsor, owner, team, proposerId }: SubmitFacts): Evidence {
  if (!sponsor) return no('Nobody is named as sponsor.')
  if (!sponsor.isActive || !sponsor.hasRole) return no(`${sponsor.name} is not a sponsor of this program any more.`)
  if (sponsor.id === owner?.id || team.some(({ id }) => id === sponsor.id)) {
    return no(`${sponsor.name} works on this pilot; name a sponsor from outside the team.`)
  }
  if (sponsor.id === proposerId)
    return no(`${sponsor.name} proposed this pilot and could not decide on it; name another sponsor.`)
  return yes(sponsor.name)
}

function metricEvidence({ pilot, metric, words }: SubmitFacts): Evidence {
  if (!metric) return no('No metric is chosen.')
  if (pilot.smallestEffect === null) return no(`${metric.name}, without the smallest effect that matters.`)
  return yes(`${metric.name}, at least ${effectInWords(pilot.smallestEffect, metric, words)}`)
}

/** A proposal with such a metric may be scored, but it comes to no locked plan; and once it is submitted the metric stays. */
function metricCautions({ metric }: SubmitFacts): readonly string[] {
  if (!metric || isAnalysable(metric.kind)) return []
  const what = `${metric.name} is a ${KINDS[metric.kind].word.toLowerCase()}`
  return [`${what}: ${NOT_ANALYSED}. Choose a share or a mean while the proposal is a draft.`]
}

const people = (count: number): string => counted(count, 'person', 'people')
