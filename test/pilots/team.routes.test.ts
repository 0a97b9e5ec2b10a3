import type { Express } from 'express'
import { testApp, TestClock } from '../support/app'
import { givenDatabase } from '../support/database'
import { signedInAs, type Visitor } from '../support/given/accounts'
import { givenPilot, givenPilotParents, type Person, type PilotParents } from '../support/given/pilots'

describe('the team of a pilot', () => {
  const database = givenDatabase()
  const visitors = new Map<string, Promise<Visitor>>()
  let app: Express
  let parents: PilotParents

  beforeAll(async () => {
    app = testApp(database, { clock: new TestClock(new Date('2026-10-15T09:00:00Z')) })
    parents = await givenPilotParents(database)
  })

  /** One browser for each person, signed in once; the first page gives the token that its forms carry. */
  const as = (person: Person): Promise<Visitor> => {
    const known = visitors.get(person.email) ?? signedInAs(app, person)
    visitors.set(person.email, known)
    return known
  }

  it('changes the team, names who came and went, and shows the departments that are missing', async () => {
    const { pilot } = await givenPilot(database, { parents, state: 'running' })
    const visitor = await as(parents.people.owner)
    const answer = await visitor.post(`/pilots/${pilot.id}/team`, {
      members: [parents.people.member.accountId],
      version: pilot.version,
    })
    expect(answer.status).toBe(303)
    expect((await visitor.get(`/pilots/${pilot.id}/team`)).text).toContain('The segment touches Sales')
    expect((await visitor.get(`/pilots/${pilot.id}/activity`)).text).toContain(
      'added Lena Vogt to the team and removed Ravi Menon from the team',
    )
  })

  it('lets nobody leave a concluded pilot, nor the sponsor join', async () => {
    const { pilot } = await givenPilot(database, { parents, state: 'concluded' })
    const visitor = await as(parents.people.owner)
    expect((await visitor.post(`/pilots/${pilot.id}/team`, { version: pilot.version })).status).toBe(409)
    const joining = [parents.people.team.accountId, parents.people.sponsor.accountId]
    const answer = await visitor.post(`/pilots/${pilot.id}/team`, { members: joining, version: pilot.version })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('The sponsor decides on this pilot and so cannot work on it.')
  })

  it('keeps on the team whom the form does not offer', async () => {
    const { pilot } = await givenPilot(database, {
      parents,
      state: 'concluded',
      ownerId: parents.people.team.accountId,
    })
    const visitor = await as(parents.people.lead)
    const { text } = await visitor.get(`/pilots/${pilot.id}/team`)
    expect(text).toContain(`type="hidden" name="members" value="${parents.people.team.accountId}"`)
  })

  it('is handed over by the lead at any time, and the former owner loses the owner’s rights', async () => {
    const { pilot } = await givenPilot(database, { parents, state: 'running' })
    const lead = await as(parents.people.lead)
    const answer = await lead.post(`/pilots/${pilot.id}/hand-over`, {
      ownerId: parents.people.member.accountId,
      reason: 'Jo is on leave',
      version: pilot.version,
    })
    expect(answer.status).toBe(303)
    expect(
      (await (await as(parents.people.owner)).post(`/pilots/${pilot.id}/pause`, { reason: 'Mine' })).status,
    ).toBe(403)
    expect((await lead.get(`/pilots/${pilot.id}/activity`)).text).toContain(
      'handed the pilot over from Jo Castillo to Lena Vogt',
    )
  })

  it('names no sponsor who proposed the pilot or works on it, and nobody but the lead hands over', async () => {
    const { pilot } = await givenPilot(database, {
      parents,
      state: 'proposed',
      proposerId: parents.people.secondSponsor.accountId,
    })
    const change = { ownerId: pilot.ownerId, sponsorId: pilot.proposerId, reason: 'A change', version: pilot.version }
    expect((await (await as(parents.people.lead)).post(`/pilots/${pilot.id}/hand-over`, change)).status).toBe(422)
    expect((await (await as(parents.people.owner)).post(`/pilots/${pilot.id}/hand-over`, change)).status).toBe(403)
  })
})
