import { Conflict, Invalid } from '../platform/errors'
import { counted } from '../platform/plural'
import type { Deed } from '../access/permissions'
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

/** Something that the decider should know and that does not stop the gate. */
export interface Caution {
  /** Sentences with the numbers, and what to change. */
  readonly text: string
  /** Path below the pilot where it can be mended; or, with a slash before it, the address of what it speaks of. */
  readonly to: string | null
}

/** One line of a gate, met or unmet, with what shows it and where to mend it. */
export interface Criterion {
  /** Stable name, unique within its gate: overrides and tests refer to it. */
  readonly key: string
  readonly label: string
  readonly met: boolean
  /** What shows that it is met, or what is missing; a sentence or a short phrase. */
  readonly evidence: string
  /** Path below the pilot (`edit#field-title`) where it can be mended; null where nobody can. */
  readonly mendTo: string | null
  readonly overridable: boolean
  /** The deed that an override asks of a person; null where there is no override. */
  readonly overrideBy: Deed | null
  readonly overriddenBecause?: string
  /** Kept with the passage, like the rest of the line. */
  readonly cautions?: readonly Caution[]
}

/** An unmet criterion counts as passed only where the gate allows an override and somebody gave the reason. */
export const passes = (criterion: Criterion): boolean =>
  criterion.met || (criterion.overridable && Boolean(criterion.overriddenBecause))

/** The criteria that still stand in the way. */
export const unmet = (criteria: readonly Criterion[]): Criterion[] => criteria.filter(criterion => !passes(criterion))

/** Puts recorded overrides where they count: on criteria that allow one and need one. */
export function withOverrides(
  criteria: readonly Criterion[],
  overrides: readonly { readonly criterion: string; readonly reason: string }[],
): Criterion[] {
  return criteria.map(criterion => {
    const override = overrides.find(({ criterion: key }) => key === criterion.key)
    const counts = override && criterion.overridable && !criterion.met && override.reason.trim() !== ''
    return counts ? { ...criterion, overriddenBecause: override.reason } : criterion
  })
}

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

/** A change that a pilot's people may make beside its life. */
export const EDITABLE = ['proposal', 'timebox', 'team', 'teamAdditions', 'sponsor', 'owner'] as const
export type Editable = (typeof EDITABLE)[number]

/*
 * What stays open in which state. Raters and the sponsor judge what was submitted, so the proposal freezes then; dates
 * may still slip until launch; afterwards only `extend` moves the end. The team may change until the pilot is concluded;
 * from then on nobody may leave it, or a team member could step out to agree as a second sponsor. The lead can always
 * hand over a pilot that is not over yet, and name another sponsor while one is still needed.
 */
const OPEN: Readonly<Record<PilotState, readonly Editable[]>> = {
  draft: ['proposal', 'timebox', 'team', 'teamAdditions', 'sponsor', 'owner'],
  proposed: ['timebox', 'team', 'teamAdditions', 'sponsor', 'owner'],
  approved: ['timebox', 'team', 'teamAdditions', 'sponsor', 'owner'],
  running: ['team', 'teamAdditions', 'sponsor', 'owner'],
  concluded: ['teamAdditions', 'sponsor', 'owner'],
  scaling: ['owner'],
  sustained: ['owner'],
  stopped: ['owner'],
  withdrawn: ['owner'],
}

export const isOpen = (state: PilotState, part: Editable): boolean => OPEN[state].includes(part)

/** @throws Conflict when that part of a pilot is closed in its present state */
export function assertOpen({ state }: Pick<Pilot, 'state'>, part: Editable): void {
  if (isOpen(state, part)) return
  const closed: Record<Editable, string> = {
    proposal: 'The proposal can be changed in draft only',
    timebox: 'The dates can be changed until launch only; a longer run is a decision of the sponsor',
    team: 'Nobody can leave the team once the pilot is concluded',
    teamAdditions: 'The team can be changed until the decision only',
    sponsor: 'Another sponsor can be named until the decision only',
    owner: 'The owner cannot be changed',
  }
  throw new Conflict(`${closed[part]}. This pilot is ${state}.`)
}

/**
 * Why this person must not decide on the pilot although the role would allow it; null when nothing speaks against it.
 * Nobody judges a change of their own.
 */
export function partiality(
  pilot: Pick<Pilot, 'proposerId' | 'ownerId'>,
  teamIds: readonly string[],
  accountId: string,
): string | null {
  if (pilot.proposerId === accountId) return 'Who proposed a pilot does not decide on it.'
  if (pilot.ownerId === accountId || teamIds.includes(accountId)) return 'Who works on a pilot does not decide on it.'
  return null
}
