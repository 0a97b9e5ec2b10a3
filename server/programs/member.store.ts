import type { Actor } from '../access/actor'
import type { Role, Standing } from '../access/permissions'
import { brokenConstraint } from '../platform/database/brokenConstraint'
import type { Transaction } from '../platform/database/database'
import { Conflict, Missing } from '../platform/errors'
import { Membership, type ProgramRole } from './membership.entity'

/** A member with name and department, for lists and for the form. */
export interface MemberRow {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly roles: readonly ProgramRole[]
  readonly departmentId: string | null
  readonly department: string | null
  readonly isDepartmentHead: boolean
  readonly createdAt: Date
  readonly endedAt: Date | null
  readonly deactivatedAt: Date | null
  /** Was invited and has not followed the invitation yet. */
  readonly isInvited: boolean
  readonly isAdmin: boolean
  readonly version: number
}

/** A pilot whose owner can no longer work on it. */
export interface OrphanedPilot {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly ownerName: string
}

const MEMBER_ROWS = `
  SELECT m.id, m.account_id AS "accountId", a.name, a.email, m.roles, m.department_id AS "departmentId", d.name AS department,
         m.is_department_head AS "isDepartmentHead", m.created_at AS "createdAt", m.ended_at AS "endedAt",
         a.deactivated_at AS "deactivatedAt", a.is_admin AS "isAdmin", m.version,
         a.password_hash IS NULL AND EXISTS (
           SELECT FROM account_link l WHERE l.account_id = a.id AND l.kind = 'invitation' AND l.used_at IS NULL
         ) AS "isInvited"
    FROM membership m JOIN account a ON a.id = m.account_id LEFT JOIN department d ON d.id = m.department_id
   WHERE m.program_id = $1`

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

  /** Everybody who is or was in the program; those who can work come first, then by name. */
  ofProgram(programId: string): Promise<MemberRow[]> {
    return this.tx.query<MemberRow[]>(
      `${MEMBER_ROWS} ORDER BY (m.ended_at IS NOT NULL OR a.deactivated_at IS NOT NULL), lower(a.name), m.id`,
      [programId],
    )
  }

  async find(programId: string, id: string): Promise<MemberRow> {
    const [row] = await this.tx.query<MemberRow[]>(`${MEMBER_ROWS} AND m.id = $2`, [programId, id])
    if (!row) throw new Missing()
    return row
  }

  /** Whether somebody may be named in the program: as owner of a journey, in a team, as a sponsor. */
  async isActive(programId: string, accountId: string): Promise<boolean> {
    const [row] = await this.tx.query<{ active: boolean }[]>(
      `SELECT EXISTS (SELECT FROM membership m JOIN account a ON a.id = m.account_id
                       WHERE m.program_id = $1 AND m.account_id = $2 AND m.ended_at IS NULL AND a.deactivated_at IS NULL) AS active`,
      [programId, accountId],
    )
    return row?.active ?? false
  }

  async findForUpdate(programId: string, id: string): Promise<Membership> {
    const membership = await this.tx.findOne(Membership, { where: { id, programId }, lock: { mode: 'pessimistic_write' } })
    if (!membership) throw new Missing()
    return membership
  }

  /** How many others lead the program. */
  async otherLeads(programId: string, membershipId: string): Promise<number> {
    const [row] = await this.tx.query<{ leads: number }[]>(
      `SELECT count(*)::int AS leads FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.program_id = $1 AND m.id <> $2 AND 'lead' = ANY (m.roles)
          AND m.ended_at IS NULL AND a.deactivated_at IS NULL`,
      [programId, membershipId],
    )
    return row?.leads ?? 0
  }

  /** Pilots still on their way whose owner has left the program or was deactivated, oldest first. */
  orphanedPilots(programId: string): Promise<OrphanedPilot[]> {
    return this.tx.query<OrphanedPilot[]>(
      `SELECT p.id, p.title, p.state, a.name AS "ownerName"
         FROM pilot p JOIN account a ON a.id = p.owner_id
         LEFT JOIN membership m ON m.program_id = p.program_id AND m.account_id = p.owner_id
        WHERE p.program_id = $1 AND p.state NOT IN ('stopped', 'sustained', 'withdrawn')
          AND (a.deactivated_at IS NOT NULL OR m.id IS NULL OR m.ended_at IS NOT NULL)
        ORDER BY p.number`,
      [programId],
    )
  }

  async add(member: Omit<Membership, 'id' | 'version' | 'endedAt'>): Promise<Membership> {
    try {
      return await this.tx.save(this.tx.create(Membership, { ...member, endedAt: null, version: 1 }))
    } catch (error) {
      if (brokenConstraint(error) === 'uq_membership_account') {
        throw new Conflict('This person is or was in the program already. Find them in the list of members.')
      }
      throw error
    }
  }

  save(member: Membership): Promise<Membership> {
    return this.tx.save(Membership, member)
  }
}
