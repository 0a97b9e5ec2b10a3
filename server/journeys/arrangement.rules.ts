import { refuse } from '../platform/errors'
import type { HandoffInput, JourneyForm, JourneyInput } from './journey.input'

/**
 * The form of a journey while it is written: everything as typed, readable or not, so that nothing is lost when stages
 * are added, moved or taken out before it is saved.
 */
export interface TypedStage {
  readonly key: string
  readonly name: string
  readonly customerGoal: string
  readonly channel: string
  readonly departmentId: string
}

export interface TypedHandoff {
  readonly from: string
  readonly to: string
  readonly informationItems: string
  readonly percentLost: string
  readonly sample: string
  readonly waitHours: string
}

export interface TypedJourney {
  readonly name: string
  readonly customerSegment: string
  readonly goal: string
  readonly ownerId: string
  readonly stages: readonly TypedStage[]
  /** Between each two neighbours. */
  readonly handoffs: readonly TypedHandoff[]
  /**
   * Handoffs with something in them whose stages are no neighbours now, or are taken out: back with their stages, or
   * where a person puts them.
   */
  readonly parted: readonly TypedHandoff[]
}

/** Add after, move up, move down, or take out the stage at a place. */
export interface StageStep {
  readonly kind: 'add' | 'up' | 'down' | 'remove'
  /** Counts from 0; -1 adds before the first. */
  readonly at: number
}

/** What was set aside goes into the handoff after a place, instead of what stands there, or is left out. */
export interface PartedStep {
  readonly kind: 'use' | 'drop'
  /** The place among the parted. */
  readonly at: number
  /** The place of the stage before the handoff that takes it. */
  readonly into: number
}

/** What a button of the form does. */
export type Step = StageStep | PartedStep

/** Reads the value of the pressed button, such as `up.2` or `use.0.3`; `null` for anything else. */
export function stepOf(value: unknown): Step | null {
  if (typeof value !== 'string') return null
  const [, kind, at] = /^(add|up|down|remove)\.(-?\d{1,3})$/.exec(value) ?? []
  if (kind !== undefined) return { kind: kind as StageStep['kind'], at: Number(at) }
  const [, deed, parted, into] = /^(use|drop)\.(\d{1,3})\.(\d{1,3})$/.exec(value) ?? []
  return deed === undefined ? null : { kind: deed as PartedStep['kind'], at: Number(parted), into: Number(into) }
}

/** Reads a body leniently: whatever is not text becomes an empty box. */
export function typedJourney(body: unknown): TypedJourney {
  const form = fieldsOf(body)
  return settled({
    name: text(form.name),
    customerSegment: text(form.customerSegment),
    goal: text(form.goal),
    ownerId: text(form.ownerId),
    stages: rowsOf(form.stages).map(row => ({
      ...{ key: text(row.key), name: text(row.name), customerGoal: text(row.customerGoal) },
      ...{ channel: text(row.channel), departmentId: text(row.departmentId) },
    })),
    handoffs: rowsOf(form.handoffs).map(typedHandoff),
    parted: rowsOf(form.parted).map(typedHandoff),
  })
}

/** The form after a button was pressed. A step that leads nowhere, such as up from the first place, changes nothing. */
export function arranged(form: TypedJourney, step: Step, newKey: () => string): TypedJourney {
  if (step.kind === 'use' || step.kind === 'drop') return withParted(form, step)
  const { kind, at } = step
  const stages = [...form.stages]
  const stage = stages[at]
  const other = kind === 'up' ? at - 1 : at + 1
  if (kind === 'add' && at >= -1 && at < stages.length) stages.splice(at + 1, 0, emptyStage(newKey()))
  if (kind === 'remove' && stages.length > 1) stages.splice(at, stage ? 1 : 0)
  if ((kind === 'up' || kind === 'down') && stage && stages[other]) {
    stages[at] = stages[other]
    stages[other] = stage
  }
  return settled({ ...form, stages })
}

/** One of those set aside goes into a handoff, or is left out. */
function withParted(form: TypedJourney, { kind, at, into }: PartedStep): TypedJourney {
  const aside = form.parted[at]
  const place = form.handoffs[into]
  if (!aside || (kind === 'use' && !place)) return form
  const handoffs = form.handoffs.map(handoff => (kind === 'use' && handoff === place ? { ...aside, from: place.from, to: place.to } : handoff))
  return { ...form, handoffs, parted: form.parted.filter(other => other !== aside) }
}

/** Where the person should find themselves after a step: the place of the stage it was about. */
export function placeAfter(step: Step, stages: number): number {
  const { kind, at } = step
  const place = kind === 'use' || kind === 'drop' ? step.into : kind === 'add' || kind === 'down' ? at + 1 : kind === 'up' ? at - 1 : at
  return Math.max(0, Math.min(place, stages - 1))
}

export function emptyStage(key: string): TypedStage {
  return { key, name: '', customerGoal: '', channel: '', departmentId: '' }
}

/** The places of the handoffs that one set aside could go to: those from or to a stage of its own. */
export function placesFor(aside: TypedHandoff, handoffs: readonly TypedHandoff[]): number[] {
  return handoffs.flatMap(({ from, to }, into) => (from === aside.from || to === aside.to ? [into] : []))
}

/** Puts every handoff between its stages, the others aside, and an empty one where two stages are new neighbours. */
function settled(form: TypedJourney): TypedJourney {
  const all = [...form.handoffs, ...form.parted]
  const handoffs = form.stages.slice(1).map(({ key: to }, at) => {
    const from = form.stages[at]?.key ?? ''
    return all.find(handoff => handoff.from === from && handoff.to === to) ?? emptyHandoff(from, to)
  })
  const parted = all.filter(handoff => isFilled(handoff) && !handoffs.some(({ from, to }) => handoff.from === from && handoff.to === to))
  return { ...form, handoffs, parted }
}

function emptyHandoff(from: string, to: string): TypedHandoff {
  return { from, to, informationItems: '', percentLost: '', sample: '', waitHours: '' }
}

/** Whether anything stands in it. */
export function isFilled({ informationItems, percentLost, sample, waitHours }: TypedHandoff): boolean {
  return [informationItems, percentLost, sample, waitHours].some(value => value.trim() !== '')
}

function typedHandoff(row: Readonly<Record<string, unknown>>): TypedHandoff {
  return {
    ...{ from: text(row.from), to: text(row.to), informationItems: text(row.informationItems) },
    ...{ percentLost: text(row.percentLost), sample: text(row.sample), waitHours: text(row.waitHours) },
  }
}

/** The answers of the form without what only the form needs. Refused while something typed is set aside: a save would lose it. */
export function withoutArrangement({ name, customerSegment, goal, ownerId, stages, handoffs, parted }: JourneyForm): JourneyInput {
  const aside = parted.flatMap((handoff, at) =>
    knowsAnything(handoff) ? [[`parted.${at}.percentLost`, 'This has no place in the journey now. Use it at another handoff, or leave it out.'] as const] : [],
  )
  refuse(Object.fromEntries(aside))
  return {
    ...{ name, customerSegment, goal, ownerId, stages },
    handoffs: handoffs.map(({ informationItems, percentLost, sample, waitHours }) => ({ informationItems, percentLost, sample, waitHours })),
  }
}

const knowsAnything = ({ informationItems, percentLost, sample, waitHours }: HandoffInput): boolean =>
  informationItems.length > 0 || [percentLost, sample, waitHours].some(value => value !== null)

const MOST_ROWS = 400

function rowsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return (Array.isArray(value) ? (value as unknown[]) : Object.values(fieldsOf(value))).slice(0, MOST_ROWS).map(fieldsOf)
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
