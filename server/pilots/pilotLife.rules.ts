import { Conflict, Invalid } from '../platform/errors'
import { counted } from '../platform/plural'
import type { Deed } from '../access/permissions'
import { unmet, type Criterion } from './criterion.rules'
import type { Pilot, PilotState } from './pilot.entity'

/*
 * The life of a pilot: its states, what may be done in each, and what follows. Every page, form and API call asks this
 * module; nothing else changes `state`. A paused pilot is a running one with `pausedAt`.
 */

/** A checkpoint between two states: criteria, evidence, one decider. */
export type Gate = 'submit' | 'select' | 'launch' | 'conclude' | 'decide' | 'confirm'

/** What can be done with a pilot as a whole. The four decisions are the outcomes of the gate `decide`. */
export const PILOT_DEEDS = [
  'submit',
  'select',
  'launch',
  'conclude',
  'scale',
  'extend',
  'adapt',
  'stop',
  'confirm',
  'pause',
  'resume',
  'withdraw',
] as const
export type PilotDeed = (typeof PILOT_DEEDS)[number]

export const DECISIONS = ['scale', 'extend', 'adapt', 'stop'] as const
export type Decision = (typeof DECISIONS)[number]

/** What the machine needs to know of a pilot. */
export type LivingPilot = Pick<
  Pilot,
  | 'state'
  | 'pausedAt'
  | 'submittedAt'
  | 'selectedAt'
  | 'launchedAt'
  | 'concludedAt'
  | 'decidedAt'
  | 'stateSince'
  | 'endsOn'
  | 'shareDelivered'
  | 'shareDeliveredSource'
>

/** What a transition changes on the pilot; save it as it is. */
export type LifeChange = Partial<LivingPilot> & Pick<LivingPilot, 'state'>

export interface TransitionFacts {
  readonly now: Date
  /** The criteria of the deed's gate, overrides included; needed for every deed that passes a gate. */
  readonly criteria?: readonly Criterion[]
  /** Why; needed to pause, to withdraw and to decide. */
  readonly reason?: string
  /** `extend` only: the new planned end, after today. */
  readonly newEndOn?: string
}

/** Why something cannot be done: the wrong state, criteria in the way, or an answer that is missing. */
export type Refusal =
  | { readonly kind: 'alreadyDone' | 'state'; readonly because: string }
  | { readonly kind: 'criteria'; readonly because: string; readonly unmet: readonly Criterion[] }
  | { readonly kind: 'answer'; readonly because: string; readonly field: 'reason' | 'newEndOn' }

export type Transition =
  { readonly allowed: true; readonly change: LifeChange } | { readonly allowed: false; readonly refusal: Refusal }

interface Rule {
  readonly from: readonly PilotState[]
  readonly to: PilotState
  /** The gate whose criteria must be passed; null for pausing, resuming and withdrawing. */
  readonly gate: Gate | null
  /** The deed of the permission table. */
  readonly deed: Deed
  readonly needsReason: boolean
  /** "before it can be ..." in sentences. */
  readonly participle: string
}

/** The whole machine. A state that no rule starts from is final. */
export const TRANSITIONS: Readonly<Record<PilotDeed, Rule>> = {
  submit: rule(['draft'], 'proposed', 'submit', 'pilot.submit', 'submitted'),
  select: rule(['proposed'], 'approved', 'select', 'pilot.select', 'selected'),
  launch: rule(['approved'], 'running', 'launch', 'pilot.launch', 'launched'),
  conclude: rule(['running'], 'concluded', 'conclude', 'pilot.conclude', 'concluded'),
  scale: rule(['concluded'], 'scaling', 'decide', 'pilot.decide', 'scaled', true),
  extend: rule(['concluded'], 'running', 'decide', 'pilot.decide', 'extended', true),
  adapt: rule(['concluded'], 'stopped', 'decide', 'pilot.decide', 'adapted', true),
  stop: rule(['concluded'], 'stopped', 'decide', 'pilot.decide', 'stopped', true),
  confirm: rule(['scaling'], 'sustained', 'confirm', 'pilot.confirm', 'confirmed'),
  pause: rule(['running'], 'running', null, 'pilot.pause', 'paused', true),
  resume: rule(['running'], 'running', null, 'pilot.pause', 'resumed'),
  withdraw: rule(['draft', 'proposed', 'approved', 'running'], 'withdrawn', null, 'pilot.withdraw', 'withdrawn', true),
}

function rule(
  from: readonly PilotState[],
  to: PilotState,
  gate: Gate | null,
  deed: Deed,
  participle: string,
  needsReason = false,
): Rule {
  return { from, to, gate, deed, needsReason, participle }
}

/** The gate that a pilot in this state stands before; null while there is none. */
export function nextGate(state: PilotState): Gate | null {
  const ahead = PILOT_DEEDS.find(deed => TRANSITIONS[deed].gate !== null && TRANSITIONS[deed].from.includes(state))
  return ahead ? TRANSITIONS[ahead].gate : null
}

/** Nothing can be done with the pilot as a whole any more. */
export const isFinal = (state: PilotState): boolean =>
  PILOT_DEEDS.every(deed => !TRANSITIONS[deed].from.includes(state))

/** The state as people say it: a running pilot may be paused. */
export const spokenState = ({ state, pausedAt }: Pick<Pilot, 'state' | 'pausedAt'>): PilotState | 'paused' =>
  state === 'running' && pausedAt ? 'paused' : state

/** The deeds whose state fits; whether their criteria are met and the person may is asked elsewhere. */
export function possibleDeeds(pilot: Pick<Pilot, 'state' | 'pausedAt'>): PilotDeed[] {
  return PILOT_DEEDS.filter(deed => stateRefusal(pilot, deed) === null)
}

/** May this be done now, and what follows? Total: every state and every deed has an answer. */
export function transition(pilot: LivingPilot, deed: PilotDeed, facts: TransitionFacts): Transition {
  const refusal = stateRefusal(pilot, deed) ?? criteriaRefusal(deed, facts) ?? answerRefusal(deed, facts)
  return refusal ? { allowed: false, refusal } : { allowed: true, change: changeOf(deed, facts) }
}

/**
 * The same for a use case: what follows, or the error that says why not.
 *
 * @throws Conflict when the state or the criteria stand in the way, with each unmet criterion as a detail
 * @throws Invalid when a reason or a new end date is missing
 */
export function moved(pilot: LivingPilot, deed: PilotDeed, facts: TransitionFacts): LifeChange {
  const answer = transition(pilot, deed, facts)
  if (answer.allowed) return answer.change
  const { refusal } = answer
  if (refusal.kind === 'answer') throw new Invalid({ [refusal.field]: refusal.because })
  throw new Conflict(
    refusal.because,
    refusal.kind === 'criteria' ? refusal.unmet.map(({ label, evidence }) => `${label}: ${evidence}`) : [],
  )
}

function stateRefusal(pilot: Pick<Pilot, 'state' | 'pausedAt'>, deed: PilotDeed): Refusal | null {
  const { from, to, participle } = TRANSITIONS[deed]
  const spoken = spokenState(pilot)
  const isNow = `This pilot is ${spoken === 'draft' ? 'a draft' : spoken}`
  if (deed === 'pause' && spoken === 'paused') return { kind: 'alreadyDone', because: 'This pilot is paused already.' }
  if (deed === 'resume' && spoken === 'running')
    return { kind: 'alreadyDone', because: 'This pilot is running already.' }
  if (from.includes(pilot.state)) return null
  const isDone = pilot.state === to && deed !== 'pause' && deed !== 'resume'
  return isDone
    ? { kind: 'alreadyDone', because: `${isNow} already.` }
    : { kind: 'state', because: `${isNow}, so it cannot be ${participle}.` }
}

function criteriaRefusal(deed: PilotDeed, { criteria }: TransitionFacts): Refusal | null {
  const { gate, participle } = TRANSITIONS[deed]
  if (gate === null) return null
  // a gate that nobody looked at is closed
  if (!criteria || criteria.length === 0) {
    return { kind: 'criteria', because: 'The criteria of this gate have not been looked at.', unmet: [] }
  }
  const missing = unmet(criteria)
  if (missing.length === 0) return null
  const count = counted(missing.length, 'criterion is', 'criteria are')
  return { kind: 'criteria', because: `${count} not met, so this pilot cannot be ${participle} yet.`, unmet: missing }
}

function answerRefusal(deed: PilotDeed, { reason, newEndOn, now }: TransitionFacts): Refusal | null {
  if (TRANSITIONS[deed].needsReason && !reason?.trim()) {
    return { kind: 'answer', because: 'Write the reason; it is kept with the pilot.', field: 'reason' }
  }
  if (deed === 'extend' && !(newEndOn && newEndOn > now.toISOString().slice(0, 10))) {
    return { kind: 'answer', because: 'Choose the new planned end, after today.', field: 'newEndOn' }
  }
  return null
}

function changeOf(deed: PilotDeed, { now, newEndOn }: TransitionFacts): LifeChange {
  const state = TRANSITIONS[deed].to
  switch (deed) {
    case 'submit':
      return { state, stateSince: now, submittedAt: now }
    case 'select':
      return { state, stateSince: now, selectedAt: now }
    case 'launch':
      return { state, stateSince: now, launchedAt: now }
    case 'conclude':
      return { state, stateSince: now, concludedAt: now, pausedAt: null }
    case 'scale':
    case 'adapt':
    case 'stop':
      return { state, stateSince: now, decidedAt: now }
    case 'extend':
      // it runs again: what was concluded is open, and delivery is recorded anew for the longer time
      return {
        state,
        stateSince: now,
        concludedAt: null,
        shareDelivered: null,
        shareDeliveredSource: '',
        ...(newEndOn && { endsOn: newEndOn }),
      }
    case 'confirm':
      return { state, stateSince: now }
    case 'pause':
      return { state, pausedAt: now }
    case 'resume':
      return { state, pausedAt: null }
    case 'withdraw':
      return { state, stateSince: now, pausedAt: null }
  }
}
