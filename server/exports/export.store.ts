import type { Criterion } from '../pilots/criterion.rules'
import type { PilotDeed } from '../pilots/pilotLife.rules'
import type { Transaction } from '../platform/database/database'

/** A gate that was passed, with its criteria as they stood then. */
export interface ExportedPassage {
  readonly deed: PilotDeed
  readonly from: string
  readonly to: string
  readonly at: Date
  readonly by: { readonly id: string; readonly name: string }
  readonly reason: string
  readonly criteria: readonly Criterion[]
}

export interface ExportedComment {
  readonly id: string
  readonly at: Date
  readonly by: { readonly id: string; readonly name: string }
  readonly body: string
}

export class ExportStore {
  constructor(private readonly tx: Transaction) {}

  /** Makes the transaction see one moment, whatever others save meanwhile. The first statement of it, or refused. */
  async holdStill(): Promise<void> {
    await this.tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
  }

  /** Oldest first. */
  passages(pilotId: string): Promise<ExportedPassage[]> {
    return this.tx.query<ExportedPassage[]>(
      `SELECT g.transition AS deed, g.from_state AS "from", g.to_state AS "to", g.at,
              json_build_object('id', a.id, 'name', a.name) AS by, g.reason, g.criteria
         FROM gate_passage g JOIN account a ON a.id = g.actor_id
        WHERE g.pilot_id = $1 ORDER BY g.at, g.id`,
      [pilotId],
    )
  }

  /** Oldest first. */
  comments(pilotId: string): Promise<ExportedComment[]> {
    return this.tx.query<ExportedComment[]>(
      `SELECT c.id, c.at, json_build_object('id', a.id, 'name', a.name) AS by, c.body
         FROM pilot_comment c JOIN account a ON a.id = c.author_id
        WHERE c.pilot_id = $1 ORDER BY c.at, c.id`,
      [pilotId],
    )
  }
}
