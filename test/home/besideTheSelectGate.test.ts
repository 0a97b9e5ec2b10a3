import { may } from '../../server/access/permissions'
import { HomeService } from '../../server/home/home.service'
import { unmet } from '../../server/pilots/criterion.rules'
import { Pilot } from '../../server/pilots/pilot.entity'
import { mendPath } from '../../server/pilots/nextStep.rules'
import { PilotStandingStore } from '../../server/pilots/pilotStanding.store'
import type { WrittenPlan } from '../../server/plans/plan.input'
import { Plan } from '../../server/plans/plan.entity'
import { testServices } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenPilot, type GivenPilot, type Person } from '../support/given/pilots'
import { aWrittenPlan, givenPlan } from '../support/given/plans'
import { givenClosedScoring, givenScores } from '../support/given/scoring'

/** What a proposal lacks or has beside one that is scored and planned in full. */
interface Case {
  /** Null for none. */
  readonly terms?: Partial<WrittenPlan> | null
  /** What the plan says since it was locked and amended. */
  readonly amended?: Partial<WrittenPlan>
  readonly pilot?: Partial<Omit<Pilot, 'state'>>
  readonly scoring?: 'closed' | 'open' | 'closedWithTooFew'
  readonly isMean?: boolean
  readonly hasConflict?: boolean
  /** Past every form, as a metric that is changed afterwards leaves it. */
  readonly afterwards?: (given: GivenPilot) => { readonly plan?: Partial<Plan>; readonly pilot?: Partial<Pilot> }
}

describe('Home beside the select gate', () => {
  const database = givenDatabase()
  const services = testServices(database)
  const clock = { now: () => new Date('2026-09-25T09:00:00Z') }

  async function proposal({ terms = {}, amended, pilot, scoring = 'closed', isMean, hasConflict, afterwards }: Case): Promise<GivenPilot> {
    const { parents } = await givenPilot(database, { state: hasConflict ? 'running' : 'draft' })
    const metricId = isMean ? parents.metrics.mean.id : parents.metrics.proportion.id
    const given = await givenPilot(database, { parents, ...pilot, metricId, state: 'proposed' })
    if (scoring === 'closed') await givenClosedScoring(database, given)
    if (scoring === 'open') await givenScores(database, given, [[parents.people.lead, 4]])
    if (scoring === 'closedWithTooFew') await change(given, { scoringClosedAt: clock.now() })
    if (terms) await givenPlan(database, { pilot: given, terms: isMean ? { smallestEffect: 0.3, baselineValue: 4, ...terms } : terms })
    if (amended) await amend(given, amended)
    const later = afterwards?.(given)
    if (later?.pilot) await change(given, later.pilot)
    if (later?.plan) await database.write(tx => tx.update(Plan, { pilotId: given.pilot.id }, later.plan ?? {}))
    return given
  }

  async function amend({ pilot, parents }: GivenPilot, terms: Partial<WrittenPlan>): Promise<void> {
    const { hash } = await services.plans.lock(parents.people.owner, pilot.id, 1)
    const amendment = { reason: 'Fewer customers than expected.', replaces: hash ?? '', endsOn: pilot.endsOn }
    await services.plans.amend(parents.people.owner, pilot.id, aWrittenPlan(terms), amendment)
  }

  const change = ({ pilot }: GivenPilot, changes: Partial<Pilot>) =>
    database.write(tx => tx.update(Pilot, { id: pilot.id }, changes))

  const tasksAt = async (person: Person, { pilot, parents }: GivenPilot) => {
    const { tasks } = await new HomeService(database, clock).ofProgram(person, parents.program.id)
    return tasks.filter(({ href, title }) => href.startsWith(`/pilots/${pilot.id}`) && title === pilot.title)
  }

  it.each<[string, Case]>([
    ['with everything', {}],
    ['without a plan', { terms: null }],
    ['without planned units', { terms: { plannedPerArm: null } }],
    ['without an expected value', { terms: { baselineValue: null } }],
    ['before and after', { terms: { design: 'beforeAfter' } }],
    ['with one group four times the other', { terms: { allocationTreatment: 0.2 } }],
    ['with so few units that no effect is found', { terms: { plannedPerArm: 2, baselineValue: 0.1, smallestEffect: 0.05 } }],
    ['with a power of a few percent', { terms: { plannedPerArm: 60 } }],
    ['with a locked plan that is amended to no planned units', { amended: { plannedPerArm: null } }],
    ['with a locked plan that is amended to fewer units', { amended: { plannedPerArm: 3000 } }],
    ['of a mean', { isMean: true, terms: { baselineSd: 1.4 } }],
    ['of a mean without its spread', { isMean: true }],
    ['of a share whose effect passes 0%', { afterwards: () => ({ plan: { baselineValue: 0.01 } }) }],
    ['of a share that the plan was not written for', { isMean: true, terms: { baselineSd: 1.4 }, afterwards: ({ parents }) => ({ pilot: { metricId: parents.metrics.proportion.id } }) }],
    ['of a mean that the plan was not written for', { afterwards: ({ parents }) => ({ pilot: { metricId: parents.metrics.mean.id } }) }],
    ['without arrivals', { pilot: { arrivalsPerWeek: null } }],
    ['with no arrivals at all', { pilot: { arrivalsPerWeek: 0 } }],
    ['without planned units and arrivals', { terms: { plannedPerArm: null }, pilot: { arrivalsPerWeek: null } }],
    ['beyond its timebox', { pilot: { arrivalsPerWeek: 1 } }],
    ['with open scoring', { scoring: 'open' }],
    ['closed with fewer raters than are needed by now', { scoring: 'closedWithTooFew' }],
    ['with a conflict', { hasConflict: true }],
    ['with a conflict and without a plan', { hasConflict: true, terms: null }],
  ])('a proposal %s', async (_, wish) => {
    const given = await proposal(wish)
    const { people } = given.parents
    const { view } = await services.gates.see(people.sponsor, given.pilot.id, 'select')
    const standingOf = (person: Person) => database.read(tx => new PilotStandingStore(tx).standing(person, given.pilot.id))

    const sponsor = await standingOf(people.sponsor)
    const isUpToSponsor = unmet(view.criteria).every(({ overrideBy }) => overrideBy !== null && may(sponsor, overrideBy))
    expect((await tasksAt(people.sponsor, given)).map(({ deed }) => deed)).toEqual(isUpToSponsor ? ['Select'] : [])

    const feasibility = view.criteria.find(({ key }) => key === 'feasibility')
    const mend = feasibility?.met ? null : mendPath(feasibility?.mendTo ?? null, 'proposed', await standingOf(people.owner))
    expect((await tasksAt(people.owner, given)).map(({ href }) => href)).toEqual(mend ? [`/pilots/${given.pilot.id}/${mend}`] : [])
  })

  it('leaves none out where others of the same sponsor come first', async () => {
    const { parents } = await givenPilot(database)
    const later = new Date(clock.now().getTime() + 1)
    const lacks: readonly Case[] = [
      { terms: { plannedPerArm: null } },
      { terms: { baselineValue: null } },
      { pilot: { arrivalsPerWeek: null } },
      { scoring: 'closedWithTooFew' },
      { terms: { baselineValue: 0.01 } },
    ]
    for (let at = 0; at < 55; at += 1) {
      const { terms = {}, pilot = {}, scoring } = lacks[at % lacks.length] ?? {}
      const before = await givenPilot(database, { parents, ...pilot, state: 'proposed', title: `Unready ${at}` })
      if (scoring === undefined) await givenClosedScoring(database, before)
      await givenPlan(database, { pilot: before })
      await database.write(tx => tx.update(Plan, { pilotId: before.pilot.id }, { version: 1, ...terms }))
      await change(before, { scoringClosedAt: clock.now() })
    }
    const ready = await givenPilot(database, { parents, state: 'proposed', title: 'Ready' })
    await givenClosedScoring(database, ready)
    await givenPlan(database, { pilot: ready })
    await change(ready, { scoringClosedAt: later })
    const { tasks } = await new HomeService(database, clock).ofProgram(parents.people.sponsor, parents.program.id)
    expect(tasks.map(({ deed, title }) => `${deed}: ${title}`)).toEqual(['Select: Ready'])
  })
})
