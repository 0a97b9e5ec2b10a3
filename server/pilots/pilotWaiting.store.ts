import type { Transaction } from '../platform/database/database'
import { PILOT_STATES, type PilotState } from './pilot.entity'

/** A pilot that is still on its way, and what one account is to it. */
export interface PilotOnItsWay {
  readonly id: string
  readonly programId: string
  readonly number: number
  readonly title: string
  readonly state: PilotState
  readonly stateSince: Date
  readonly pausedAt: Date | null
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly scoringClosedAt: Date | null
  readonly isOwner: boolean
  readonly isTeam: boolean
  readonly isSponsor: boolean
  readonly isProposer: boolean
}

/** How many pilots of a program are in each state, and since when the longest waits there. */
export interface StateCount {
  readonly state: PilotState
  readonly count: number
  readonly oldestSince: Date
}

/** What Home asks of pilots. */
export class PilotWaitingStore {
  constructor(private readonly tx: Transaction) {}

  /**
   * Pilots that somebody owns, works on, sponsors or proposed and that are not over, the longest in its state first.
   *
   * @param programId  null for those of every program that the account is in
   */
  ofAccount(accountId: string, programId: string | null, limit = 200): Promise<PilotOnItsWay[]> {
    return this.tx.query<PilotOnItsWay[]>(
      `SELECT p.id, p.program_id AS "programId", p.number, p.title, p.state, p.state_since AS "stateSince",
              p.paused_at AS "pausedAt", p.starts_on AS "startsOn", p.ends_on AS "endsOn",
              p.scoring_closed_at AS "scoringClosedAt", p.owner_id IS NOT DISTINCT FROM $1 AS "isOwner",
              p.sponsor_id IS NOT DISTINCT FROM $1 AS "isSponsor", p.proposer_id = $1 AS "isProposer",
              EXISTS (SELECT FROM pilot_team_member t WHERE t.pilot_id = p.id AND t.account_id = $1) AS "isTeam"
         FROM pilot p
         JOIN membership m ON m.program_id = p.program_id AND m.account_id = $1 AND m.ended_at IS NULL
        WHERE p.id IN (SELECT id FROM pilot WHERE owner_id = $1
                       UNION SELECT id FROM pilot WHERE sponsor_id = $1
                       UNION SELECT id FROM pilot WHERE proposer_id = $1
                       UNION SELECT pilot_id FROM pilot_team_member WHERE account_id = $1)
          AND p.state NOT IN ('sustained', 'stopped', 'withdrawn')
          AND ($2::uuid IS NULL OR p.program_id = $2)
        ORDER BY p.state_since, p.id
        LIMIT $3`,
      [accountId, programId, limit],
    )
  }

  /** In the order of a pilot's life; states without a pilot are left out. */
  countsByState(programId: string): Promise<StateCount[]> {
    return this.tx.query<StateCount[]>(
      `SELECT state, count(*)::int AS count, min(state_since) AS "oldestSince"
         FROM pilot WHERE program_id = $1
        GROUP BY state
        ORDER BY array_position($2::text[], state)`,
      [programId, [...PILOT_STATES]],
    )
  }
}
