import { refuse } from '../platform/errors'
import { changesBetween } from '../platform/versions'
import { asPercent, asShare } from '../programs/program.rules'
import type { Handoff } from './handoff.entity'
import type { HandoffInput, JourneyInput, StageInput } from './journey.input'
import type { Stage } from './stage.entity'

/** A stage as it stands in a version; `key` is the same in every version. */
export type DrawnStage = Pick<Stage, 'key' | 'name' | 'customerGoal' | 'channel' | 'departmentId'>

/** A handoff between two neighbours, which it names by their keys. */
export type DrawnHandoff = Pick<Handoff, 'key' | 'informationItems' | 'shareLost' | 'shareLostSample' | 'waitHours'> & {
  readonly from: string
  readonly to: string
}

/** What a version of a journey says. */
export interface Drawing {
  readonly customerSegment: string
  readonly goal: string
  readonly stages: readonly DrawnStage[]
  readonly handoffs: readonly DrawnHandoff[]
}

/** Everything that ever stood in a journey. What comes back keeps its key, so pilots find it again. */
export interface KnownKeys {
  readonly stages: ReadonlySet<string>
  /** Newest first. */
  readonly handoffs: readonly { readonly key: string; readonly from: string; readonly to: string }[]
}

export const NOTHING_KNOWN: KnownKeys = { stages: new Set(), handoffs: [] }

/** What people edit, in the words of the form. */
export const JOURNEY_WORDS = {
  name: 'Name',
  customerSegment: 'Customers',
  goal: 'Goal',
  owner: 'Journey owner',
  stages: 'Stages',
  handoffs: 'Handoffs',
} as const

/**
 * The next version of a journey. A stage keeps its key as long as it names one that this journey has or had; a handoff
 * keeps its key as long as it links the same two stages. So no key of another journey can get in.
 *
 * @param newKey  makes a key that nobody has
 * @throws Invalid unless there is one handoff fewer than stages and every answer fits
 */
export function drawn(input: JourneyInput, known: KnownKeys, newKey: () => string): Drawing {
  check(input)
  const used = new Set<string>()
  const stages = input.stages.map(stage => {
    const key = stage.key !== null && known.stages.has(stage.key) && !used.has(stage.key) ? stage.key : newKey()
    used.add(key)
    return drawnStage(stage, key)
  })
  const handoffs = stages.slice(1).map((to, at) => {
    const from = stages[at] as DrawnStage
    const before = known.handoffs.find(handoff => handoff.from === from.key && handoff.to === to.key)
    return drawnHandoff(input.handoffs[at], { key: before?.key ?? newKey(), from: from.key, to: to.key })
  })
  return { customerSegment: input.customerSegment, goal: input.goal, stages, handoffs }
}

function check({ stages, handoffs }: JourneyInput): void {
  const names = stages.map(({ name }) => name.toLowerCase())
  const twice = names.findIndex((name, at) => names.indexOf(name) < at)
  const faults = {
    ...(handoffs.length !== 0 &&
      handoffs.length !== stages.length - 1 && {
        handoffs: `${stages.length} stages have ${stages.length - 1} handoffs between them; there are ${handoffs.length}.`,
      }),
    ...(twice >= 0 && { [`stages.${twice}.name`]: 'Another stage has this name; tell them apart.' }),
    ...Object.fromEntries(
      handoffs.flatMap(({ percentLost, sample }, at) =>
        sample !== null && percentLost === null
          ? [[`handoffs.${at}.percentLost`, 'Write the share that was lost among these customers, or leave their number out.']]
          : [],
      ),
    ),
  }
  refuse(faults)
}

/** @throws Invalid where a stage names a department of another program */
export function checkDepartments(stages: readonly StageInput[], departments: readonly { readonly id: string }[]): void {
  const known = new Set(departments.map(({ id }) => id))
  const faults = stages.flatMap(({ departmentId }, at) =>
    departmentId === null || known.has(departmentId)
      ? []
      : [[`stages.${at}.departmentId`, 'Choose one of the departments of this program.'] as const],
  )
  refuse(Object.fromEntries(faults))
}

function drawnStage({ name, customerGoal, channel, departmentId }: StageInput, key: string): DrawnStage {
  return { key, name, customerGoal: customerGoal ?? '', channel: channel ?? '', departmentId }
}

function drawnHandoff(typed: HandoffInput | undefined, place: Pick<DrawnHandoff, 'key' | 'from' | 'to'>): DrawnHandoff {
  return {
    ...place,
    informationItems: typed?.informationItems ?? [],
    shareLost: shareOf(typed?.percentLost),
    shareLostSample: typed?.sample ?? null,
    waitHours: typed?.waitHours ?? null,
  }
}

function shareOf(percent: number | null | undefined): number | null {
  return percent === null || percent === undefined ? null : asShare(percent)
}

/** A drawing as the answers that make it, for the form and for the API. */
export function answersOf({ stages, handoffs }: Pick<Drawing, 'stages' | 'handoffs'>) {
  return {
    stages: stages.map(({ key, name, customerGoal, channel, departmentId }) => ({ key, name, customerGoal, channel, departmentId })),
    handoffs: handoffs.map(({ key, from, to, informationItems, shareLost, shareLostSample, waitHours }) => ({
      ...{ key, from, to, informationItems },
      percentLost: shareLost === null ? null : asPercent(shareLost),
      sample: shareLostSample,
      waitHours,
    })),
  }
}

/** Whether two versions say the same. */
export function isSameDrawing(one: Drawing, other: Drawing): boolean {
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other))
}

/** The same fields in the same order, wherever a drawing came from. */
function comparable(drawing: Drawing): unknown {
  return [drawing.customerSegment, drawing.goal, answersOf(drawing)]
}

/** What an edit did to a journey, by the names that people know: small enough for an audit entry. */
export function drawingChanges(before: Drawing, after: Drawing): object {
  const stagesBefore = new Map(before.stages.map(stage => [stage.key, stage]))
  const stagesAfter = new Map(after.stages.map(stage => [stage.key, stage]))
  const handoffsBefore = new Map(before.handoffs.map(handoff => [handoff.key, handoff]))
  const names = (drawing: Drawing) => drawing.stages.map(({ name }) => name)
  const title = (drawing: Drawing, { from, to }: DrawnHandoff) =>
    [from, to].map(key => drawing.stages.find(stage => stage.key === key)?.name ?? '').join(' → ')
  const changedStages = after.stages.flatMap(stage => edited(stage.name, stagesBefore.get(stage.key), stage))
  const changedHandoffs = after.handoffs.flatMap(handoff => edited(title(after, handoff), handoffsBefore.get(handoff.key), handoff))
  return {
    ...changesBetween({ customerSegment: before.customerSegment, goal: before.goal }, { customerSegment: after.customerSegment, goal: after.goal }),
    ...changesBetween({ stages: names(before) }, { stages: names(after) }),
    ...some('stagesAdded', after.stages.filter(({ key }) => !stagesBefore.has(key)).map(({ name }) => name)),
    ...some('stagesRemoved', before.stages.filter(({ key }) => !stagesAfter.has(key)).map(({ name }) => name)),
    ...some('stagesChanged', changedStages),
    ...some('handoffsChanged', changedHandoffs),
  }
}

function edited<T extends { readonly key: string }>(name: string, before: T | undefined, after: T): object[] {
  const changes = before ? changesBetween(before, after) : {}
  return Object.keys(changes).length > 0 ? [{ name, changes }] : []
}

const some = (field: string, list: readonly unknown[]): object => (list.length > 0 ? { [field]: list } : {})
