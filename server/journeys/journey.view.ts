import { may, type Standing } from '../access/permissions'
import { asTyped } from '../platform/numberIn'
import { shareInBox } from '../platform/shareTyped'
import type { Department } from '../programs/department.entity'
import { asPercent } from '../programs/program.rules'
import { emptyStage, isFilled, placesFor, type TypedHandoff, type TypedJourney, type TypedStage } from './arrangement.rules'
import { answersOf, type DrawnHandoff, type DrawnStage } from './journey.rules'
import type { JourneyChoices, SeenJourney } from './journey.service'
import type { JourneyAtVersion, JourneyRow, PilotOnKey } from './journey.store'

export function journeysPage(programId: string, { journeys, standing }: { journeys: readonly JourneyRow[]; standing: Standing }) {
  const here = `/programs/${programId}/journeys`
  return {
    journeys: journeys.map(({ id, ...journey }) => ({ ...journey, href: `${here}/${id}` })),
    newTo: may(standing, 'program.manage') ? `${here}/new` : null,
  }
}

const NO_DEPARTMENT = 'no department yet'

/** The map: stages with the handoffs between them, and what is tried on each. */
export function journeyPage({ journey, versions, departments, pilots, standing }: SeenJourney) {
  const here = `/programs/${journey.programId}/journeys/${journey.id}`
  const isNewest = journey.version === journey.latestVersion
  const start = isNewest && may(standing, 'pilot.propose') ? `/programs/${journey.programId}/pilots/new?journey=${journey.id}` : null
  const most = Math.max(0, ...journey.handoffs.map(({ shareLost }) => shareLost ?? 0))
  const handoffs = journey.handoffs.map(handoff => handoffCard(handoff, journey, departments, pilots, start, most))
  const drawnKeys = new Set([...journey.stages, ...journey.handoffs].map(({ key }) => key))
  const gone = pilots.filter(({ key }) => !drawnKeys.has(key))
  return {
    journey: {
      ...{ name: journey.name, customerSegment: journey.customerSegment, goal: journey.goal, ownerName: journey.ownerName },
      ...{ version: journey.version, latestVersion: journey.latestVersion, changedAt: journey.changedAt, changedBy: journey.changedBy },
    },
    places: journey.stages.map((stage, at) => ({
      stage: stageCard(stage, at + 1, departments, pilots, start),
      handoff: handoffs[at] ?? null,
    })),
    handoffs,
    sentence: lossSentence(handoffs),
    gonePilots: gone.map(pilotLink).filter((pilot, at, all) => all.findIndex(({ href }) => href === pilot.href) === at),
    startTo: start,
    pilotsTo: `/programs/${journey.programId}/pilots?journey=${journey.id}`,
    editTo: isNewest && may(standing, 'program.manage') ? `${here}/edit` : null,
    newestTo: isNewest ? null : here,
    versions: versions.map(({ number, createdAt, createdBy }) => ({
      ...{ number, createdAt, createdBy },
      href: number === journey.latestVersion ? here : `${here}?version=${number}`,
      isShown: number === journey.version,
    })),
  }
}

function stageCard(
  { key, name, customerGoal, channel, departmentId }: DrawnStage,
  place: number,
  departments: readonly Department[],
  pilots: readonly PilotOnKey[],
  start: string | null,
) {
  return {
    ...{ key, place, name, customerGoal, channel },
    department: nameOf(departmentId, departments),
    ...pilotsOn(key, pilots),
    startTo: start && `${start}&segment=${key}`,
  }
}

function handoffCard(
  handoff: DrawnHandoff,
  { stages }: JourneyAtVersion,
  departments: readonly Department[],
  pilots: readonly PilotOnKey[],
  start: string | null,
  most: number,
) {
  const { key, informationItems, shareLost, shareLostSample, waitHours } = handoff
  const from = stages.find(stage => stage.key === handoff.from)
  const to = stages.find(stage => stage.key === handoff.to)
  const [gives, takes] = [from, to].map(stage => nameOf(stage?.departmentId ?? null, departments))
  return {
    ...{ key, informationItems, shareLost, sample: shareLostSample },
    title: `${from?.name ?? ''} → ${to?.name ?? ''}`,
    departments: gives === takes ? (gives ? `within ${gives}` : NO_DEPARTMENT) : `${gives ?? NO_DEPARTMENT} → ${takes ?? NO_DEPARTMENT}`,
    wait: waitInWords(waitHours),
    isKnown: shareLost !== null,
    /** Of a bar as wide as all customers, in percent. */
    barWidth: shareLost === null ? 0 : asPercent(shareLost),
    isWorst: shareLost !== null && shareLost > 0 && shareLost === most,
    ...pilotsOn(key, pilots),
    startTo: start && `${start}&segment=${key}`,
  }
}

/** Hours as people say them: "2 h", "3 days", "1.5 days". */
function waitInWords(hours: number | null): string | null {
  if (hours === null) return null
  const rounded = (value: number) => String(Number(value.toFixed(1)))
  if (hours < 1) return `${rounded(hours * 60)} min`
  if (hours < 48) return `${rounded(hours)} h`
  return `${rounded(hours / 24)} days`
}

function lossSentence(handoffs: readonly { title: string; shareLost: number | null; isWorst: boolean }[]) {
  const worst = handoffs.filter(({ isWorst }) => isWorst)
  const unknown = handoffs.filter(({ shareLost }) => shareLost === null).length
  return { worst: worst.map(({ title }) => title).join(', '), shareLost: worst[0]?.shareLost ?? null, unknown }
}

function pilotsOn(key: string, pilots: readonly PilotOnKey[]) {
  const here = pilots.filter(pilot => pilot.key === key)
  return { pilots: here.map(pilotLink), morePilots: (here[0]?.total ?? 0) - here.length }
}

function pilotLink({ id, title, state, isPaused }: PilotOnKey) {
  return { title, href: `/pilots/${id}`, state: isPaused && state === 'running' ? 'paused' : state }
}

const nameOf = (id: string | null, departments: readonly Department[]): string | null =>
  departments.find(department => department.id === id)?.name ?? null

/** An empty form: a journey has two stages before it is worth drawing. */
export function emptyJourney(newKey: () => string): TypedJourney {
  const stages = [emptyStage(newKey()), emptyStage(newKey())]
  const nothing = { name: '', customerSegment: '', goal: '', ownerId: '' }
  return { ...nothing, stages, handoffs: [emptyHandoffBetween(stages[0]?.key ?? '', stages[1]?.key ?? '')], parted: [] }
}

function emptyHandoffBetween(from: string, to: string): TypedHandoff {
  return { from, to, informationItems: '', percentLost: '', sample: '', waitHours: '' }
}

/** A journey as its form has it when it is opened. */
export function journeyAsTyped(journey: JourneyAtVersion, locale: string): TypedJourney {
  const { stages, handoffs } = answersOf(journey)
  const written = (value: number | null) => (value === null ? '' : asTyped(value, locale))
  return {
    ...{ name: journey.name, customerSegment: journey.customerSegment, goal: journey.goal, ownerId: journey.ownerId ?? '' },
    stages: stages.map(stage => ({ ...stage, departmentId: stage.departmentId ?? '' })),
    handoffs: handoffs.map(({ from, to, informationItems, percentLost, sample, waitHours }) => ({
      ...{ from, to, informationItems: informationItems.join('\n') },
      ...{ percentLost: percentLost === null ? '' : shareInBox(percentLost, written(percentLost)), sample: written(sample), waitHours: written(waitHours) },
    })),
    parted: [],
  }
}

/** What of the form is not in its boxes. */
export interface JourneyFormFrame {
  readonly title: string
  readonly to: string
  readonly backTo: string
  /** The version that the next save begins from; none for a new journey. */
  readonly version?: unknown
  /** The owner as stored, who may have left since. */
  readonly owner?: { readonly id: string; readonly name: string } | null
  /** The place of the stage that was just added or moved. */
  readonly focus?: number
}

export function journeyForm(form: TypedJourney, { departments, members }: JourneyChoices, frame: JourneyFormFrame) {
  const { owner = null } = frame
  const people = members.map(({ accountId, name, roles }) => ({ value: accountId, label: `${name} (${roles.join(', ')})` }))
  const isThere = owner === null || people.some(({ value }) => value === owner.id)
  const { stages, handoffs, parted } = form
  const title = titleIn(stages)
  return {
    ...{ title: frame.title, to: frame.to, arrangeTo: `${frame.to}/arrange`, backTo: frame.backTo, version: frame.version },
    journey: { name: form.name, customerSegment: form.customerSegment, goal: form.goal, ownerId: form.ownerId },
    people: isThere ? people : [...people, { value: owner.id, label: `${owner.name} (has left)` }],
    departments: departments.map(({ id, name: label }) => ({ value: id, label })),
    stages: stages.map((stage, at) => ({
      ...stage,
      at,
      place: at + 1,
      field: `stages[${at}]`,
      upTo: at > 0 ? `up.${at}` : null,
      downTo: at < stages.length - 1 ? `down.${at}` : null,
      removeTo: stages.length > 1 ? `remove.${at}` : null,
      addTo: `add.${at}`,
      // where the person finds the stage again: places count from 1
      ...{ upPlace: at, downPlace: at + 2, addPlace: at + 2, removePlace: Math.min(at + 1, stages.length - 1) },
      handoff: handoffs[at] ? { ...handoffs[at], field: `handoffs[${at}]`, title: title(handoffs[at]) } : null,
      setAside: parted.flatMap((aside, number) => (standsAt(aside, stages) === at ? [asideForm(aside, number, at, form)] : [])),
    })),
    isArranged: frame.focus !== undefined,
  }
}

/** "Order → Install", by the names as typed. */
const titleIn = (stages: readonly TypedStage[]) => {
  const name = (key: string) => {
    const at = stages.findIndex(stage => stage.key === key)
    return at < 0 ? 'a stage taken out' : stages[at]?.name || `stage ${at + 1}`
  }
  return ({ from, to }: TypedHandoff) => `${name(from)} → ${name(to)}`
}

/** The place of the stage below which a handoff set aside is shown: the first of its own that is there, or the last of all. */
function standsAt({ from, to }: TypedHandoff, stages: readonly TypedStage[]): number {
  const [before, after] = [from, to].map(key => stages.findIndex(stage => stage.key === key)) as [number, number]
  if (before >= 0) return before
  return after >= 0 ? Math.max(0, after - 1) : stages.length - 1
}

/** What was typed of a handoff whose stages are no longer neighbours, and where it can go. */
function asideForm(aside: TypedHandoff, number: number, at: number, { stages, handoffs }: TypedJourney) {
  const title = titleIn(stages)
  const places = placesFor(aside, handoffs)
  const areBothThere = [aside.from, aside.to].every(key => stages.some(stage => stage.key === key))
  const why = areBothThere ? 'These stages are no longer neighbours.' : 'A stage of it is taken out.'
  const comesBack = areBothThere ? ' It comes back by itself once they are neighbours again.' : ''
  return {
    ...{ ...aside, field: `parted[${number}]`, title: title(aside) },
    explained:
      places.length > 0
        ? `${why} Use it at another handoff, or leave it out.${comesBack}`
        : 'No handoff is left that it could belong to. Copy from it what you need, then leave it out.',
    dropTo: `drop.${number}.${at}`,
    uses: places.flatMap(into => {
      const place = handoffs[into]
      return place ? [{ value: `use.${number}.${into}`, lands: into + 1, title: title(place), isFilled: isFilled(place) }] : []
    }),
  }
}

/** A journey as JSON: what is sent to change it, with keys, names and the version. */
export function journeyJson(journey: JourneyAtVersion) {
  const { id, name, customerSegment, goal, ownerId, ownerName, version, latestVersion, changedAt, changedBy } = journey
  return {
    ...{ id, name, customerSegment, goal, ownerId, ownerName, version, latestVersion, changedAt, changedBy },
    ...answersOf(journey),
  }
}
