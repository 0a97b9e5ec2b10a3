import type { Doer } from '../access/actor'
import { AuditStore } from '../audit/audit.store'
import type { LateEntry } from '../audit/lateEntry'
import type { Transaction } from '../platform/database/database'
import { GateStore } from './gate.store'
import type { Pilot } from './pilot.entity'
import type { Criterion } from './criterion.rules'
import { moved, type PilotDeed } from './pilotLife.rules'
import { PilotStore, type SegmentKey } from './pilot.store'
import type { Proposal } from './proposal.rules'

/*
 * The two steps that every use case takes which makes or moves a pilot, here and at the gates of other features. They run
 * inside the transaction of that use case, after it has asked for permission and locked the pilot.
 */

/** The past tense of each deed, as the audit log names it. */
const TOLD: Readonly<Record<PilotDeed, string>> = {
  submit: 'pilot.submitted',
  select: 'pilot.selected',
  launch: 'pilot.launched',
  conclude: 'pilot.concluded',
  scale: 'pilot.scaled',
  extend: 'pilot.extended',
  adapt: 'pilot.adapted',
  stop: 'pilot.stopped',
  confirm: 'pilot.confirmed',
  pause: 'pilot.paused',
  resume: 'pilot.resumed',
  withdraw: 'pilot.withdrawn',
}

export interface Move {
  readonly actor: Doer
  /** Locked for update. */
  readonly pilot: Pilot
  readonly deed: PilotDeed
  readonly now: Date
  readonly criteria?: readonly Criterion[]
  readonly reason?: string
  readonly newEndOn?: string
  /** An act of the same use case before the move, done already: told before it, once all work is done. */
  readonly tellFirst?: LateEntry
  /** What else follows once the pilot has moved; what it answers is told after the move. */
  readonly follow?: () => Promise<LateEntry>
}

/**
 * Moves a pilot along one transition: state and times, the passage with what the gate showed, the audit entry. The only
 * way to change a state; the gates of other features call it too. Call it last in a transaction, it locks the audit chain.
 *
 * @throws Conflict or Invalid with what stands in the way
 */
export async function movePilot(tx: Transaction, { actor, pilot, deed, tellFirst, follow, ...facts }: Move): Promise<Pilot> {
  const change = moved(pilot, deed, facts)
  const { criteria = [], reason = '', now } = facts
  const saved = await new PilotStore(tx).save({ ...pilot, ...change, version: pilot.version + 1 })
  await new GateStore(tx).pass({
    ...{
      pilotId: pilot.id,
      deed,
      from: pilot.state,
      to: saved.state,
      actorId: actor.accountId,
      at: now,
      reason,
      criteria,
    },
  })
  const tellWhatFollows = await follow?.()
  await tellFirst?.()
  await new AuditStore(tx).append({
    program: pilot.programId,
    actor,
    action: TOLD[deed],
    subject: { kind: 'pilot', id: pilot.id },
    details: {
      from: pilot.state,
      to: saved.state,
      ...(reason && { reason }),
      ...(facts.newEndOn && { newEndOn: facts.newEndOn }),
      ...(criteria.some(({ overriddenBecause }) => overriddenBecause) && {
        overridden: criteria.filter(({ overriddenBecause }) => overriddenBecause).map(({ key }) => key),
      }),
    },
    at: now,
  })
  await tellWhatFollows?.()
  return saved
}

/** Starts a draft with its segment, and tells of it; the follow-up of an adapted pilot begins here too. */
export async function addDraft(
  tx: Transaction,
  draft: {
    readonly actor: Doer
    /** Whose proposal it is; the actor's own where nobody is named. */
    readonly proposerId?: string
    readonly programId: string
    readonly proposal: Proposal
    readonly segment: readonly SegmentKey[]
    readonly parentId: string | null
    readonly now: Date
  },
): Promise<Pilot> {
  const { actor, programId, proposal, segment, parentId, now, proposerId = actor.accountId } = draft
  const pilots = new PilotStore(tx)
  const pilot = await pilots.add({
    ...proposal,
    ...{
      programId,
      parentId,
      proposerId,
      state: 'draft',
      stateSince: now,
      createdAt: now,
      version: 1,
    },
    ...{ submittedAt: null, selectedAt: null, launchedAt: null, concludedAt: null, decidedAt: null, pausedAt: null },
    ...{ scoringClosedAt: null, shareDelivered: null, shareDeliveredSource: '' },
  })
  await pilots.replaceSegment(pilot.id, segment)
  await new AuditStore(tx).append({
    program: programId,
    actor,
    action: 'pilot.drafted',
    subject: { kind: 'pilot', id: pilot.id },
    details: { title: pilot.title, number: pilot.number, ...(parentId && { parentId }) },
    at: now,
  })
  return pilot
}
