import type { Express } from 'express'
import request from 'supertest'
import { Account } from '../../server/accounts/account.entity'
import { Decision } from '../../server/governance/decision.entity'
import { HomeService } from '../../server/home/home.service'
import { Pilot } from '../../server/pilots/pilot.entity'
import { PilotTeamMember } from '../../server/pilots/pilotTeamMember.entity'
import { PlanService } from '../../server/plans/plan.service'
import { Program } from '../../server/programs/program.entity'
import { testApp, testServices, TestClock } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, givenAccount, signedInAs } from '../support/given/accounts'
import { givenCase, givenConcluded, givenFinding } from '../support/given/governance'
import { givenProgram } from '../support/given/programs'
import { givenPilot, givenPilotParents, type Person, type PilotParents } from '../support/given/pilots'
import { aWrittenPlan, givenPlan } from '../support/given/plans'
import { givenClosedScoring } from '../support/given/scoring'

describe('Home', () => {
  const database = givenDatabase()
  const clock = new TestClock(new Date('2026-11-20T09:00:00Z'))
  let app: Express
  let parents: PilotParents

  beforeAll(async () => {
    app = testApp(database, { clock })
    parents = await givenPilotParents(database)
  })

  const tasksOf = async (person: Person): Promise<string[]> => {
    const { tasks } = await new HomeService(database, clock).ofProgram(person, parents.program.id)
    return tasks.map(({ deed, title }) => `${deed}: ${title}`)
  }

  it('leads a person to the first program, and says so where there is none', async () => {
    const member = await signedInAs(app, parents.people.member)
    expect((await member.get('/')).headers.location).toBe(`/programs/${parents.program.id}`)
    const stranger = await signedInAs(app, parents.people.stranger)
    expect((await stranger.get('/')).text).toContain('You are not in a program yet')
    expect((await stranger.get(`/programs/${parents.program.id}`)).status).toBe(404)
    const admin = await signedInAs(app, await givenAccount(database, { isAdmin: true }))
    expect((await admin.get('/')).text).toContain('Create a program')
  })

  it('starts a new program with what is missing first, for those who may', async () => {
    const { id, lead, viewer } = await givenProgram(database)
    const { text } = await (await signedInAs(app, lead)).get(`/programs/${id}`)
    expect(text).toContain('Draw the first journey')
    expect((await (await signedInAs(app, viewer)).get(`/programs/${id}`)).text).not.toContain('Draw the first journey')
  })

  it('says what comes first in a program without a pilot', async () => {
    const { text } = await (await signedInAs(app, parents.people.member)).get(`/programs/${parents.program.id}`)
    expect(text).toContain('Propose a pilot')
    expect(text).toContain('Nobody explains the same thing twice.')
  })

  it('shows each person what waits for that person, and nothing else', async () => {
    const draft = { title: 'A', stateSince: new Date('2026-11-18T09:00:00Z') }
    await givenPilot(database, { state: 'draft', parents, ...draft })
    const proposed = await givenPilot(database, { state: 'proposed', parents, title: 'B' })
    await givenClosedScoring(database, proposed)
    const concluded = await givenConcluded(database, { parents, title: 'C' })
    await givenFinding(database, concluded)
    await givenCase(database, concluded, { financeStatus: 'proposed' })
    const opposed = await givenConcluded(database, { parents, title: 'D' })
    const finding = await givenFinding(database, opposed)
    await database.write(tx =>
      tx.insert(Decision, {
        ...{ pilotId: opposed.pilot.id, number: 1, choice: 'stop', reason: 'x', firedAction: 'scale', opposesRule: true },
        ...{ state: 'awaitingSecond', findingId: finding.id, decidedById: parents.people.sponsor.accountId },
        decidedAt: clock.now(),
      }),
    )
    await givenPilot(database, { state: 'scaling', parents, title: 'E' })
    const { people } = parents
    // what the selection still asks for stands under those who can mend it
    expect(await tasksOf(people.sponsor)).toEqual(['Decide: C'])
    expect(await tasksOf(people.secondSponsor)).toEqual(['Agree or refuse: D'])
    expect(await tasksOf(people.finance)).toEqual(['Sign: C', 'Confirm: E'])
    expect(await tasksOf(people.owner)).toEqual(['Write the plan: B', 'Build the case: D', 'Complete and submit: A'])
    expect(await tasksOf(people.viewer)).toEqual([])
    expect(await tasksOf(people.lead)).toEqual(['Unblock: B'])
    await givenPlan(database, { pilot: proposed, terms: { plannedPerArm: null } })
    expect(await tasksOf(people.owner)).toContain('Complete the plan: B')
    await new PlanService(database, clock).revise(people.owner, proposed.pilot.id, aWrittenPlan(), 1)
    expect(await tasksOf(people.sponsor)).toEqual(['Decide: C', 'Select: B'])
    expect(await tasksOf(people.owner)).toEqual(['Build the case: D', 'Complete and submit: A'])
  })

  it('is the same through the API, to whoever is in the program', async () => {
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: parents.people.sponsor.accountId }))
    const token = await givenAccessToken(database, account)
    const path = `/api/v1/programs/${parents.program.id}/home`
    const { body } = await request(app).get(path).set('Authorization', `Bearer ${token}`)
    expect(body).toMatchObject({ program: { states: { concluded: 2, scaling: 1 }, stuck: 1 }, tasks: [{ deed: 'Decide' }, { deed: 'Select' }] })
  })

  it('tells the sponsor that an objection has to be answered first', async () => {
    const { people } = parents
    const { id } = await database.read(tx => tx.findOneByOrFail(Pilot, { title: 'C' }))
    await testServices(database, { clock }).objections.raise(people.member, id, 'Half of the callers were not asked.')
    const { tasks } = await new HomeService(database, clock).ofProgram(people.sponsor, parents.program.id)
    expect(tasks[0]).toMatchObject({ deed: 'Decide', title: 'C', more: expect.stringContaining('waits for the answer to an objection') as string })
  })

  it('asks those who carry the pilot to answer an objection, and nobody of another team', async () => {
    const { pilot, parents: elsewhere } = await givenConcluded(database)
    const { people, program } = elsewhere
    // who owns another pilot is a colleague here, no more
    const other = await givenPilot(database, { parents: elsewhere, state: 'running', ownerId: people.member.accountId, title: 'Another one' })
    await database.write(tx => tx.delete(PilotTeamMember, { pilotId: other.pilot.id }))
    const { id } = await testServices(database, { clock }).objections.raise(people.finance, pilot.id, 'Who pays for the calls?')
    const isAsked = async (person: Person) => {
      const { tasks } = await new HomeService(database, clock).ofProgram(person, program.id)
      return tasks.some(({ deed, href }) => deed === 'Answer' && href === `/pilots/${pilot.id}/objections`)
    }
    for (const [name, mayAnswer] of [['lead', true], ['owner', true], ['team', true], ['member', false], ['sponsor', false], ['finance', false], ['viewer', false]] as const) {
      const person = people[name]
      const visitor = await signedInAs(app, person)
      expect([name, await isAsked(person)]).toEqual([name, mayAnswer])
      const { text } = await visitor.get(`/pilots/${pilot.id}/objections`)
      expect([name, text.includes(`/objections/${id}/answer"`)]).toEqual([name, mayAnswer])
      if (!mayAnswer) expect((await visitor.post(`/pilots/${pilot.id}/objections/${id}/answer`, { answer: 'We do.' })).status).toBe(403)
    }
  })

  it('counts the final decisions of each month, where the program lives', async () => {
    const decide = async (decidedAt: string, state: 'final' | 'refused') => {
      const { pilot } = await givenConcluded(database, { parents, title: decidedAt })
      const finding = await givenFinding(database, { pilot, parents })
      await database.write(tx =>
        tx.insert(Decision, {
          ...{ pilotId: pilot.id, number: 1, choice: 'stop', reason: 'x', firedAction: 'stop', opposesRule: false, state },
          ...{ findingId: finding.id, decidedById: parents.people.sponsor.accountId, decidedAt: new Date(decidedAt) },
        }),
      )
    }
    await database.write(tx => tx.update(Program, { id: parents.program.id }, { timeZone: 'Europe/Berlin' }))
    await decide('2026-10-31T23:30:00Z', 'final') // in Berlin it is November already
    await decide('2026-08-10T09:00:00Z', 'final')
    await decide('2026-09-10T09:00:00Z', 'refused')
    await decide('2026-05-31T09:00:00Z', 'final')
    const { program } = await new HomeService(database, clock).ofProgram(parents.people.viewer, parents.program.id)
    expect(program.momentum.map(({ month, decided }) => `${month} ${decided}`)).toEqual([
      ...['2026-06 0', '2026-07 0', '2026-08 1', '2026-09 0', '2026-10 0', '2026-11 1'],
    ])
  })
})
