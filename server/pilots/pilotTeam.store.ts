import { In } from 'typeorm'
import type { Role } from '../access/permissions'
import type { Transaction } from '../platform/database/database'
import { PilotTeamMember } from './pilotTeamMember.entity'

/** A member of the program who can be named on a pilot. */
export interface Colleague {
  readonly accountId: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly departmentId: string | null
  readonly department: string | null
}

export class PilotTeamStore {
  constructor(private readonly tx: Transaction) {}

  /** Everybody who can work in the program now, by name. */
  colleagues(programId: string): Promise<Colleague[]> {
    return this.tx.query<Colleague[]>(
      `SELECT m.account_id AS "accountId", a.name, m.roles, m.department_id AS "departmentId", d.name AS department
         FROM membership m
         JOIN account a ON a.id = m.account_id AND a.deactivated_at IS NULL
         LEFT JOIN department d ON d.id = m.department_id
        WHERE m.program_id = $1 AND m.ended_at IS NULL
        ORDER BY lower(a.name), a.id`,
      [programId],
    )
  }

  async idsOf(pilotId: string): Promise<string[]> {
    return (await this.tx.findBy(PilotTeamMember, { pilotId })).map(({ accountId }) => accountId)
  }

  async add(pilotId: string, accountIds: readonly string[], addedAt: Date): Promise<void> {
    if (accountIds.length > 0)
      await this.tx.insert(
        PilotTeamMember,
        accountIds.map(accountId => ({ pilotId, accountId, addedAt })),
      )
  }

  async remove(pilotId: string, accountIds: readonly string[]): Promise<void> {
    if (accountIds.length > 0) await this.tx.delete(PilotTeamMember, { pilotId, accountId: In([...accountIds]) })
  }
}
