import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict } from '../platform/errors'
import { changesBetween, staleEdit } from '../platform/versions'
import type { Department } from './department.entity'
import { DepartmentStore } from './department.store'
import type { Inviting } from './inviting'
import { checkLeadRemains, checkPlace, checkPresent, inOrder, MEMBER_WORDS, ROLE_WORDS } from './member.rules'
import { MemberStore, type MemberRow, type OrphanedPilot } from './member.store'
import type { Membership } from './membership.entity'
import type { InvitationInput, MemberEditInput, MemberInput } from './program.input'
import { ProgramStore } from './program.store'

/** Everybody in a program, and what waits for its lead because somebody left. */
export interface SeenMembers {
  readonly members: readonly MemberRow[]
  readonly departments: readonly Department[]
  /** Only a lead is told. */
  readonly orphanedPilots: readonly OrphanedPilot[]
  readonly standing: Standing
}

/** A new member; `link` invites a person who had no account yet, and is shown this once. */
export interface InvitedMember {
  readonly member: MemberRow
  readonly link: string | null
}

/** The part of a membership that a lead edits. */
type Place = Pick<Membership, 'roles' | 'departmentId' | 'isDepartmentHead'>

export class MemberService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly inviting: Inviting,
  ) {}

  ofProgram(actor: Actor, programId: string): Promise<SeenMembers> {
    return this.database.read(async tx => {
      const store = new MemberStore(tx)
      const standing = await store.standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      return {
        members: await store.ofProgram(programId),
        departments: await new DepartmentStore(tx).ofProgram(programId),
        orphanedPilots: standing.has('lead') ? await store.orphanedPilots(programId) : [],
        standing,
      }
    })
  }

  find(actor: Actor, programId: string, memberId: string): Promise<{ member: MemberRow; departments: Department[] }> {
    return this.database.read(async tx => {
      const store = new MemberStore(tx)
      authorize(await store.standingInProgram(actor, programId), 'program.manage')
      return { member: await store.find(programId, memberId), departments: await new DepartmentStore(tx).ofProgram(programId) }
    })
  }

  invite(actor: Actor, programId: string, input: InvitationInput): Promise<InvitedMember> {
    return this.database.write(async tx => {
      const store = new MemberStore(tx)
      authorize(await store.standingInProgram(actor, programId), 'program.manage')
      checkPlace(input, await new DepartmentStore(tx).ofProgram(programId))
      const account = await this.inviting.accountFor(tx, { email: input.email, name: input.name, field: 'email' }, actor)
      const { id } = await store.add({ programId, accountId: account.accountId, ...placeOf(input), createdAt: this.clock.now() })
      const member = await store.find(programId, id)
      await this.tell(tx, actor, programId, 'member.invited', member, { roles: member.roles, department: member.department })
      return { member, link: account.link }
    })
  }

  revise(actor: Actor, programId: string, memberId: string, input: MemberEditInput): Promise<MemberRow> {
    return this.database.write(async tx => {
      const store = new MemberStore(tx)
      authorize(await store.standingInProgram(actor, programId), 'program.manage')
      const departments = await new DepartmentStore(tx).ofProgram(programId)
      const membership = await this.locked(tx, programId, memberId)
      checkPlace(input, departments)
      const place = placeOf(input)
      if (membership.version !== input.version) throw stale(membership, place, departments)
      checkPresent(membership)
      checkLeadRemains(membership, await store.otherLeads(programId, memberId), place.roles)
      const changes = changesBetween<Place>(membership, place)
      if (Object.keys(changes).length > 0) await store.save({ ...membership, ...place, version: membership.version + 1 })
      const member = await store.find(programId, memberId)
      if (Object.keys(changes).length > 0) {
        const before = { roles: membership.roles, department: nameOf(membership.departmentId, departments), isDepartmentHead: membership.isDepartmentHead }
        const after = { roles: place.roles, department: member.department, isDepartmentHead: place.isDepartmentHead }
        await this.tell(tx, actor, programId, 'member.revised', member, { changes: changesBetween(before, after) })
      }
      return member
    })
  }

  /** The person keeps a name in the history and loses every right in the program. */
  end(actor: Actor, programId: string, memberId: string, version: number): Promise<MemberRow> {
    return this.database.write(async tx => {
      const store = new MemberStore(tx)
      authorize(await store.standingInProgram(actor, programId), 'program.manage')
      const membership = await this.locked(tx, programId, memberId)
      checkPresent(membership)
      checkSeen(membership, version)
      checkLeadRemains(membership, await store.otherLeads(programId, memberId), [])
      await store.save({ ...membership, endedAt: this.clock.now(), version: membership.version + 1 })
      const member = await store.find(programId, memberId)
      await this.tell(tx, actor, programId, 'member.ended', member, { roles: membership.roles })
      return member
    })
  }

  /** Back with the roles of before. */
  reactivate(actor: Actor, programId: string, memberId: string, version: number): Promise<MemberRow> {
    return this.database.write(async tx => {
      const store = new MemberStore(tx)
      authorize(await store.standingInProgram(actor, programId), 'program.manage')
      const membership = await this.locked(tx, programId, memberId)
      if (!membership.endedAt) throw new Conflict('This person is in the program already.')
      checkSeen(membership, version)
      await store.save({ ...membership, endedAt: null, version: membership.version + 1 })
      const member = await store.find(programId, memberId)
      await this.tell(tx, actor, programId, 'member.reactivated', member, { roles: membership.roles })
      return member
    })
  }

  /** One more link for somebody who has not followed the first; the first one ends. */
  inviteAgain(actor: Actor, programId: string, memberId: string): Promise<InvitedMember> {
    return this.database.write(async tx => {
      const store = new MemberStore(tx)
      authorize(await store.standingInProgram(actor, programId), 'program.manage')
      const member = await store.find(programId, memberId)
      checkPresent(member)
      if (!member.isInvited) throw new Conflict('This person has an account already and needs no invitation.')
      const { link } = await this.inviting.accountFor(tx, { email: member.email, name: null, field: 'email' }, actor)
      if (link === null) throw new Conflict('Somebody else invited this person first. Ask an administrator for a new link.')
      await this.tell(tx, actor, programId, 'member.invitedAgain', member, {})
      return { member, link }
    })
  }

  /** Locks the program first, so that two leads cannot remove each other at the same time. */
  private async locked(tx: Transaction, programId: string, memberId: string): Promise<Membership> {
    await new ProgramStore(tx).findForUpdate(programId)
    return new MemberStore(tx).findForUpdate(programId, memberId)
  }

  private tell(tx: Transaction, actor: Actor, program: string, action: string, member: MemberRow, details: object): Promise<void> {
    const about = { person: { id: member.accountId, name: member.name }, ...details }
    return new AuditStore(tx).append({ program, actor, action, subject: { kind: 'member', id: member.id }, details: about, at: this.clock.now() })
  }
}

function placeOf({ roles, departmentId, isDepartmentHead }: MemberInput): Place {
  return { roles: inOrder(roles), departmentId, isDepartmentHead }
}

function checkSeen(membership: Membership, version: number): void {
  if (membership.version !== version) throw new Conflict('Somebody else changed this membership meanwhile. Look at it again first.')
}

function stale(now: Place, typed: Place, departments: readonly Department[]): Conflict {
  const readable = ({ roles, departmentId, isDepartmentHead }: Place) => ({
    roles: roles.map(role => ROLE_WORDS[role].word),
    department: nameOf(departmentId, departments),
    isDepartmentHead,
  })
  return staleEdit({ what: 'membership', words: MEMBER_WORDS, now: readable(now), typed: readable(typed) })
}

function nameOf(id: string | null, departments: readonly Department[]): string | null {
  return departments.find(department => department.id === id)?.name ?? null
}
