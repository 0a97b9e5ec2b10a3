import type { Actor } from '../access/actor'
import type { Role, Standing } from '../access/permissions'
import type { Transaction } from '../platform/database/database'

/** Where somebody stands in a program; every request that names one asks this first. */
export class MemberStore {
  constructor(private readonly tx: Transaction) {}

  /** All roles of the actor in the program; empty for a stranger, for whoever has left and for a deactivated account. */
  async standingInProgram(actor: Actor, programId: string): Promise<Standing> {
    const [row] = await this.tx.query<{ roles: Role[] }[]>(
      `SELECT m.roles
         FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.program_id = $1 AND m.account_id = $2 AND m.ended_at IS NULL AND a.deactivated_at IS NULL`,
      [programId, actor.accountId],
    )
    return new Set(row?.roles ?? [])
  }

  /** What the actor is to the installation: a person, perhaps its administrator; empty once deactivated. */
  async standingInInstallation(actor: Actor): Promise<Standing> {
    const [row] = await this.tx.query<{ isAdmin: boolean }[]>(
      'SELECT is_admin AS "isAdmin" FROM account WHERE id = $1 AND deactivated_at IS NULL',
      [actor.accountId],
    )
    if (!row) return new Set()
    return new Set<Role>(row.isAdmin ? ['person', 'admin'] : ['person'])
  }
}
