import type { Express } from 'express'
import request from 'supertest'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, signedInAs, type Visitor } from '../support/given/accounts'
import { givenPilot, givenPilotParents, type GivenPilot, type Person } from '../support/given/pilots'
import { formFields } from '../support/formFields'
import { givenClosedScoring, givenRaters, givenScores } from '../support/given/scoring'

const database = givenDatabase()
let made: Express | undefined
const app = (): Express => (made ??= testApp(database)) // one for the file: the templates are compiled once
const as = (person: Person): Promise<Visitor> => signedInAs(app(), person)
const aProposal = (changes = {}) => givenPilot(database, { state: 'proposed', ...changes })
const pageOf = ({ pilot }: GivenPilot) => `/pilots/${pilot.id}/scores`
const matrixOf = ({ pilot }: GivenPilot) => `/programs/${pilot.programId}/prioritise`

/** What the form of a rater's page sends when the same score is chosen everywhere. */
function chosen(page: string, value: number) {
  const ids = [...page.matchAll(/name="values\[\d+\]\[criterionId\]" value="([^"]+)"/g)].map(([, id]) => id)
  return { values: ids.map(criterionId => ({ criterionId, value: String(value), reason: '' })) }
}

describe('scoring through the pages', () => {
  it('goes from the invitation over blind scores to the close', async () => {
    const given = await aProposal()
    const { lead, finance, sponsor, team } = given.parents.people
    const leading = await as(lead)
    expect((await leading.get(pageOf(given))).text).toContain('Nobody is invited')
    const accountIds = [finance, sponsor, team].map(({ accountId }) => accountId)
    expect((await leading.post(`${pageOf(given)}/raters`, { accountIds })).status).toBe(303)
    for (const [rater, value] of [
      [finance, 4],
      [sponsor, 5],
      [team, 3],
    ] as const) {
      const rating = await as(rater)
      const { text } = await rating.get(pageOf(given))
      expect(text).toContain('Nearly every customer on this journey.')
      expect(text).not.toContain('Who gave what')
      expect((await rating.post(pageOf(given), formFields(chosen(text, value)))).status).toBe(303)
      expect((await rating.get(pageOf(given))).text).toContain('Who gave what')
    }
    expect((await leading.get(pageOf(given))).text).toContain('Close scoring')
    expect((await leading.post(`${pageOf(given)}/close`)).status).toBe(303)
    const { text } = await leading.get(pageOf(given))
    expect(text).toContain('scoring closed')
    expect(text).toMatch(/Impact 4\.0[\s\S]*raters from 3\.0 to 5\.0/)
  })

  it('shows a form with its faults and what was chosen when a criterion is missing', async () => {
    const given = await aProposal()
    const { finance } = given.parents.people
    await givenRaters(database, given, [finance])
    const rating = await as(finance)
    const { text } = await rating.get(pageOf(given))
    const { values } = chosen(text, 4)
    const answer = await rating.post(pageOf(given), formFields({ values: [{ ...values[0], value: '' }, ...values.slice(1)] }))
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('href="#field-values-0-value"')
    expect(answer.text.match(/ checked/g)).toHaveLength(7)
  })

  it('asks for both axes in turn, each criterion with its rubric and an optional reason', async () => {
    const given = await aProposal()
    const { finance } = given.parents.people
    await givenRaters(database, given, [finance])
    const { text } = await (await as(finance)).get(pageOf(given))
    expect([...text.matchAll(/<legend>(Impact|Complexity)<\/legend>/g)].map(([, axis]) => axis)).toEqual(['Impact', 'Complexity'])
    expect(text.match(/class="field-optional">counts 30%/g)).toHaveLength(4)
    expect(text.match(/type="radio"/g)).toHaveLength(40)
  })

  it('says how many raters are missing when the lead closes too early', async () => {
    const given = await aProposal()
    await givenScores(database, given, [[given.parents.people.finance, 4]])
    const leading = await as(given.parents.people.lead)
    await leading.get(pageOf(given))
    const answer = await leading.post(`${pageOf(given)}/close`)
    expect([answer.status, answer.text.includes('2 raters are missing')]).toEqual([409, true])
  })

  it('keeps strangers, viewers and those who were not invited out', async () => {
    const given = await aProposal()
    const { stranger, viewer, sponsor, owner } = given.parents.people
    expect((await (await as(stranger)).get(pageOf(given))).status).toBe(404)
    const viewing = await as(viewer)
    expect((await viewing.get(pageOf(given))).status).toBe(200)
    expect((await viewing.post(pageOf(given), {})).status).toBe(403)
    const rating = await as(sponsor)
    const { body } = await readModel(owner, given)
    const values = body.criteria.map(({ id }) => ({ criterionId: id, value: '3' }))
    expect((await rating.post(pageOf(given), formFields({ values }))).status).toBe(403)
    expect((await (await as(owner)).post(`${pageOf(given)}/close`)).status).toBe(403)
  })
})

describe('the prioritise page', () => {
  it('says what to do while there is nothing', async () => {
    const parents = await givenPilotParents(database)
    const { status, text } = await (await as(parents.people.viewer)).get(`/programs/${parents.program.id}/prioritise`)
    expect(status).toBe(200)
    expect(text).toContain('Proposals stand here')
  })

  it('draws and ranks what may be seen, and leads a rater to the next proposal', async () => {
    const given = await aProposal({ title: 'Call earlier' })
    const { parents } = given
    await givenClosedScoring(database, given)
    const open = await aProposal({ title: 'Write instead', parents })
    await givenRaters(database, open, [parents.people.finance])
    const { text } = await (await as(parents.people.finance)).get(matrixOf(given))
    expect(text).toContain('<svg')
    expect(text).toContain('Do first')
    expect(text).toContain('Score 1 proposal.')
    expect(text).toContain('You have scored 0 of 1.')
    expect(text).toContain(`/pilots/${open.pilot.id}/scores`)
    expect(text).toContain('waits for your score')
  })

  it('counts what is still to be scored as Home does', async () => {
    const given = await aProposal()
    const { parents } = given
    const { finance } = parents.people
    const next = await aProposal({ title: 'Write instead', parents })
    await givenRaters(database, next, [finance])
    await givenScores(database, given, [[finance, 4]])
    const visitor = await as(finance)
    const { text } = await visitor.get(matrixOf(given))
    expect(text).toContain('<strong>Score 1 proposal.</strong> You have scored 1 of 2.')
    expect((await visitor.get(`/programs/${parents.program.id}`)).text).toContain('you have scored 1 of 2')
  })

  it('names a field only once enough raters have scored', async () => {
    const given = await aProposal()
    const { finance, lead, sponsor } = given.parents.people
    await givenScores(database, given, [[finance, 5]])
    const visitor = await as(finance)
    const read = async () => [(await visitor.get(`/pilots/${given.pilot.id}/scores`)).text, (await visitor.get(matrixOf(given))).text.replace(/<svg[^]*?<\/svg>/g, '')]
    for (const text of await read()) {
      expect(text).toContain('Too few raters to say')
      expect(text).not.toMatch(/<strong>Plan well\.|>Plan well/)
    }
    await givenScores(database, given, [[lead, 5], [sponsor, 5]])
    for (const text of await read()) expect(text).not.toContain('Too few raters to say')
  })

  it('takes any filter that can be typed into an address', async () => {
    const given = await aProposal()
    const visitor = await as(given.parents.people.viewer)
    for (const query of ['?q=%25', '?q[]=1', '?journey=x', '?show=no', '?q=%00', `?journey=${given.parents.journey.id}&show=open`]) {
      expect((await visitor.get(matrixOf(given) + query)).status).toBe(200)
    }
  })
})

describe('the scoring model', () => {
  it('is read by members and changed by the lead, who gets faults beside their fields', async () => {
    const { program, people } = await givenPilotParents(database)
    const path = `/programs/${program.id}/scoring-model`
    expect((await (await as(people.viewer)).get(path)).text).toContain('Nearly every customer on this journey.')
    expect((await (await as(people.member)).get(`${path}/edit`)).status).toBe(403)
    const leading = await as(people.lead)
    await leading.get(`${path}/edit`)
    const criterion = (name: string, axis: string) => ({ name, axis, weight: '1', direction: 'higher', rubric: ['a', 'b', 'c', 'd', 'e'] })
    const empty = { ...criterion('', 'impact'), rubric: ['', '', '', '', ''] }
    const bad = await leading.post(`${path}/edit`, formFields({ number: '1', criteria: [criterion('Reach', 'impact'), criterion('Money', 'impact'), empty] }))
    expect([bad.status, bad.text.includes('at least one criterion of complexity')]).toEqual([422, true])
    expect(bad.text).toContain('value="Money"')
    const good = await leading.post(`${path}/edit`, formFields({ number: '1', criteria: [criterion('Reach', 'impact'), criterion('Effort', 'complexity'), empty] }))
    expect(good.status).toBe(303)
    expect((await leading.get(path)).text).toContain('Version 2')
    const late = (weight: string) =>
      leading.post(`${path}/edit`, formFields({ number: '1', criteria: [{ ...criterion('Reach', 'impact'), weight }, criterion('Cost', 'complexity')] }))
    const unreadable = await late('much')
    expect([unreadable.status, unreadable.text.includes('name="number" value="1"')]).toEqual([422, true])
    const told = await late('2')
    expect([told.status, told.text.includes('name="number" value="2"')]).toEqual([409, true])
    expect(told.text).toContain(`href="${path}/edit">Start again from what is saved now`)
  })
})

describe('scoring as JSON', () => {
  it('is as blind as the pages', async () => {
    const given = await aProposal()
    const { finance, sponsor, lead } = given.parents.people
    await givenRaters(database, given, [sponsor])
    await givenScores(database, given, [[finance, 4]])
    const read = async (person: Person) => (await call(person)('get', `/api/v1/pilots/${given.pilot.id}/scores`)).body as { panel: object | null }
    expect((await read(lead)).panel).toBeNull()
    expect(JSON.stringify(await read(sponsor))).not.toContain('"impact":4')
    expect((await read(finance)).panel).toMatchObject({ impact: 4, raters: 1 })
    const matrix = await call(sponsor)('get', `/api/v1/programs/${given.pilot.programId}/matrix`)
    expect(matrix.body).toMatchObject({ total: 1, items: [{ impact: null, quadrant: null, raters: 1 }] })
  })

  it('invites, scores and closes', async () => {
    const given = await aProposal()
    const { lead, finance, sponsor, owner } = given.parents.people
    const api = `/api/v1/pilots/${given.pilot.id}`
    const accountIds = [finance, sponsor, owner].map(({ accountId }) => accountId)
    expect((await call(lead)('post', `${api}/raters`, { accountIds })).status).toBe(201)
    const { body: model } = await readModel(lead, given)
    const values = model.criteria.map(({ id }) => ({ criterionId: id, value: 5 }))
    for (const rater of [finance, sponsor, owner]) {
      expect((await call(rater)('put', `${api}/scores`, { values })).status).toBe(201)
    }
    const closed = await call(lead)('post', `${api}/scoring/close`)
    expect(closed.body).toMatchObject({ isRevealed: true, panel: { impact: 5, raters: 3 } })
    const late = await call(lead)('post', `${api}/scoring/close`)
    expect([late.status, late.type]).toEqual([409, 'application/problem+json'])
    expect((await call(lead)('delete', `${api}/raters/${finance.accountId}`)).status).toBe(409)
  })
})

function call(person: Person) {
  return async (method: 'get' | 'put' | 'post' | 'delete', path: string, body?: object) => {
    const token = await givenAccessToken(database, { id: person.accountId })
    return request(app())[method](path).set('Authorization', `Bearer ${token}`).send(body)
  }
}

function readModel(person: Person, { pilot }: GivenPilot) {
  return call(person)('get', `/api/v1/programs/${pilot.programId}/scoring-model`) as Promise<{ body: { criteria: { id: string }[] } }>
}
