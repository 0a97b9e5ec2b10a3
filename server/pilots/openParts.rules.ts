import { Conflict } from '../platform/errors'
import type { Pilot, PilotState } from './pilot.entity'

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
