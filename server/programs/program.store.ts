import type { Role } from '../access/permissions'
import type { Transaction } from '../platform/database/database'

/** A program as the person sees it in the switcher, with the customs of its pages. */
export interface MyProgram {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly locale: string
  readonly timeZone: string
  readonly currency: string
}

export class ProgramStore {
  constructor(private readonly tx: Transaction) {}

  /** The programs that the person is a member of, by name. */
  mine(accountId: string): Promise<MyProgram[]> {
    return this.tx.query<MyProgram[]>(
      `SELECT p.id, p.name, m.roles, p.locale, p.time_zone AS "timeZone", p.currency
         FROM membership m JOIN program p ON p.id = m.program_id
        WHERE m.account_id = $1 AND m.ended_at IS NULL
        ORDER BY p.name, p.id`,
      [accountId],
    )
  }
}
