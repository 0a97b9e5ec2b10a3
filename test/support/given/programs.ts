import type { Actor } from '../../../server/access/actor'
import { Account } from '../../../server/accounts/account.entity'
import type { Clock } from '../../../server/platform/clock'
import type { Database } from '../../../server/platform/database/database'
import { DepartmentService } from '../../../server/programs/department.service'
import type { Inviting } from '../../../server/programs/inviting'
import { MemberService } from '../../../server/programs/member.service'
import { PROGRAM_ROLES, type ProgramRole } from '../../../server/programs/membership.entity'
import type { NewProgramInput } from '../../../server/programs/program.input'
import { ProgramService } from '../../../server/programs/program.service'
import { anActor, givenAccount } from './accounts'

/** A moment that most rows of the tests were made at. */
export const LAST_MONDAY: Clock = { now: () => new Date('2026-11-02T09:00:00Z') }

/** A program with two departments and one person for each role; Sales is headed by the member. */
export interface GivenProgram {
  readonly id: string
  readonly name: string
  /** Made the program; not in it. */
  readonly admin: Actor
  readonly lead: Actor
  readonly sponsor: Actor
  readonly finance: Actor
  readonly member: Actor
  readonly viewer: Actor
  readonly departments: { readonly sales: string; readonly support: string }
}

let people = 0

/** An account that can sign in (`signedInAs`), as the actor it is then. */
export async function givenPerson(database: Database, changes: Partial<Account> = {}): Promise<Actor> {
  people += 1
  const name = changes.name ?? `Person ${people}`
  const email = changes.email ?? `${name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}.${people}@example.com`
  return anActor(await givenAccount(database, { ...changes, name, email }))
}

/** Answers of the form for a new program. */
export function aProgram(changes: Partial<NewProgramInput> = {}): NewProgramInput {
  return {
    name: 'Retail onboarding',
    vision: 'Every new customer is at home with us within a week.',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    locale: 'en-GB',
    discountRatePercent: 8,
    horizonYears: 3,
    evidenceBar: 3,
    ratersNeeded: 3,
    leadEmail: 'lead@example.com',
    leadName: null,
    ...changes,
  }
}

/** Through the services: a program as an administrator and its lead would set it up. */
export async function givenProgram(
  database: Database,
  changes: Partial<NewProgramInput> = {},
  clock = LAST_MONDAY,
): Promise<GivenProgram> {
  const person = (name: string) => givenPerson(database, { name })
  const admin = await givenPerson(database, { name: 'Ada Admin', isAdmin: true })
  const lead = await person('Lea Lead')
  const name = changes.name ?? `Retail onboarding ${people}`
  const programs = new ProgramService(database, clock, knownPeople)
  const { program } = await programs.create(admin, aProgram({ leadEmail: lead.email, ...changes, name }))
  const departments = new DepartmentService(database, clock)
  const sales = await departments.add(lead, program.id, { name: 'Sales' })
  const support = await departments.add(lead, program.id, { name: 'Support' })
  const here = { id: program.id, lead }
  return {
    ...{ ...here, name, admin },
    sponsor: await givenMember(database, here, await person('Sol Sponsor'), { roles: ['sponsor'] }),
    finance: await givenMember(database, here, await person('Fay Finance'), { roles: ['finance'] }),
    member: await givenMember(database, here, await person('Max Member'), { departmentId: sales.id, isDepartmentHead: true }),
    viewer: await givenMember(database, here, await person('Vic Viewer'), { roles: ['viewer'] }),
    departments: { sales: sales.id, support: support.id },
  }
}

/** Lets somebody, a new person by default, into the program. */
export async function givenMember(
  database: Database,
  program: Pick<GivenProgram, 'id' | 'lead'>,
  person?: Actor,
  place: { roles?: ProgramRole[]; departmentId?: string | null; isDepartmentHead?: boolean } = {},
): Promise<Actor & { readonly memberId: string }> {
  const newcomer = person ?? (await givenPerson(database))
  const { roles = ['member'], departmentId = null, isDepartmentHead = false } = place
  const members = new MemberService(database, LAST_MONDAY, knownPeople)
  const answers = { email: newcomer.email, name: null, roles, departmentId, isDepartmentHead }
  const { member } = await members.invite(program.lead, program.id, answers)
  return { ...newcomer, memberId: member.id }
}

/** The people of a program by their role, for tables of who may do what. */
export function peopleOf(program: GivenProgram): [ProgramRole, Actor][] {
  return PROGRAM_ROLES.map(role => [role, program[role]])
}

/** Finds people who have an account; tests of invitations use the real thing. */
const knownPeople: Inviting = {
  async accountFor(tx, { email }) {
    const { id, name } = await tx.findOneByOrFail(Account, { email })
    return { accountId: id, name, link: null }
  },
}
