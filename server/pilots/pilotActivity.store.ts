import type { Transaction } from '../platform/database/database'
import type { PilotState } from './pilot.entity'
import { PilotComment } from './pilotComment.entity'

/** Something that happened to a pilot, or that somebody said about it. */
export interface ActivityItem {
  readonly id: string
  readonly kind: 'entry' | 'comment'
  readonly at: Date
  readonly actor: string
  /** Of an entry. */
  readonly action: string | null
  readonly details: unknown
  /** Of a comment. */
  readonly body: string | null
}

export class PilotActivityStore {
  constructor(private readonly tx: Transaction) {}

  /**
   * Audit entries and comments in one row of time, newest first.
   *
   * @param without  the actions whose entries are left out
   */
  page(pilotId: string, { limit, offset, without }: { limit: number; offset: number; without: readonly string[] }): Promise<ActivityItem[]> {
    return this.tx.query<ActivityItem[]>(
      `SELECT * FROM (
         SELECT id, 'entry' AS kind, at, actor_name AS actor, action, details, NULL AS body, position
           FROM audit_entry WHERE ${shown('$4')}
         UNION ALL
         SELECT c.id, 'comment', c.at, a.name, NULL, NULL, c.body, 0
           FROM pilot_comment c JOIN account a ON a.id = c.author_id WHERE c.pilot_id = $1
       ) activity
       ORDER BY at DESC, position DESC, id
       LIMIT $2 OFFSET $3`,
      [pilotId, limit, offset, without],
    )
  }

  async count(pilotId: string, without: readonly string[]): Promise<number> {
    const [row] = await this.tx.query<{ total: number }[]>(
      `SELECT (SELECT count(*) FROM audit_entry WHERE ${shown('$2')})::int
            + (SELECT count(*) FROM pilot_comment WHERE pilot_id = $1)::int AS total`,
      [pilotId, without],
    )
    return row?.total ?? 0
  }

  async states(pilotIds: readonly string[]): Promise<Map<string, PilotState>> {
    if (pilotIds.length === 0) return new Map()
    const rows = await this.tx.query<{ id: string; state: PilotState }[]>('SELECT id, state FROM pilot WHERE id = ANY ($1)', [pilotIds])
    return new Map(rows.map(({ id, state }) => [id, state]))
  }

  comment(comment: Omit<PilotComment, 'id'>): Promise<PilotComment> {
    return this.tx.save(this.tx.create(PilotComment, comment))
  }

  /** Whether the same person said the same a moment ago: a second press of the button. */
  async isRepeated({ pilotId, authorId, body }: Omit<PilotComment, 'id' | 'at'>, since: Date): Promise<boolean> {
    const [row] = await this.tx.query<{ repeated: boolean }[]>(
      'SELECT EXISTS (SELECT FROM pilot_comment WHERE pilot_id = $1 AND author_id = $2 AND body = $3 AND at >= $4) AS repeated',
      [pilotId, authorId, body, since],
    )
    return row?.repeated ?? false
  }
}

const shown = (without: string): string => `subject_kind = 'pilot' AND subject_id = $1 AND action <> ALL (${without}::text[])`
