import { isAnalysable } from '../metrics/metric.rules'
import type { PilotState } from '../pilots/pilot.entity'
import { Conflict, Invalid, refuse, type FieldFaults } from '../platform/errors'
import { defaultRule } from './decisionRule.rules'
import type { EvidenceLevel } from '../programs/evidenceLevel'
import type { Plan, PlanDesign } from './plan.entity'
import type { PlanAmendment } from './planAmendment.entity'
import { changedFields, sealed, unsealed, type MetricFacts, type PlanContent, type PlannedMetric, type PlanTerms } from './planContent.rules'
import { checkedTerms } from './planFaults.rules'

/** Whether units are dealt to two groups in a chosen share; a comparison of periods has none. */
export const usesAllocation = (design: PlanDesign): boolean => design === 'randomised'

/** The part of a plan that says whether, and as what, it was locked. */
export type LockState = Pick<Plan, 'lockedAt' | 'canonical' | 'hash'>
export type LockedState = { readonly [Key in keyof LockState]: NonNullable<LockState[Key]> }

/** A plan before anybody has touched it. `smallestEffect` is the proposal's, else the metric's default. */
export function startingTerms(start: {
  readonly smallestEffect: number | null
  readonly evidenceBar: EvidenceLevel
}): Omit<PlanTerms, 'smallestEffect'> & { readonly smallestEffect: number | null } {
  return {
    design: 'randomised',
    pairing: 'independent',
    smallestEffect: start.smallestEffect,
    alpha: 0.05,
    plannedPerArm: null,
    baselineValue: null,
    baselineSd: null,
    allocationTreatment: 0.5,
    minimumDelivered: 0.8,
    decisionRule: defaultRule(start.evidenceBar),
  }
}

/** What a form was printed for: the numbers in it are in the unit of that metric. */
export interface TypedFor {
  readonly metricId: string
  readonly isShare: boolean
}

export const isTypedFor = ({ metricId, isShare }: TypedFor, metric: Pick<PlannedMetric, 'id' | 'kind'> | null): boolean =>
  metric?.id === metricId && isShare === (metric.kind === 'proportion')

/**
 * A number that was typed in percentage points, or in minutes, must not be taken for one in another unit.
 *
 * @throws Conflict when the primary metric has changed since the form was printed
 */
export function assertTypedFor(typedFor: TypedFor | null, metric: Pick<PlannedMetric, 'id' | 'name' | 'kind'> | null): void {
  if (typedFor === null || isTypedFor(typedFor, metric)) return
  const now = metric ? `is now ${metric.name}${metric.kind === 'proportion' ? ', in percentage points' : ''}` : 'was taken away'
  throw new Conflict(`The primary metric ${now}. What you typed was for what it was before: look at each number, then save again.`)
}

const isStated = (value: number | null | undefined): boolean => value !== null && value !== undefined

/** Something that stands between a plan and its lock. */
export interface LockObstacle {
  readonly criterion: string
  readonly met: boolean
  /** Where it is mended; the pilot's own page for what the proposal says. */
  readonly mendIn: 'plan' | 'pilot'
}

/** What must stand before a plan can be locked, one by one; the plan page shows it and `locked` insists on it. */
export function lockCriteria(facts: {
  readonly state: PilotState
  readonly terms: PlanTerms | null
  readonly metric: MetricFacts | null
  readonly endsOn: string | null
}): readonly LockObstacle[] {
  const { state, terms, metric, endsOn } = facts
  return [
    { criterion: 'The pilot is proposed; a draft may still change its hypothesis', met: state !== 'draft', mendIn: 'pilot' },
    {
      criterion: 'The primary metric is a share or a mean, which this release can analyse',
      met: metric !== null && isAnalysable(metric.kind),
      mendIn: 'pilot',
    },
    { criterion: 'The end of the pilot is set', met: endsOn !== null, mendIn: 'pilot' },
    { criterion: 'The plan is written', met: terms !== null, mendIn: 'plan' },
    { criterion: 'The units planned for each group are stated', met: isStated(terms?.plannedPerArm), mendIn: 'plan' },
    {
      criterion: expectationOf(metric?.kind),
      met: isStated(terms?.baselineValue) && (metric?.kind !== 'mean' || isStated(terms?.baselineSd)),
      mendIn: 'plan',
    },
  ]
}

/** Of a metric that cannot be analysed the value alone is asked for, which is all that the form asks. */
function expectationOf(kind: MetricFacts['kind'] | undefined): string {
  if (kind === 'mean') return 'The expected mean and standard deviation are stated'
  return kind === 'proportion' ? 'The expected share is stated' : 'The value expected without the change is stated'
}

const LOCKABLE: readonly PilotState[] = ['proposed', 'approved']
const EDITABLE: readonly PilotState[] = ['draft', 'proposed', 'approved']
const AMENDABLE_BY_TEAM: readonly PilotState[] = ['proposed', 'approved', 'running']

/** Whether the terms may still be written; null when they may, else the sentence that says why not. */
export function whyNotEditable(plan: LockState | null, state: PilotState): string | null {
  if (plan?.lockedAt) {
    const closed = whyNotAmendable(plan, state)
    return `This plan is locked. ${closed ?? 'Amend it instead; an amendment says what changes and why.'}`
  }
  return EDITABLE.includes(state) ? null : `A pilot that is ${state} takes no plan any more.`
}

/**
 * Whether the people who edit the plan may amend it now; null when they may, else the sentence that says why not. Once
 * a pilot is concluded its result has been seen, so from then on only the decision to extend amends the plan.
 */
export function whyNotAmendable(plan: LockState | null, state: PilotState): string | null {
  if (!plan?.lockedAt) return 'This plan is not locked yet. Edit it; amendments begin with the lock.'
  if (AMENDABLE_BY_TEAM.includes(state)) return null
  return state === 'concluded'
    ? 'The result has been seen, so the plan stays as it is. Only the sponsor’s decision to extend the pilot amends it now.'
    : `The plan of a pilot that is ${state} is history and stays as it is.`
}

/**
 * Fixes the plan before outcome data exist; what is locked stays as it is.
 *
 * @param outcomeArrived  when the first outcome reading entered Foothold, if it did; a plan made after it proves nothing
 */
export function locked<P extends LockState>(
  plan: P,
  content: PlanContent,
  facts: { readonly state: PilotState; readonly now: Date; readonly outcomeArrived: boolean },
): P & LockedState {
  if (plan.lockedAt) throw new Conflict('This plan is locked already.')
  if (facts.outcomeArrived) {
    throw new Conflict('Outcome readings have arrived already. A plan that is made after them proves nothing.')
  }
  const [metric = null] = content.metrics
  const missing = lockCriteria({ state: facts.state, terms: content, metric, endsOn: content.endsOn }).filter(({ met }) => !met)
  if (missing.length > 0) {
    throw new Conflict('This plan cannot be locked yet.', missing.map(({ criterion }) => `${criterion}: not yet.`))
  }
  if (!LOCKABLE.includes(facts.state)) throw new Conflict(`The plan of a pilot that is ${facts.state} cannot be locked.`)
  checkedTerms(content, metric ?? primaryless())
  return { ...plan, ...sealed(content), lockedAt: facts.now }
}

function primaryless(): never {
  throw new Error('A plan is locked with its primary metric first.')
}

/** @throws Conflict as long as the plan can still be changed without a trace */
export function assertLocked<P extends LockState>(plan: P | null): asserts plan is P & LockedState {
  if (!plan?.lockedAt || plan.canonical === null || plan.hash === null) {
    throw new Conflict('The analysis plan is not locked yet. Lock it first, so that outcome readings cannot shape it.')
  }
}

const ENDS_BY_AMENDMENT: readonly PilotState[] = ['proposed', 'approved']

/**
 * Whether an amendment may move the end of the pilot. Once it runs, that is a decision of the sponsor: who watches the
 * readings come in must not choose the day on which to stop.
 */
export const mayMoveEnd = (state: PilotState): boolean => ENDS_BY_AMENDMENT.includes(state)

/** Why the pilot cannot end when an amendment wants it to. */
export function endFaults(state: PilotState, current: Pick<PlanContent, 'startsOn' | 'endsOn'>, wanted: string | null): FieldFaults {
  if (wanted !== current.endsOn && !mayMoveEnd(state)) {
    return { endsOn: `The end stays ${current.endsOn ?? 'as it is'} once the pilot runs. Only the sponsor moves it, by the decision to extend.` }
  }
  return timeboxFaults({ startsOn: current.startsOn, endsOn: wanted })
}

const timeboxFaults = ({ startsOn, endsOn }: Pick<PlanContent, 'startsOn' | 'endsOn'>): FieldFaults =>
  startsOn !== null && endsOn !== null && endsOn < startsOn ? { endsOn: 'The pilot cannot end before it starts.' } : {}

/** What holds now: the last amendment's content, else the plan as it was locked. */
export function planInForce(
  plan: LockState | null,
  amendments: readonly Pick<PlanAmendment, 'number' | 'canonical'>[],
): PlanContent {
  assertLocked(plan)
  const last = amendments.reduce<{ number: number; canonical: string }>(
    (latest, amendment) => (amendment.number > latest.number ? amendment : latest),
    { number: 0, canonical: plan.canonical },
  )
  return unsealed(last.canonical)
}

/** The parts of a content that an amendment may give anew. */
export type PlanChanges = Partial<PlanTerms> & {
  readonly metrics?: readonly PlannedMetric[]
  readonly startsOn?: string | null
  readonly endsOn?: string | null
}

/**
 * The next numbered amendment: the whole plan with its changes, the reason, and the hash of what it replaces, so that
 * plan and amendments form a chain.
 */
export function amended(
  current: PlanContent,
  changes: PlanChanges,
  reason: string,
): Pick<PlanAmendment, 'number' | 'reason' | 'canonical' | 'hash'> {
  const number = (current.amendment?.number ?? 0) + 1
  const content: PlanContent = { ...current, ...changes, amendment: { number, reason, replaces: sealed(current).hash } }
  const [metric = primaryless()] = content.metrics
  checkedTerms(content, metric)
  refuse(timeboxFaults(content))
  if (changedFields(current, content).length === 0) {
    throw new Invalid({ '': 'Nothing differs from the plan in force. Change a term, or leave the plan as it is.' })
  }
  return { number, reason, ...sealed(content) }
}
