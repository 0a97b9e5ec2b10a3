import type { Actor } from '../access/actor'
import type { NamedPerson, NamedPlace, NamedRole } from '../access/namedPerson'
import type { Role, Standing } from '../access/permissions'
import type { Transaction } from '../platform/database/database'
import { isOpen } from './openParts.rules'
import type { PilotState } from './pilot.entity'

/** Where somebody stands on one pilot: the roles in its program, and what the pilot itself makes of the person. */
export class PilotStandingStore {
  constructor(private readonly tx: Transaction) {}

  async standing(actor: Actor, pilotId: string): Promise<Standing> {
    return (await this.ofPilot(actor, pilotId)).standing
  }

  /** @returns an empty standing for a stranger and for a pilot that does not exist; `programId` is null for the latter */
  async ofPilot(actor: Actor, pilotId: string): Promise<{ programId: string | null; standing: Standing }> {
    const [row] = await this.tx.query<
      { programId: string; roles: Role[] | null; isOwner: boolean; isTeam: boolean; isSponsor: boolean }[]
    >(
      `SELECT p.program_id AS "programId", m.roles,
              p.owner_id IS NOT DISTINCT FROM $2 AS "isOwner",
              p.sponsor_id IS NOT DISTINCT FROM $2 AS "isSponsor",
              EXISTS (SELECT FROM pilot_team_member t WHERE t.pilot_id = p.id AND t.account_id = $2) AS "isTeam"
         FROM pilot p
         LEFT JOIN (membership m JOIN account a ON a.id = m.account_id AND a.deactivated_at IS NULL)
                ON m.program_id = p.program_id AND m.account_id = $2 AND m.ended_at IS NULL
        WHERE p.id = $1`,
      [pilotId, actor.accountId],
    )
    const standing = new Set<Role>(row?.roles ?? [])
    // whoever is not, or no longer, a member of the program is nothing to its pilots
    if (row && standing.size > 0) {
      if (row.isOwner) standing.add('owner')
      if (row.isTeam) standing.add('team')
      if (row.isSponsor && standing.has('sponsor')) standing.add('namedSponsor')
    }
    return { programId: row?.programId ?? null, standing }
  }

  /**
   * Whom the pilot names for this role. What owner and sponsor alone may do is past with the decision, from when on
   * no other sponsor can be named either.
   */
  async named(role: NamedRole, pilotId: string): Promise<NamedPlace> {
    const [row] = await this.tx.query<{ state: PilotState; person: NamedPerson | null }[]>(
      `SELECT p.state,
              CASE WHEN a.id IS NOT NULL THEN json_build_object('accountId', a.id, 'name', a.name, 'isStill',
                a.deactivated_at IS NULL AND m.account_id IS NOT NULL AND ($2 = 'owner' OR 'sponsor' = ANY (m.roles))) END AS person
         FROM pilot p
         LEFT JOIN account a ON a.id = CASE $2 WHEN 'owner' THEN p.owner_id ELSE p.sponsor_id END
         LEFT JOIN membership m ON m.program_id = p.program_id AND m.account_id = a.id AND m.ended_at IS NULL
        WHERE p.id = $1`,
      [pilotId, role],
    )
    return { person: row?.person ?? null, pastIn: row && !isOpen(row.state, 'sponsor') ? row.state : null }
  }
}
