import type { PilotState } from '../pilots/pilot.entity'
import { Conflict } from '../platform/errors'
import type { PlanDesign } from '../plans/plan.entity'
import type { Arm, Period } from './reading.entity'

/** What decides whether a reading may be taken. */
export interface ReadingWindow {
  readonly state: PilotState
  readonly planLocked: boolean
  readonly design: PlanDesign
}

const TOO_EARLY = 'Readings start once the sponsor has selected the pilot.'
const DECIDED = 'A decision stands on the readings of this pilot. They stay as they are.'

/**
 * Why nothing at all may be added or undone now; null when the pilot takes readings.
 *
 * Readings are open from selection to decision. While the pilot is concluded they are still taken: what was declared in the
 * plan may arrive late, and each change makes a new finding. A decision closes them.
 */
export function readingsClosed(state: PilotState): string | null {
  switch (state) {
    case 'draft':
    case 'proposed':
      return TOO_EARLY
    case 'approved':
    case 'running':
    case 'concluded':
      return null
    case 'scaling':
    case 'sustained':
    case 'stopped':
      return DECIDED
    case 'withdrawn':
      return 'This pilot was withdrawn. It takes no more readings.'
  }
}

/** @throws Conflict when nothing may be added or undone now */
export function requireOpen(state: PilotState): void {
  const closed = readingsClosed(state)
  if (closed !== null) throw new Conflict(closed)
}

/** Why a reading of this arm and period is not taken now; null when it is. */
export function readingRefused({ state, planLocked, design }: ReadingWindow, { arm, period }: { arm: Arm; period: Period }): string | null {
  const closed = readingsClosed(state)
  if (closed !== null) return closed
  if (period === 'outcome' && state === 'approved') return 'Outcome readings start when the pilot has been launched.'
  if (period === 'outcome' && !planLocked) return 'Lock the plan before the first outcome reading.'
  if (design === 'beforeAfter' && arm === 'control') return 'A before/after pilot has one arm. Log it as treatment.'
  return null
}
