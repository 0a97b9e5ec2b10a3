import { Account } from '../../server/accounts/account.entity'
import type { WrittenLine } from '../../server/cases/caseLine.rules'
import type { Metric } from '../../server/metrics/metric.entity'
import type { Pilot } from '../../server/pilots/pilot.entity'
import type { Decision } from '../../server/pilots/pilotLife.rules'
import type { Database } from '../../server/platform/database/database'
import type { Services } from '../../server/services'
import type { TestClock } from '../support/app'
import { givenAccount } from '../support/given/accounts'
import { givenFinding } from '../support/given/findings'
import { aHandoff, aStage } from '../support/given/journeys'
import { givenMetric } from '../support/given/metrics'
import { givenPilot, givenPilotParents, type GivenPilot, type PilotParents } from '../support/given/pilots'
import { givenLockedPlan, givenPlan } from '../support/given/plans'
import { asPlanned, givenMeasuredPilot, givenRows, givenSummary } from '../support/given/readings'
import { givenClosedScoring, givenScores } from '../support/given/scoring'

/** Later than anything that the builders of pilots tell of. */
export const TODAY = new Date('2026-11-20T09:00:00Z')

export type EveryState = Awaited<ReturnType<typeof givenEveryState>>

/** A program in which every page has something to show: pilots in every state, and what hangs on them. */
export async function givenEveryState(database: Database, services: Services, clock: TestClock) {
  const parents = await givenPilotParents(database, { name: 'Retail onboarding program' })
  const { people, program, departments, metrics } = parents
  const onProgram = { id: program.id, lead: people.lead }
  await drawnJourney(services, parents)
  const day7 = await givenMetric(database, onProgram, { name: 'Day-7 return', direction: 'higher', smallestEffect: 0.5, moneyPerUnit: 240 })
  const admin = await givenAccount(database, { isAdmin: true, name: 'Noor Haddad', passwordHash: null })
  const newcomer = await givenAccount(database, { name: 'Sofia Rossi', passwordHash: null })

  const draft = await givenPilot(database, { parents, title: 'One page that says what happens next', proposerId: people.owner.accountId })
  const bare = await givenPilot(database, {
    ...{ parents, title: 'An idea that nobody has worked out yet', change: '', forWhom: '', expectedEffect: '', because: '', sponsorId: null },
    ...{ metricId: null, smallestEffect: null, visionSentence: '', startsOn: null, endsOn: null, budgetCents: null, budgetSource: '', stopRule: '' },
    ...{ rollbackStep: '', mostCustomers: null, mostSpendCents: null, proposerId: people.owner.accountId },
  })
  const proposed = await givenPilot(database, { parents, state: 'proposed', title: 'Show the first bill before the first month ends' })
  await givenScores(database, proposed, [
    [people.owner, 4],
    [people.team, 2],
  ])
  await services.scores.invite(people.lead, proposed.pilot.id, [people.lead.accountId, people.finance.accountId])
  const scored = await givenPilot(database, { parents, state: 'proposed', title: 'Install kit by post for customers who can do it themselves' })
  await givenClosedScoring(database, scored)
  const approved = await givenPilot(database, { parents, state: 'proposed', title: 'One number for all questions' })
  await givenPlan(database, { pilot: approved })
  const locked = await givenPilot(database, { parents, state: 'proposed', title: 'Confirm the address while the customer is still in the shop' })
  await givenLockedPlan(database, { pilot: locked })
  await moved(database, approved, 'approved')
  await moved(database, locked, 'approved')

  const running = await givenMeasuredPilot(database, { parents, pilot: { title: 'Text message when the technician is on the way', endsOn: '2026-12-18' } })
  const imports = await someImports(services, running)
  const paused = await givenPilot(database, { parents, state: 'paused', title: 'Night shift for installs' })
  const open = await services.objections.raise(people.member, running.pilot.id, 'The texts are not translated. A third of the customers of this region read another language first.')

  // real numbers: the published counts of the Cookie Cats test, seven days after the install
  const harms = await givenFinding(database, {
    ...{ parents, metric: day7, control: [8502, 44700], changed: [8279, 45489] },
    pilot: { title: 'Move the first gate later', ...gateWords },
    plan: { plannedPerArm: 45_000, baselineValue: 0.19, smallestEffect: 0.005, metrics: [asPlanned(day7), asPlanned(metrics.mean, { role: 'guardrail', margin: 0.2 })] },
  })
  await writtenCase(services, harms)
  const answered = await services.objections.raise(people.member, harms.pilot.id, 'Players who asked friends at the gate bring us new players. The test does not count them.')
  await services.objections.answer(people.owner, harms.pilot.id, answered.id, 'True. It could only add to the harm that was found.')
  await services.pilotActivity.comment(people.team, harms.pilot.id, 'Against what we expected. A pause at level 30 seems to bring players back rather than drive them away.')

  const opposed = await givenFinding(database, { parents, pilot: { title: 'Call every install customer the day before' } })
  await writtenCase(services, opposed)
  await decided(services, opposed, 'stop', 'The calls cost more than the visits they save, and another way is in sight.')
  const undecided = await givenFinding(database, { parents, changed: [390, 1544], pilot: { title: 'Leave a card with the name of the technician' } })
  const delivered = await givenPilot(database, { parents, state: 'concluded', title: 'Ask for the time of the visit twice' })
  const scaling = await givenPilot(database, { parents, state: 'scaling', title: 'Welcome call in the first week' })
  const sustained = await givenPilot(database, { parents, state: 'sustained', title: 'Router set up before it is sent' })
  const stopped = await givenFinding(database, { parents, control: [300, 1500], changed: [310, 1500], pilot: { title: 'A poster at every shop' } })
  await decided(services, stopped, 'stop', 'Nothing that matters came of it.')
  const withdrawn = await givenPilot(database, { parents, state: 'withdrawn', title: 'Ask for a review at the door' })

  clock.advance(60)
  const findings = await services.findings.all(people.lead, harms.pilot.id)
  const [line] = (await services.cases.ofPilot(people.lead, harms.pilot.id)).lines
  const token = await services.accessTokens.make(people.lead, { name: 'Weekly report', scope: 'read', lifetime: '90' })
  const link = await services.accountLinks.signInLink(newcomer.id)
  const invitation = await database.write(async tx =>
    services.accountLinks.make(tx, 'invitation', await tx.findOneByOrFail(Account, { id: newcomer.id }), people.lead),
  )
  return {
    parents,
    people: { ...people, admin: { accountId: admin.id } },
    pilots: { draft, bare, proposed, scored, approved, locked, running, paused, harms, opposed, undecided, delivered, scaling, sustained, stopped, withdrawn },
    ids: {
      program: program.id,
      journey: parents.journey.id,
      metric: day7.id,
      department: departments.service.id,
      account: newcomer.id,
      member: await membershipOf(database, people.member.accountId),
      finding: findings[0]?.id ?? '',
      line: line?.id ?? '',
      objection: open.id,
    },
    imports,
    links: { signIn: link.url, invitation: invitation.url },
    token,
  }
}

const gateWords: Partial<Pilot> = {
  change: 'Move the first gate, where players must wait or ask friends, from level 30 to level 40',
  forWhom: 'new players of the puzzle game',
  expectedEffect: 'more of them come back after seven days',
  because: 'players who meet the gate at level 30 have just begun to like the game',
}

async function drawnJourney(services: Services, { program, people, departments, journey, stages }: PilotParents): Promise<void> {
  await services.journeys.revise(people.lead, program.id, journey.id, {
    name: 'Home broadband, from order to first bill',
    customerSegment: 'Private customers who order home broadband for the first time',
    goal: 'Be online at home, and understand the first bill.',
    ownerId: people.lead.accountId,
    version: 1,
    stages: [
      aStage({ key: stages.order.key, name: 'Order', customerGoal: 'Choose a plan and know when it will work.', channel: 'Web and shop', departmentId: departments.sales.id }),
      aStage({ key: stages.install.key, name: 'Install', customerGoal: 'Have the line working after one visit.', channel: 'Visit at home', departmentId: departments.service.id }),
      aStage({ name: 'First use', customerGoal: 'Get every device online without help.', channel: 'Phone, chat and app', departmentId: departments.service.id }),
      aStage({ name: 'First bill', customerGoal: 'Recognise every line of the bill.', channel: 'Letter and app', departmentId: departments.billing.id }),
    ],
    handoffs: [
      aHandoff({ informationItems: ['Address as the technician needs it', 'Time that suits the customer'], percentLost: 5, sample: 4210, waitHours: 2 }),
      aHandoff({ informationItems: ['What was installed', 'What was left open'], percentLost: 31, sample: 3980, waitHours: 72 }),
      aHandoff({ informationItems: ['Agreed price and discounts'], percentLost: 4, sample: 2746, waitHours: 24 }),
    ],
  })
}

async function moved(database: Database, { pilot }: GivenPilot, state: 'approved'): Promise<void> {
  await database.write(tx => tx.query('UPDATE pilot SET state = $2, selected_at = $3, state_since = $3 WHERE id = $1', [pilot.id, state, new Date('2026-09-25T09:00:00Z')]))
}

async function someImports(services: Services, { pilot, parents, metric }: GivenPilot & { metric: Metric }) {
  const { owner } = parents.people
  await givenRows(services, owner, pilot.id, rows(120, 0))
  await givenSummary(services, owner, pilot.id, metric.id, [{ arm: 'control', period: 'baseline', n: 1630, successes: 412 }])
  const undone = await givenSummary(services, owner, pilot.id, metric.id, [{ arm: 'treatment', period: 'baseline', n: 16, successes: 4 }], 'a typing mistake')
  await services.importUndo.undo(owner, pilot.id, undone.id, { reason: 'Typed twice.' })
  const waiting = await services.fileImports.uploadText(owner, pilot.id, rows(40, 500), 'second export of the week', null, 'visits-week-2.csv')
  const faulty = await services.fileImports.uploadText(owner, pilot.id, `${rows(12, 900)}c1,neither,2026-10-09,maybe\n`, 'an export that somebody edited', null, 'edited.csv')
  return { waiting: waiting.id, faulty: faulty.id, undone: undone.id }
}

function rows(count: number, first: number): string {
  const lines = Array.from({ length: count }, (_, at) => {
    const arm = at % 2 === 0 ? 'control' : 'treatment'
    return `c${first + at},${arm},2026-10-${String(2 + (at % 14)).padStart(2, '0')},${at % 4 === 0 ? 'yes' : 'no'}`
  })
  return `customer,arm,day,second visit\n${lines.join('\n')}\n`
}

const nothing = { low: null, likely: null, high: null }

async function writtenCase(services: Services, { pilot, parents }: GivenPilot): Promise<void> {
  const { owner, finance } = parents.people
  const benefit: WrittenLine = {
    ...{ kind: 'benefit', name: 'Customers who come back after a week', driver: 'finding', benefitClass: 'revenue', ownerId: owner.accountId },
    annualVolume: { low: 500_000, likely: 640_000, high: 760_000 },
    moneyPerUnitCents: { low: 160, likely: 240, high: 310 },
    realisation: { low: 0.8, likely: 0.9, high: 1 },
    ...{ amountCents: nothing, adoption: [0.6, 1], source: 'Customers a year and spend per returning customer, controlling 2025' },
  }
  const cost: WrittenLine = {
    ...{ kind: 'oneOffCost', name: 'New level map and its tests', driver: 'entered', benefitClass: null, ownerId: owner.accountId },
    ...{ annualVolume: nothing, moneyPerUnitCents: nothing, realisation: nothing, adoption: [] },
    amountCents: { low: 14_000_00, likely: 18_000_00, high: 26_000_00 },
    source: 'Estimate of the games team',
  }
  const running: WrittenLine = { ...cost, kind: 'runningCost', name: 'Balancing ten more levels', amountCents: { low: 5_000_00, likely: 6_500_00, high: 9_000_00 } }
  const signed = await services.cases.add(owner, pilot.id, benefit)
  await services.cases.add(owner, pilot.id, cost)
  await services.cases.add(owner, pilot.id, running)
  await services.cases.sign(finance, pilot.id, signed.id, { status: 'accepted', figureCents: null, reason: '' }, signed.version)
  await services.cases.appraise(owner, pilot.id)
}

async function decided(services: Services, { pilot, parents }: GivenPilot, choice: Decision, reason: string): Promise<void> {
  const { ground, money, pilot: seen } = await services.decisions.see(parents.people.sponsor, pilot.id)
  await services.decisions.decide(parents.people.sponsor, pilot.id, {
    ...{ choice, reason, conditions: null, newEndOn: null },
    ...{ finding: ground?.row.finding?.id ?? null, case: money?.appraisal?.digest ?? null, version: seen.version },
  })
}

function membershipOf(database: Database, accountId: string): Promise<string> {
  return database.read(async tx => {
    const [row] = await tx.query<{ id: string }[]>('SELECT id FROM membership WHERE account_id = $1', [accountId])
    return row?.id ?? ''
  })
}
