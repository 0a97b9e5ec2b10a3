import type { Role } from '../access/permissions'
import type { Metric } from '../metrics/metric.entity'
import { effectAsStored, effectFault } from '../metrics/metric.rules'
import { refuse } from '../platform/errors'
import type { Pilot } from './pilot.entity'
import type { SegmentKey } from './pilot.store'
import type { Colleague } from './pilotTeam.store'
import type { ProposalInput } from './proposal.input'
import type { JourneyChoice } from './proposalChoice.store'

/** What a person answers in a proposal, as the pilot keeps it. */
export type Proposal = Pick<
  Pilot,
  | 'title'
  | 'change'
  | 'forWhom'
  | 'expectedEffect'
  | 'because'
  | 'ownerId'
  | 'sponsorId'
  | 'metricId'
  | 'smallestEffect'
  | 'startsOn'
  | 'endsOn'
  | 'budgetCents'
  | 'budgetSource'
  | 'mostCustomers'
  | 'mostSpendCents'
  | 'stopRule'
  | 'rollbackStep'
  | 'visionSentence'
  | 'arrivalsPerWeek'
  | 'journeyId'
  | 'journeyVersion'
>

/** What a proposal may choose from. */
export interface ProposalChoices {
  readonly colleagues: readonly Colleague[]
  readonly metrics: readonly Pick<Metric, 'id' | 'name' | 'kind' | 'unit' | 'smallestEffect'>[]
  readonly journeys: readonly JourneyChoice[]
}

/** The fields in the words of the form, in its order. */
export const PROPOSAL_WORDS = {
  title: 'Title',
  change: 'What changes',
  forWhom: 'For whom',
  expectedEffect: 'Expected effect',
  because: 'Why',
  segment: 'Segment',
  ownerId: 'Owner',
  sponsorId: 'Sponsor',
  metricId: 'Primary metric',
  smallestEffect: 'Smallest effect that matters',
  startsOn: 'First day',
  endsOn: 'Last day',
  arrivalsPerWeek: 'Arrivals a week',
  budgetCents: 'Budget',
  budgetSource: 'Source of the budget',
  mostCustomers: 'Most customers touched',
  mostSpendCents: 'Most spend',
  stopRule: 'Stop rule',
  rollbackStep: 'Rollback step',
  visionSentence: 'Vision sentence',
} as const

/** Only somebody who does things in the program can own a pilot or work on it. */
export const canWork = ({ roles }: Pick<Colleague, 'roles'>): boolean => roles.some(role => role !== 'viewer')

const hasRole = ({ roles }: Pick<Colleague, 'roles'>, role: Role): boolean => roles.includes(role)

/** Those who can be named as sponsor. */
export const sponsorsOf = (colleagues: readonly Colleague[]): Colleague[] =>
  colleagues.filter(one => hasRole(one, 'sponsor'))

/**
 * What was typed as what is kept.
 *
 * @param unnamed  who owns the pilot when no owner is named: its proposer
 * @param kept  the pilot as it stands: whom and what it names already may stay, even if they could not be chosen anew
 * @throws Invalid with a sentence for each answer that does not fit the program
 */
export function proposalOf(
  input: ProposalInput,
  { colleagues, metrics, journeys }: ProposalChoices,
  unnamed: string,
  kept?: Pick<Pilot, 'ownerId' | 'sponsorId'>,
): { proposal: Proposal; segment: SegmentKey[] } {
  const faults: Record<string, string> = {}
  const ownerId = input.ownerId ?? unnamed
  if (
    ownerId !== unnamed &&
    ownerId !== kept?.ownerId &&
    !colleagues.some(one => one.accountId === ownerId && canWork(one))
  ) {
    faults.ownerId = 'Choose an owner among the people who work in this program.'
  }
  const { sponsorId } = input
  if (sponsorId && sponsorId !== kept?.sponsorId && !sponsorsOf(colleagues).some(one => one.accountId === sponsorId)) {
    faults.sponsorId = 'Choose a sponsor among the sponsors of this program.'
  }
  const metric = input.metricId === null ? null : metrics.find(({ id }) => id === input.metricId)
  if (metric === undefined) faults.metricId = 'Choose a metric of this program.'
  const smallestEffect = effectOf(input, metric ?? null, faults)
  checkTimebox(input, faults)
  const { journey, segment } = segmentOf(input.segment, journeys, faults)
  refuse(faults)
  return {
    segment,
    proposal: {
      title: input.title,
      change: input.change ?? '',
      forWhom: input.forWhom ?? '',
      expectedEffect: input.expectedEffect ?? '',
      because: input.because ?? '',
      ownerId,
      sponsorId,
      metricId: input.metricId,
      smallestEffect,
      startsOn: input.startsOn,
      endsOn: input.endsOn,
      budgetCents: input.budget,
      budgetSource: input.budgetSource ?? '',
      mostCustomers: input.mostCustomers,
      mostSpendCents: input.mostSpend,
      stopRule: input.stopRule ?? '',
      rollbackStep: input.rollbackStep ?? '',
      visionSentence: input.ownVisionSentence ?? input.visionSentence ?? '',
      arrivalsPerWeek: input.arrivalsPerWeek,
      journeyId: journey?.id ?? null,
      journeyVersion: journey?.version ?? null,
    },
  }
}

/** @throws Invalid when the last day is before the first */
export function checkedTimebox<T extends { startsOn: string | null; endsOn: string | null }>(timebox: T): T {
  const faults: Record<string, string> = {}
  checkTimebox(timebox, faults)
  refuse(faults)
  return timebox
}

function checkTimebox(
  { startsOn, endsOn }: { startsOn: string | null; endsOn: string | null },
  faults: Record<string, string>,
): void {
  if (startsOn && endsOn && endsOn < startsOn) faults.endsOn = 'The last day cannot be before the first.'
}

function effectOf({ smallestEffect }: Pick<ProposalInput, 'smallestEffect'>, metric: Pick<Metric, 'kind'> | null, faults: Record<string, string>): number | null {
  const kind = metric?.kind ?? null
  const fault = effectFault(smallestEffect, kind)
  if (fault !== null) faults.smallestEffect = fault
  return smallestEffect === null ? null : effectAsStored(smallestEffect, kind)
}

function segmentOf(
  keys: readonly string[],
  journeys: readonly JourneyChoice[],
  faults: Record<string, string>,
): { journey: JourneyChoice | null; segment: SegmentKey[] } {
  const chosen = [...new Set(keys)]
  const touched = journeys.filter(({ parts }) => parts.some(({ key }) => chosen.includes(key)))
  const [journey = null] = touched
  if (touched.length > 1) faults.segment = 'Choose stages and handoffs of one journey only.'
  const segment = (journey?.parts ?? [])
    .filter(({ key }) => chosen.includes(key))
    .map(({ kind, key }) => ({ kind, key }))
  const known = touched.flatMap(({ parts }) => parts.map(({ key }) => key))
  if (chosen.some(key => !known.includes(key))) faults.segment = 'Choose among the stages and handoffs offered.'
  return { journey, segment }
}

/** The vision of a program as the sentences that a pilot may serve. */
export function sentencesOf(vision: string): string[] {
  const segments = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(vision)
  return [...new Set([...segments].map(({ segment }) => segment.trim()).filter(sentence => /\p{L}/u.test(sentence)))]
}
