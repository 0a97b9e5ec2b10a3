import { may } from '../access/permissions'
import { effectAsTyped, effectUnitOf } from '../metrics/metric.rules'
import { activityWords } from './activity.rules'
import { effectInWords } from './effectInWords'
import { conflictInWords } from './gateCriteria/conflict'
import { editPath, nextStep } from './nextStep.rules'
import type { Pilot } from './pilot.entity'
import type { SeenActivity } from './pilotActivity.service'
import { hypothesis } from './hypothesis'
import { pilotHead } from './pilotHead'
import { isOpen, nextGate, possibleDeeds, unmet, type Criterion, type Gate } from './pilotLife.rules'
import type { DraftForm, ProposalForm, SeenPilot, TeamForm } from './pilot.service'
import type { PilotSheet } from './pilotSheet.store'
import type { Colleague } from './pilotTeam.store'
import { canWork, sentencesOf, sponsorsOf } from './proposal.rules'
import type { JourneyChoice } from './proposalChoice.store'
import { mendAddress, shownCriterion } from './shownCriterion'
import { wordingOf } from './wording'

/**
 * What features further along the life of a pilot add to its overview: the criteria of the gate ahead, and a line for each
 * thing worth knowing (plan, data, guardrails). The app brings the function; without it the overview shows its own facts.
 */
export interface OverviewAddition {
  /** The criteria of the next gate, overrides included; null where there is none or this feature knows it itself. */
  readonly criteria: readonly Criterion[] | null
  readonly lines: readonly { readonly label: string; readonly text: string; readonly href?: string }[]
}

const NOTHING_ADDED: OverviewAddition = { criteria: null, lines: [] }

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
    owner: owner?.name ?? null,
    sponsor: sponsor?.name ?? null,
    today: today(now, program.timeZone),
  })
  const edit = editPath(pilot.state, standing)
  const deeds = possibleDeeds(pilot)
  return {
    head: pilotHead(pilot, 'overview'),
    hypothesis: hypothesis(pilot),
    isRunning: pilot.state === 'running',
    week: weekOf(pilot, today(now, program.timeZone)),
    steps: steps(pilot),
    next: next && {
      ...next,
      to: next.to && `${home}/${next.to}`,
      post: next.isPost ? `${home}/${next.to ?? ''}` : null,
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

function gateModel(criteria: readonly Criterion[], { pilot, standing, owner }: SeenPilot) {
  const open = unmet(criteria).length
  return {
    summary: open === 0 ? `All ${criteria.length} met` : `${criteria.length - open} of ${criteria.length} met`,
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

/** The calendar day in a time zone, as YYYY-MM-DD. */
export function today(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
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
    owner: owner && person(owner),
    sponsor: sponsor && person(sponsor),
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

const person = ({ name, isActive }: { name: string; isActive: boolean }) => ({ name, hasLeft: !isActive })

const NO_DEPARTMENT = 'Without a department'

function byDepartment(hands: PilotSheet['team']) {
  const departments = new Map<string, string[]>()
  for (const { department, name } of hands) {
    const key = department ?? NO_DEPARTMENT
    departments.set(key, [...(departments.get(key) ?? []), name])
  }
  return [...departments].map(([department, names]) => ({ department, names: names.join(', ') }))
}

/** What a link from a stage or handoff fills in. */
export interface Prefill {
  readonly journey?: unknown
  readonly segment?: unknown
}

type Typed = Readonly<Record<string, unknown>>

/** What views/pilots/new.hbs prints. */
export function newPilotForm({ program, choices }: ProposalForm, prefill: Prefill, typed: Typed = {}) {
  const keys = keysOf(typed.segment ?? prefill.segment)
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
  const keys = 'title' in typed ? keysOf(typed.segment) : seen.segment.map(({ key }) => key)
  return {
    ...formModel({ program, choices }, keys, pilot.journeyId, seen),
    head: pilotHead(pilot, 'overview'),
    to: `${home}/edit`,
    cancelTo: home,
    pilot: {
      ...pilot,
      budget: inUnits(pilot.budgetCents),
      mostSpend: inUnits(pilot.mostSpendCents),
      smallestEffect: metric ? effectAsTyped(metric.kind, pilot.smallestEffect) : pilot.smallestEffect,
      visionSentence: sentencesOf(program.vision).includes(pilot.visionSentence) ? pilot.visionSentence : '',
      ownVisionSentence: sentencesOf(program.vision).includes(pilot.visionSentence) ? '' : pilot.visionSentence,
    },
    // after a stale edit the person has compared: the next save takes the place of the other
    version: pilot.version,
    conflicts: seen.conflicts.map(conflict => ({
      to: `/pilots/${conflict.id}`,
      text: conflictInWords(conflict, wordingOf(program)),
    })),
    newerJourney:
      journey && journey.latestVersion > journey.version
        ? { to: `${home}/journey-version`, from: journey.version, latest: journey.latestVersion }
        : null,
  }
}

const EMPTY = { title: '', visionSentence: '' }
const inUnits = (cents: number | null): number | null => (cents === null ? null : cents / 100)

function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter(each => typeof each === 'string')
  return typeof value === 'string' ? value.split(',') : []
}

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
  const unit = effectUnitOf(metric)
  return unit ? ` (${unit})` : ''
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

/** Those who can be named, and whoever is named already although they could not be chosen anew. */
function peopleOptions(colleagues: readonly Colleague[], kept: { id: string; name: string } | null | undefined) {
  const options = colleagues.map(({ accountId, name, department }) => ({
    value: accountId,
    label: department ? `${name}, ${department}` : name,
  }))
  return !kept || options.some(({ value }) => value === kept.id)
    ? options
    : [...options, { value: kept.id, label: `${kept.name} (has left)` }]
}

/** What views/pilots/timebox.hbs prints. */
export function timeboxForm(seen: SeenPilot) {
  const { pilot } = seen
  return {
    head: pilotHead(pilot, 'overview'),
    to: `/pilots/${pilot.id}/timebox`,
    cancelTo: `/pilots/${pilot.id}`,
    pilot,
    version: pilot.version,
  }
}

/** What views/pilots/team.hbs prints: the departments that the segment touches first. */
export function teamPage({ seen, colleagues }: TeamForm, typed: Typed = {}) {
  const { pilot, standing, team, owner, sponsor, segment } = seen
  const touched = [...new Set(segment.flatMap(({ departments }) => departments))]
  const present = team.map(({ id }) => id)
  const chosen = 'version' in typed ? keysOf(typed.members) : present
  const mayChange = may(standing, 'pilot.edit') && isOpen(pilot.state, 'teamAdditions')
  const mayRemove = isOpen(pilot.state, 'team')
  const groups = new Map<string, ReturnType<typeof entry>[]>(touched.map(department => [department, []]))
  const entry = ({ accountId, name, department }: Colleague) => ({
    id: accountId,
    name,
    department,
    isChosen: chosen.includes(accountId),
    isFixed: present.includes(accountId) && !mayRemove,
  })
  for (const colleague of colleagues.filter(
    one => canWork(one) && one.accountId !== owner?.id && one.accountId !== sponsor?.id,
  )) {
    const key = colleague.department ?? NO_DEPARTMENT
    groups.set(key, [...(groups.get(key) ?? []), entry(colleague)])
  }
  const shown = new Set([...groups.values()].flat().map(({ id }) => id))
  const departments = new Set([owner, ...team].flatMap(one => (one?.department ? [one.department] : [])))
  return {
    head: pilotHead(pilot, 'team'),
    owner: owner && { ...person(owner), department: owner.department },
    sponsor: sponsor && person(sponsor),
    team: team
      .filter(({ id }) => id !== owner?.id)
      .map(({ name, department, isActive }) => ({ name, department, hasLeft: !isActive })),
    departments: departments.size,
    needsDepartments: departments.size < 2,
    missing: touched.filter(department => !departments.has(department)).join(', '),
    form: mayChange && {
      to: `/pilots/${pilot.id}/team`,
      version: pilot.version,
      onlyAdds: !mayRemove,
      // on the team and not offered, such as an owner or somebody who has left: saving must not take them away
      kept: present.filter(id => !shown.has(id)),
      groups: [...groups]
        .sort(([one], [other]) => Number(one === NO_DEPARTMENT) - Number(other === NO_DEPARTMENT))
        .filter(([, people]) => people.length > 0)
        .map(([department, people]) => ({
          department,
          isTouched: touched.includes(department),
          people,
        })),
    },
    handOverTo: may(standing, 'program.manage') ? `/pilots/${pilot.id}/hand-over` : null,
  }
}

/** What views/pilots/handOver.hbs prints. */
export function handOverForm({ seen, colleagues }: TeamForm) {
  const { pilot, owner, sponsor } = seen
  return {
    head: pilotHead(pilot, 'team'),
    to: `/pilots/${pilot.id}/hand-over`,
    cancelTo: `/pilots/${pilot.id}`,
    owner,
    sponsor,
    version: pilot.version,
    owners: peopleOptions(colleagues.filter(canWork), owner),
    sponsors: isOpen(pilot.state, 'sponsor') ? peopleOptions(sponsorsOf(colleagues), sponsor) : null,
  }
}

const DEED_PAGES = {
  pause: {
    title: 'Pause the pilot',
    means: 'The change stops for the time being. Readings and plan stay; owner or lead can resume it at any time.',
    button: 'Pause the pilot',
  },
  withdraw: {
    title: 'Withdraw the pilot',
    means: 'This ends the pilot. It stays in the list with everything recorded, and cannot be taken up again.',
    button: 'Withdraw the pilot',
  },
} as const

/** What views/pilots/deed.hbs prints: a deed that needs its reason. */
export function deedPage({ pilot }: SeenPilot, deed: keyof typeof DEED_PAGES) {
  const home = `/pilots/${pilot.id}`
  return {
    head: pilotHead(pilot, 'overview'),
    ...DEED_PAGES[deed],
    isStop: deed === 'withdraw',
    to: `${home}/${deed}`,
    cancelTo: home,
  }
}

/** What views/pilots/activity.hbs prints. */
export function activityPage({ pilot, standing, items, total, page, pageSize }: SeenActivity) {
  const address = (number: number): string => `/pilots/${pilot.id}/activity${number === 1 ? '' : `?page=${number}`}`
  const first = (page - 1) * pageSize
  return {
    head: pilotHead(pilot, 'activity'),
    to: may(standing, 'pilot.comment') ? `/pilots/${pilot.id}/activity` : null,
    items: items.map(({ kind, at, actor, action, details, body }) =>
      kind === 'comment'
        ? { isComment: true, at, actor, body }
        : { isComment: false, at, actor, ...activityWords(action ?? '', details) },
    ),
    pager: {
      from: first + 1,
      to: first + items.length,
      total,
      previousTo: page > 1 ? address(page - 1) : null,
      nextTo: first + items.length < total ? address(page + 1) : null,
    },
    isPaged: total > pageSize,
  }
}
