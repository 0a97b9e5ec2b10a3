import { effectAsTyped, effectUnitOf, isAnalysable } from '../metrics/metric.rules'
import { conflictInWords, spendingInWords } from './gateCriteria.rules'
import { peopleOptions } from './peopleOptions'
import { pilotHead } from './pilotHead'
import type { DraftForm, ProposalForm, SeenPilot } from './pilot.service'
import type { PilotSheet } from './pilotSheet.store'
import { canWork, sentencesOf, sponsorsOf } from './proposal.rules'
import type { JourneyChoice } from './proposalChoice.store'
import { typedKeys, type Typed } from './typedKeys'
import { wordingOf } from './wording'

/** What a link from a stage or handoff fills in. */
export interface Prefill {
  readonly journey?: unknown
  readonly segment?: unknown
}

/** What views/pilots/new.hbs prints. */
export function newPilotForm({ program, choices }: ProposalForm, prefill: Prefill, typed: Typed = {}) {
  const keys = typedKeys(typed.segment ?? prefill.segment)
  return {
    ...formModel({ program, choices }, keys, typeof prefill.journey === 'string' ? prefill.journey : null),
    to: `/programs/${program.id}/pilots/new`,
    cancelTo: `/programs/${program.id}/pilots`,
    pilot: EMPTY,
  }
}

/** What views/pilots/edit.hbs prints. */
export function draftForm({ seen, program, choices }: DraftForm, typed: Typed = {}) {
  const { pilot, journey, metric } = seen
  const home = `/pilots/${pilot.id}`
  const keys = 'title' in typed ? typedKeys(typed.segment) : seen.segment.map(({ key }) => key)
  return {
    ...formModel({ program, choices }, keys, pilot.journeyId, seen),
    head: pilotHead(pilot, 'overview'),
    to: `${home}/edit`,
    cancelTo: home,
    pilot: {
      ...pilot,
      budget: inUnits(pilot.budgetCents),
      mostSpend: inUnits(pilot.mostSpendCents),
      isShare: metric?.kind === 'proportion',
      smallestEffect: metric ? effectAsTyped(metric.kind, pilot.smallestEffect) : pilot.smallestEffect,
      visionSentence: sentencesOf(program.vision).includes(pilot.visionSentence) ? pilot.visionSentence : '',
      ownVisionSentence: sentencesOf(program.vision).includes(pilot.visionSentence) ? '' : pilot.visionSentence,
    },
    conflicts: seen.conflicts.map(conflict => ({
      to: `/pilots/${conflict.id}`,
      text: conflictInWords(conflict, wordingOf(program)),
    })),
    spending: spendingInWords(pilot, wordingOf(program)),
    newerJourney:
      journey && journey.latestVersion > journey.version
        ? { to: `${home}/journey-version`, from: journey.version, latest: journey.latestVersion }
        : null,
  }
}

const EMPTY = { title: '', visionSentence: '' }
const inUnits = (cents: number | null): number | null => (cents === null ? null : cents / 100)

function formModel(
  { program, choices }: ProposalForm,
  keys: readonly string[],
  openJourney: string | null,
  kept?: PilotSheet,
) {
  const { colleagues, metrics, journeys } = choices
  return {
    program: { name: program.name, currency: program.currency },
    journeys: journeys.map(journey => journeyModel(journey, keys, journeys.length === 1 || journey.id === openJourney)),
    hasJourneys: journeys.length > 0,
    owners: peopleOptions(colleagues.filter(canWork), kept?.owner),
    sponsors: peopleOptions(sponsorsOf(colleagues), kept?.sponsor),
    metrics: metrics.map(metric => ({ value: metric.id, label: `${metric.name}${unitOf(metric)}` })),
    sentences: sentencesOf(program.vision),
  }
}

const unitOf = (metric: Parameters<typeof effectUnitOf>[0]): string => {
  const said = [effectUnitOf(metric), isAnalysable(metric.kind) ? '' : 'not analysed yet'].filter(Boolean)
  return said.length > 0 ? ` (${said.join('; ')})` : ''
}

function journeyModel(
  { name, version, customerSegment, parts }: JourneyChoice,
  keys: readonly string[],
  isOpen: boolean,
) {
  const marked = parts.map(({ key, kind, label, departments }) => ({
    ...{
      key,
      label,
      isHandoff: kind === 'handoff',
      departments: departments.join(' and '),
      isChosen: keys.includes(key),
    },
  }))
  return { name, version, customerSegment, parts: marked, isOpen: isOpen || marked.some(({ isChosen }) => isChosen) }
}

/** What views/pilots/timebox.hbs prints. */
export function timeboxForm(seen: SeenPilot) {
  const { pilot } = seen
  return {
    head: pilotHead(pilot, 'overview'),
    to: `/pilots/${pilot.id}/timebox`,
    cancelTo: `/pilots/${pilot.id}`,
    pilot,
  }
}
