import { listed } from '../../platform/listed'
import type { PilotState } from '../pilot.entity'
import type { Wording } from '../wording'

/** A pilot, approved or running, that shares a stage or handoff in overlapping dates. */
export interface PilotConflict {
  readonly id: string
  readonly title: string
  readonly state: PilotState
  readonly startsOn: string
  readonly endsOn: string
  /** Names of what both work on. */
  readonly shared: readonly string[]
}

/** "“Call the day before” (running, 1 Oct 2026 to 12 Nov 2026) shares Install" */
export const conflictInWords = ({ title, state, startsOn, endsOn, shared }: PilotConflict, words: Wording): string =>
  `“${title}” (${state}, ${words.day(startsOn)} to ${words.day(endsOn)}) shares ${listed(shared)}`
