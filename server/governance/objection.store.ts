import type { Transaction } from '../platform/database/database'
import { Missing } from '../platform/errors'
import { Objection } from './objection.entity'

/** An objection with the names of those who spoke. */
export interface SignedObjection extends Objection {
  readonly authorName: string
  /** "Head of Billing" where the author heads a department, else the department; null for neither. */
  readonly authorDepartment: string | null
  readonly authorIsHead: boolean
  readonly answeredByName: string | null
}

export class ObjectionStore {
  constructor(private readonly tx: Transaction) {}

  /** Oldest first. */
  ofPilot(pilotId: string): Promise<SignedObjection[]> {
    return this.tx.query<SignedObjection[]>(
      `SELECT o.id, o.pilot_id AS "pilotId", o.author_id AS "authorId", o.body, o.at, o.answer,
              o.answered_by_id AS "answeredById", o.answered_at AS "answeredAt", o.withdrawn_at AS "withdrawnAt",
              a.name AS "authorName", b.name AS "answeredByName", d.name AS "authorDepartment",
              coalesce(m.is_department_head, false) AS "authorIsHead"
         FROM objection o
         JOIN pilot p ON p.id = o.pilot_id
         JOIN account a ON a.id = o.author_id
         LEFT JOIN account b ON b.id = o.answered_by_id
         LEFT JOIN membership m ON m.program_id = p.program_id AND m.account_id = o.author_id
         LEFT JOIN department d ON d.id = m.department_id
        WHERE o.pilot_id = $1
        ORDER BY o.at, o.id`,
      [pilotId],
    )
  }

  async findForUpdate(pilotId: string, id: string): Promise<Objection> {
    const objection = await this.tx.findOne(Objection, { where: { id, pilotId }, lock: { mode: 'pessimistic_write' } })
    if (!objection) throw new Missing('This pilot has no such objection.')
    return objection
  }

  /** Whether the same person has this very text open already: a form that was sent twice. */
  async isRaised({ pilotId, authorId, body }: Pick<Objection, 'pilotId' | 'authorId' | 'body'>): Promise<boolean> {
    const [row] = await this.tx.query<{ raised: boolean }[]>(
      `SELECT EXISTS (SELECT FROM objection WHERE pilot_id = $1 AND author_id = $2 AND body = $3
                         AND answer IS NULL AND withdrawn_at IS NULL) AS raised`,
      [pilotId, authorId, body],
    )
    return row?.raised ?? false
  }

  save(objection: Omit<Objection, 'id'> & { readonly id?: string }): Promise<Objection> {
    return this.tx.save(Objection, objection)
  }
}
