import type { JourneyForm, JourneyInput } from './journey.input'

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
  /** Handoffs with something in them whose stages are no neighbours now; they come back when their stages do. */
  readonly parted: readonly TypedHandoff[]
}

/** What a button of the form does: add after, move up, move down, or take out the stage at a place. */
export interface Step {
  readonly kind: 'add' | 'up' | 'down' | 'remove'
  /** Counts from 0; -1 adds before the first. */
  readonly at: number
}

/** Reads the value of the pressed button, such as `up.2`; `null` for anything else. */
export function stepOf(value: unknown): Step | null {
  const [, kind, at] = (typeof value === 'string' && /^(add|up|down|remove)\.(-?\d{1,3})$/.exec(value)) || []
  return kind === undefined ? null : { kind: kind as Step['kind'], at: Number(at) }
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
export function arranged(form: TypedJourney, { kind, at }: Step, newKey: () => string): TypedJourney {
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

/** Where the person should find themselves after a step: the place of the stage it was about. */
export function placeAfter({ kind, at }: Step, stages: number): number {
  const place = kind === 'add' || kind === 'down' ? at + 1 : kind === 'up' ? at - 1 : at
  return Math.max(0, Math.min(place, stages - 1))
}

export function emptyStage(key: string): TypedStage {
  return { key, name: '', customerGoal: '', channel: '', departmentId: '' }
}

/** Puts every handoff between its stages, those of strangers aside, and an empty one where two stages are new neighbours. */
function settled(form: TypedJourney): TypedJourney {
  const keys = new Set(form.stages.map(({ key }) => key))
  const all = [...form.handoffs, ...form.parted].filter(({ from, to }) => keys.has(from) && keys.has(to))
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

function isFilled({ informationItems, percentLost, sample, waitHours }: TypedHandoff): boolean {
  return [informationItems, percentLost, sample, waitHours].some(value => value.trim() !== '')
}

function typedHandoff(row: Readonly<Record<string, unknown>>): TypedHandoff {
  return {
    ...{ from: text(row.from), to: text(row.to), informationItems: text(row.informationItems) },
    ...{ percentLost: text(row.percentLost), sample: text(row.sample), waitHours: text(row.waitHours) },
  }
}

/** The answers of the form without what only the form needs. */
export function withoutArrangement({ name, customerSegment, goal, ownerId, stages, handoffs }: Omit<JourneyForm, 'parted'>): JourneyInput {
  return {
    ...{ name, customerSegment, goal, ownerId, stages },
    handoffs: handoffs.map(({ informationItems, percentLost, sample, waitHours }) => ({ informationItems, percentLost, sample, waitHours })),
  }
}

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
