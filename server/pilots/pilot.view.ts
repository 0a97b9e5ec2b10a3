import { may } from '../access/permissions'
import { calendarDay } from '../platform/calendarDay'
import { effectInWords } from './effectInWords'
import { hypothesis } from './hypothesis'
import { editPath, nextStep, type AwaitsSecond, type RefusedDecision } from './nextStep.rules'
import type { Pilot } from './pilot.entity'
import { pilotHead } from './pilotHead'
import { passes, unmet, type Criterion } from './criterion.rules'
import { nextGate, possibleDeeds, type Gate } from './pilotLife.rules'
import type { SeenPilot } from './pilot.service'
import type { PilotSheet } from './pilotSheet.store'
import { mendAddress, shownCriterion } from './shownCriterion'
import { NO_DEPARTMENT, named } from './teamWords'
import { wordingOf } from './wording'

/**
 * What features further along the life of a pilot add to its overview: the criteria of the gate ahead, and a line for each
 * thing worth knowing (plan, data, guardrails). The app brings the function; without it the overview shows its own facts.
 */
export interface OverviewAddition {
  /** The criteria of the next gate, overrides included; null where there is none or this feature knows it itself. */
  readonly criteria: readonly Criterion[] | null
  readonly lines: readonly { readonly label: string; readonly text: string; readonly href?: string }[]
  /** Benefit lines of a concluded pilot on which finance has not spoken. */
  readonly linesToSign: number
  /** The decision on a concluded pilot that waits for a second sponsor; null for none. */
  readonly awaitsSecond: AwaitsSecond | null
  /** The last decision on a concluded pilot, where a second sponsor refused it. */
  readonly refused: RefusedDecision | null
  /** Whether a running pilot has as many readings as its plan asks for. */
  readonly areReadingsIn: boolean
}

const NOTHING_ADDED: OverviewAddition = { criteria: null, lines: [], linesToSign: 0, awaitsSecond: null, refused: null, areReadingsIn: false }

const GATE_WORDS: Readonly<Record<Gate, string>> = {
  submit: 'What the submit gate asks for',
  select: 'What the selection asks for',
  launch: 'What the launch asks for',
  conclude: 'What concluding asks for',
  decide: 'What the decision asks for',
  confirm: 'What confirming asks for',
}

/** What views/pilots/show.hbs prints. */
export function pilotPage(seen: SeenPilot, now: Date, addition: OverviewAddition = NOTHING_ADDED) {
  const { pilot, standing, owner, sponsor, program } = seen
  const home = `/pilots/${pilot.id}`
  const criteria = seen.criteria ?? addition.criteria
  const gate = nextGate(pilot.state)
  const next = nextStep({
    pilot,
    standing,
    criteria,
    linesToSign: addition.linesToSign,
    awaitsSecond: addition.awaitsSecond,
    refused: addition.refused,
    areReadingsIn: addition.areReadingsIn,
    owner: owner?.name ?? null,
    sponsor: sponsor?.name ?? null,
    today: calendarDay(now, program.timeZone),
  })
  const edit = editPath(pilot.state, standing)
  const deeds = possibleDeeds(pilot)
  return {
    head: pilotHead(pilot, 'overview'),
    to: home,
    hypothesis: hypothesis(pilot),
    isProposed: pilot.submittedAt !== null,
    isRunning: pilot.state === 'running',
    week: weekOf(pilot, calendarDay(now, program.timeZone)),
    steps: steps(pilot),
    next: next && {
      ...next,
      to: next.to && `${home}/${next.to}`,
    },
    gate: gate && criteria && { heading: GATE_WORDS[gate], ...gateModel(criteria, seen) },
    lines: addition.lines,
    editTo: edit && `${home}/${edit}`,
    editLabel: edit === 'timebox' ? 'Change the dates' : 'Edit',
    facts: facts(seen),
    proposal: proposalFacts(seen),
    courses: [
      ...(deeds.includes('conclude') && may(standing, 'pilot.conclude') ? [{ label: 'Conclude', to: `${home}/gates/conclude` }] : []),
      ...(deeds.includes('pause') && may(standing, 'pilot.pause') ? [{ label: 'Pause', to: `${home}/pause` }] : []),
      ...(may(standing, 'program.manage') ? [{ label: 'Hand over', to: `${home}/hand-over` }] : []),
      ...(deeds.includes('withdraw') && may(standing, 'pilot.withdraw')
        ? [{ label: 'Withdraw', to: `${home}/withdraw` }]
        : []),
    ],
    parent: seen.parent && { title: seen.parent.title, to: `/pilots/${seen.parent.id}` },
    followUps: seen.followUps.map(({ id, title, state }) => ({ title, state, to: `/pilots/${id}` })),
    exportTo: `${home}/export.json`,
  }
}

/** What a press of the overview does, in which state it came too early, and what to say where it is done already. */
const PRESSES = {
  submit: { early: 'draft', isDone: ({ isProposed }: Page) => isProposed, done: 'It has been proposed already' },
  resume: { early: null, isDone: ({ head }: Page) => head.state === 'running', done: 'It is running already' },
} as const

type Page = ReturnType<typeof pilotPage>

/** The same page after a press that came too early, or too late: in another tab it has been done already. */
export function afterRefusal(page: Page, press: keyof typeof PRESSES) {
  const { early, isDone, done } = PRESSES[press]
  if (page.head.state === early) return { ...page, refusal: { title: 'This is not possible yet', wayOn: null } }
  const wayOn = page.next?.to ? { label: page.next.label, href: page.next.to } : { label: 'Open the pilot', href: page.to }
  return { ...page, refusal: { title: isDone(page) ? done : 'This is not possible now', wayOn } }
}

function gateModel(criteria: readonly Criterion[], { pilot, standing, owner }: SeenPilot) {
  const open = unmet(criteria).length
  const overridden = criteria.filter(criterion => !criterion.met && passes(criterion)).length
  const met = criteria.length - open - overridden
  const counts = open + overridden === 0 ? `All ${met} met` : `${met} of ${criteria.length} met`
  return {
    summary: overridden === 0 ? counts : `${counts}, ${overridden} overridden`,
    isOpen: open === 0,
    criteria: criteria.map(criterion =>
      shownCriterion(criterion, { pilot, standing }, mendAddress(criterion.mendTo, pilot, standing), owner?.name),
    ),
  }
}

const PATH = ['draft', 'proposed', 'approved', 'running', 'concluded'] as const

function steps(pilot: Pilot) {
  const reached = [true, pilot.submittedAt, pilot.selectedAt, pilot.launchedAt, pilot.concludedAt].map(Boolean)
  const end = pilot.state === 'stopped' || pilot.state === 'withdrawn' ? [pilot.state] : ['scaling', 'sustained']
  const labels = pilot.state === 'withdrawn' ? [...PATH.filter((_, at) => reached[at]), 'withdrawn'] : [...PATH, ...end]
  const at = labels.indexOf(pilot.state)
  return labels.map((label, index) => ({ label, phase: index < at ? 'past' : index === at ? 'now' : 'ahead' }))
}

/** "Week 3 of 6" while it runs within its dates. */
function weekOf({ state, startsOn, endsOn }: Pilot, day: string): { at: number; of: number } | null {
  if (state !== 'running' || !startsOn || !endsOn || day < startsOn || day > endsOn) return null
  const weeks = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / 604_800_000) + 1
  return { at: weeks(startsOn, day), of: weeks(startsOn, endsOn) }
}

function facts({ pilot, owner, sponsor, proposer, team, journey, segment }: SeenPilot) {
  const hands = [...(owner ? [owner] : []), ...team.filter(({ id }) => id !== owner?.id)]
  return {
    journey: journey && { name: journey.name, version: journey.version, customers: journey.customerSegment },
    segment: segment.map(({ label, departments }) => ({
      label: label ?? 'A part that this version of the journey no longer has',
      departments: departments.join(' and '),
    })),
    team: byDepartment(hands),
    teamSize: hands.length,
    owner: owner && named(owner),
    sponsor: sponsor && named(sponsor),
    proposer: proposer.name,
    startsOn: pilot.startsOn,
    endsOn: pilot.endsOn,
    stateSince: pilot.stateSince,
    pausedAt: pilot.pausedAt,
  }
}

function proposalFacts({ pilot, metric, program }: SeenPilot) {
  return {
    ...{ change: pilot.change, forWhom: pilot.forWhom, expectedEffect: pilot.expectedEffect, because: pilot.because },
    metric: metric?.name ?? null,
    effect:
      metric && pilot.smallestEffect !== null ? effectInWords(pilot.smallestEffect, metric, wordingOf(program)) : null,
    ...{ budgetCents: pilot.budgetCents, budgetSource: pilot.budgetSource, arrivalsPerWeek: pilot.arrivalsPerWeek },
    ...{ mostCustomers: pilot.mostCustomers, mostSpendCents: pilot.mostSpendCents },
    ...{ stopRule: pilot.stopRule, rollbackStep: pilot.rollbackStep, visionSentence: pilot.visionSentence },
  }
}

function byDepartment(hands: PilotSheet['team']) {
  const departments = new Map<string, string[]>()
  for (const { department, name } of hands) {
    const key = department ?? NO_DEPARTMENT
    departments.set(key, [...(departments.get(key) ?? []), name])
  }
  return [...departments].map(([department, names]) => ({ department, names: names.join(', ') }))
}
