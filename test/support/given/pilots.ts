import { randomUUID } from 'node:crypto'
import type { Actor } from '../../../server/access/actor'
import { Account } from '../../../server/accounts/account.entity'
import { hashedPassword } from '../../../server/accounts/passwordHash'
import { Handoff } from '../../../server/journeys/handoff.entity'
import { Journey } from '../../../server/journeys/journey.entity'
import { JourneyVersion } from '../../../server/journeys/journeyVersion.entity'
import { Stage } from '../../../server/journeys/stage.entity'
import { Metric } from '../../../server/metrics/metric.entity'
import { GatePassage } from '../../../server/pilots/gatePassage.entity'
import { type Pilot, Pilot as PilotTable, type PilotState } from '../../../server/pilots/pilot.entity'
import { TRANSITIONS, type PilotDeed } from '../../../server/pilots/pilotLife.rules'
import { PilotSegment } from '../../../server/pilots/pilotSegment.entity'
import { PilotTeamMember } from '../../../server/pilots/pilotTeamMember.entity'
import type { Database, Transaction } from '../../../server/platform/database/database'
import { Department } from '../../../server/programs/department.entity'
import { Membership, type ProgramRole } from '../../../server/programs/membership.entity'
import { Program } from '../../../server/programs/program.entity'
import { PASSWORD } from './accounts'

/** The moment at which the pilots of tests were made. */
export const PROPOSED_AT = new Date('2026-09-01T09:00:00Z')

const days = (count: number): Date => new Date(PROPOSED_AT.getTime() + count * 86_400_000)

/** A draft in memory that meets every submit criterion of its own fields. */
export function aPilot(changes: Partial<Pilot> = {}): Pilot {
  return {
    id: randomUUID(),
    programId: randomUUID(),
    number: 1,
    title: 'Call every install customer the day before',
    state: 'draft',
    proposerId: randomUUID(),
    ownerId: randomUUID(),
    sponsorId: randomUUID(),
    parentId: null,
    journeyId: randomUUID(),
    journeyVersion: 1,
    metricId: randomUUID(),
    change: 'Call each customer the day before the visit',
    forWhom: 'customers with an install appointment',
    expectedEffect: 'fewer of them need a second visit',
    because: 'half of the second visits happen because nobody was at home',
    visionSentence: 'Nobody explains the same thing twice.',
    smallestEffect: 0.03,
    startsOn: '2026-10-01',
    endsOn: '2026-11-12',
    budgetCents: 1_200_000,
    budgetSource: 'the field service budget',
    mostCustomers: 1_600,
    mostSpendCents: 1_200_000,
    stopRule: 'complaints about calls in two weeks running',
    rollbackStep: 'stop the calls on the same day',
    arrivalsPerWeek: 250,
    shareDelivered: null,
    shareDeliveredSource: '',
    scoringClosedAt: null,
    pausedAt: null,
    submittedAt: null,
    selectedAt: null,
    launchedAt: null,
    concludedAt: null,
    decidedAt: null,
    stateSince: PROPOSED_AT,
    createdAt: PROPOSED_AT,
    version: 1,
    ...changes,
  }
}

/** How a pilot came to each state, with the day after the proposal on which each deed was done. */
const WAYS: Readonly<Record<PilotState, readonly (readonly [PilotDeed, number])[]>> = (() => {
  const submitted = [['submit', 3]] as const
  const selected = [...submitted, ['select', 14]] as const
  const launched = [...selected, ['launch', 30]] as const
  const concluded = [...launched, ['conclude', 73]] as const
  return {
    draft: [],
    proposed: submitted,
    approved: selected,
    running: launched,
    concluded,
    scaling: [...concluded, ['scale', 76]],
    sustained: [...concluded, ['scale', 76], ['confirm', 160]],
    stopped: [...concluded, ['stop', 76]],
    withdrawn: [...submitted, ['withdraw', 5]],
  }
})()

const STAMPS: Partial<Record<PilotDeed, keyof Pilot>> = {
  submit: 'submittedAt',
  select: 'selectedAt',
  launch: 'launchedAt',
  conclude: 'concludedAt',
  scale: 'decidedAt',
  stop: 'decidedAt',
}

/** The times that a pilot in this state carries. */
export function stampsOf(state: PilotState | 'paused'): Partial<Pilot> {
  const way = WAYS[state === 'paused' ? 'running' : state]
  const stamps = way.flatMap(([deed, day]) => (STAMPS[deed] ? [[STAMPS[deed], days(day)] as const] : []))
  const scored = way.some(([deed]) => deed === 'select') ? { scoringClosedAt: days(12) } : {}
  const delivered = way.some(([deed]) => deed === 'conclude')
    ? { shareDelivered: 0.92, shareDeliveredSource: 'call log of the field service desk' }
    : {}
  return {
    state: state === 'paused' ? 'running' : state,
    stateSince: days(way.at(-1)?.[1] ?? 0),
    ...(state === 'paused' && { pausedAt: days(40) }),
    ...Object.fromEntries(stamps),
    ...scored,
    ...delivered,
  }
}

/** A person of a test, usable as the actor of a use case. */
export type Person = Actor & { readonly department: string | null }

export interface PilotParents {
  readonly program: Program
  readonly departments: { readonly sales: Department; readonly service: Department; readonly billing: Department }
  readonly people: {
    readonly lead: Person
    /** Member, field service; the owner of the pilots made here. */
    readonly owner: Person
    /** Member, sales; on the team of the pilots made here. */
    readonly team: Person
    /** Member, billing; neither owner nor on the team; the proposer of the pilots made here. */
    readonly member: Person
    /** Named on the pilots made here. */
    readonly sponsor: Person
    readonly secondSponsor: Person
    readonly finance: Person
    readonly viewer: Person
    /** Has an account and no membership. */
    readonly stranger: Person
  }
  readonly journey: Journey
  /** Order (sales) to Install (field service), with the handoff between them. */
  readonly stages: { readonly order: Stage; readonly install: Stage }
  readonly handoff: Handoff
  readonly metrics: { readonly proportion: Metric; readonly mean: Metric }
}

/** A program with everything that a pilot grows from: people of every role, a journey, two metrics. */
export function givenPilotParents(database: Database, changes: Partial<Program> = {}): Promise<PilotParents> {
  return database.write(async tx => {
    const mark = randomUUID().slice(0, 8)
    const program = await tx.save(Program, {
      name: `Onboarding ${mark}`,
      vision: 'Nobody explains the same thing twice. Every promise has a name beside it.',
      discountRate: 0.08,
      createdAt: PROPOSED_AT,
      ...changes,
    })
    const department = (name: string) => tx.save(Department, { programId: program.id, name })
    const departments = {
      sales: await department('Sales'),
      service: await department('Field service'),
      billing: await department('Billing'),
    }
    const person = (name: string, roles: ProgramRole[], home: Department | null = null) =>
      givenPerson(tx, {
        name,
        email: `${name.toLowerCase().replace(/\W+/g, '.')}.${mark}@example.com`,
        program,
        roles,
        department: home,
      })
    const people = {
      lead: await person('Amina Diallo', ['lead']),
      owner: await person('Jo Castillo', ['member'], departments.service),
      team: await person('Ravi Menon', ['member'], departments.sales),
      member: await person('Lena Vogt', ['member'], departments.billing),
      sponsor: await person('Marta Silva', ['sponsor']),
      secondSponsor: await person('Tomas Berg', ['sponsor']),
      finance: await person('Ines Okafor', ['finance']),
      viewer: await person('Paul Haddad', ['viewer']),
      stranger: await person('Nadia Petrov', []),
    }
    const journey = await tx.save(Journey, {
      programId: program.id,
      name: 'Onboarding',
      ownerId: people.lead.accountId,
      createdAt: PROPOSED_AT,
    })
    const version = await tx.save(JourneyVersion, {
      journeyId: journey.id,
      number: 1,
      customerSegment: 'home broadband customers',
      goal: 'online within a week',
      createdAt: PROPOSED_AT,
      createdById: people.lead.accountId,
    })
    const stage = (position: number, name: string, home: Department) =>
      tx.save(Stage, { journeyVersionId: version.id, key: randomUUID(), position, name, departmentId: home.id })
    const stages = {
      order: await stage(1, 'Order', departments.sales),
      install: await stage(2, 'Install', departments.service),
    }
    const handoff = await tx.save(Handoff, {
      journeyVersionId: version.id,
      key: randomUUID(),
      fromStageId: stages.order.id,
      toStageId: stages.install.id,
      informationItems: ['address', 'appointment'],
      shareLost: 0.31,
    })
    const metric = (changed: Partial<Metric>) =>
      tx.save(Metric, {
        programId: program.id,
        direction: 'lower' as const,
        perspective: 'customer' as const,
        createdAt: PROPOSED_AT,
        ...changed,
      })
    const metrics = {
      proportion: await metric({ name: 'Second visit needed', kind: 'proportion', smallestEffect: 0.03 }),
      mean: await metric({ name: 'Customer effort', kind: 'mean', unit: 'points of 7', smallestEffect: 0.3 }),
    }
    return { program, departments, people, journey, stages, handoff, metrics }
  })
}

let passwordHash: Promise<string> | undefined

/** An account that can sign in with `PASSWORD`, and a membership where roles are given. */
export async function givenPerson(
  tx: Transaction,
  {
    name,
    email,
    program,
    roles,
    department,
  }: { name: string; email: string; program: Program; roles: ProgramRole[]; department?: Department | null },
): Promise<Person> {
  passwordHash ??= hashedPassword(PASSWORD)
  const account = await tx.save(Account, { name, email, passwordHash: await passwordHash, createdAt: PROPOSED_AT })
  if (roles.length > 0) {
    await tx.save(Membership, {
      programId: program.id,
      accountId: account.id,
      roles,
      departmentId: department?.id ?? null,
      createdAt: PROPOSED_AT,
    })
  }
  return { accountId: account.id, name, email, isAdmin: false, scope: 'write', department: department?.name ?? null }
}

export interface GivenPilot {
  readonly pilot: Pilot
  readonly parents: PilotParents
}

/**
 * A pilot in the state asked for, as its life would have left it: times, gate passages, a team of two departments, one
 * handoff as its segment. Builds its parents where none are given.
 */
export async function givenPilot(
  database: Database,
  {
    state = 'draft',
    parents,
    ...changes
  }: Omit<Partial<Pilot>, 'state'> & { state?: PilotState | 'paused'; parents?: PilotParents } = {},
): Promise<GivenPilot> {
  const home = parents ?? (await givenPilotParents(database))
  const pilot = await database.write(async tx => {
    const number = (await tx.countBy(PilotTable, { programId: home.program.id })) + 1
    const saved = await tx.save(
      PilotTable,
      tx.create(
        PilotTable,
        aPilot({
          programId: home.program.id,
          number,
          title: number === 1 ? aPilot().title : `${aPilot().title} (${number})`,
          proposerId: home.people.member.accountId,
          ownerId: home.people.owner.accountId,
          sponsorId: home.people.sponsor.accountId,
          journeyId: home.journey.id,
          metricId: home.metrics.proportion.id,
          ...stampsOf(state),
          ...changes,
        }),
      ),
    )
    await tx.save(PilotSegment, { pilotId: saved.id, kind: 'handoff' as const, key: home.handoff.key })
    await tx.save(PilotTeamMember, { pilotId: saved.id, accountId: home.people.team.accountId, addedAt: PROPOSED_AT })
    for (const passage of passagesTo(saved, home)) await tx.save(GatePassage, passage)
    return saved
  })
  return { pilot, parents: home }
}

function passagesTo(pilot: Pilot, { people }: PilotParents): Partial<GatePassage>[] {
  let from: PilotState = 'draft'
  return WAYS[pilot.state].map(([deed, day]) => {
    const { to, deed: right, needsReason } = TRANSITIONS[deed]
    const decider =
      right === 'pilot.confirm'
        ? people.finance
        : right === 'pilot.select' || right === 'pilot.decide'
          ? people.sponsor
          : people.owner
    const passage = {
      pilotId: pilot.id,
      transition: deed,
      fromState: from,
      toState: to,
      actorId: decider.accountId,
      at: days(day),
      reason: needsReason ? 'As discussed with the team.' : '',
      criteria: [],
    }
    from = to
    return passage
  })
}
