import type { Response } from 'supertest'
import { CaseLine } from '../../server/cases/caseLine.entity'
import { Membership } from '../../server/programs/membership.entity'
import { givenDatabase } from '../support/database'
import { aWrittenCost } from '../support/given/cases'
import { givenDeciding } from '../support/given/deciding'
import { givenConcluded, givenFinding } from '../support/given/governance'
import { givenPilotParents, type GivenPilot, type Person, type PilotParents } from '../support/given/pilots'

describe('a decision against the rule', () => {
  const database = givenDatabase()
  const { as, decidable, decide, stored, decisions, ...deciding } = givenDeciding(database)
  let parents: PilotParents

  beforeAll(() => {
    parents = deciding.parents()
  })

  const second = async (person: Person, given: GivenPilot, changes: object = {}): Promise<Response> =>
    (await as(person)).post(`/pilots/${given.pilot.id}/decision/second`, {
      answer: 'agree',
      reason: 'The callers are needed elsewhere.',
      number: 1,
      ...changes,
    })

  const caseIn = (page: string) => /name="case" value="([0-9a-f]{64})"/.exec(page)?.[1]

  it('says before the click that a second sponsor will be asked', async () => {
    const given = await decidable()
    const { text } = await (await as(parents.people.sponsor)).get(`/pilots/${given.pilot.id}/decision/stop`)
    expect(text).toContain('This opposes the rule of the plan')
    expect(text).toContain('waits until Tomas Berg agrees')
  })

  it('shows both sponsors what the case is worth', async () => {
    const given = await decidable()
    await (await as(parents.people.owner)).post(`/pilots/${given.pilot.id}/case/appraise`, {})
    const read = async (person: Person, page: string) => (await (await as(person)).get(`/pilots/${given.pilot.id}/decision/${page}`)).text
    const before = await Promise.all(['scale', 'stop'].map(page => read(parents.people.sponsor, page)))
    await decide(parents.people.sponsor, given, { choice: 'stop', case: caseIn(before[1] ?? '') })
    const texts = [...before, await read(parents.people.secondSponsor, 'second')]
    const words = ['<dt>Worst</dt>', '<dt>Likely</dt>', '<dt>Best</dt>', 'Chance of a loss', 'Finance has signed €340k']
    texts.forEach(text => words.forEach(each => expect(text).toContain(each)))
  })

  it('waits, and is carried out when a second sponsor agrees', async () => {
    const given = await decidable()
    expect((await decide(parents.people.sponsor, given, { choice: 'stop' })).status).toBe(303)
    expect((await stored(given.pilot.id)).state).toBe('concluded')
    expect(await decisions(given.pilot.id)).toMatchObject([{ choice: 'stop', state: 'awaitingSecond', opposesRule: true }])
    expect((await decide(parents.people.sponsor, given)).status).toBe(409) // one at a time
    expect((await second(parents.people.sponsor, given)).status).toBe(403)
    expect((await second(parents.people.lead, given)).status).toBe(403)
    expect((await second(parents.people.stranger, given)).status).toBe(404)
    expect((await second(parents.people.secondSponsor, given, { reason: '' })).status).toBe(422)
    expect((await second(parents.people.secondSponsor, given)).status).toBe(303)
    expect((await stored(given.pilot.id)).state).toBe('stopped')
    expect(await decisions(given.pilot.id)).toMatchObject([
      { state: 'final', secondSponsorId: parents.people.secondSponsor.accountId },
    ])
    expect((await second(parents.people.secondSponsor, given)).status).toBe(409)
  })

  it('is not recorded on a case that is worth something else by now, and says what changed', async () => {
    const given = await decidable()
    const [owner, sponsor] = [await as(parents.people.owner), await as(parents.people.sponsor)]
    const pilot = `/pilots/${given.pilot.id}`
    await owner.post(`${pilot}/case/appraise`, {})
    const seen = caseIn((await sponsor.get(`${pilot}/decision/stop`)).text)
    const cost = { ...aWrittenCost(), name: 'Callers trained' }
    expect((await owner.post(`${pilot}/case/lines/new`, cost)).status).toBe(303)
    const late = await decide(parents.people.sponsor, given, { choice: 'stop', case: seen })
    expect(late.status).toBe(409)
    expect(late.text).toContain('The case is worth something else than when you read it.')
    expect(late.text).toMatch(/Likely value: now €[\d,.]+; as you read it €[\d,.]+\./)
    expect(late.text).toContain('The line “Callers trained” counts now.')
    const newest = caseIn(late.text)
    expect(newest).not.toBe(seen)
    expect((await decide(parents.people.sponsor, given, { choice: 'stop', case: newest })).status).toBe(303)
  })

  it('leaves the case as it was read while it waits, for the team and for finance', async () => {
    const own = await givenPilotParents(database) // Home names ten at most
    const given = await decidable({ lines: { financeStatus: 'proposed' }, within: own })
    const { owner, finance, sponsor } = own.people
    const asked = async () => (await (await as(finance)).get(`/programs/${given.pilot.programId}`)).text.includes('without finance’s word')
    expect(await asked()).toBe(true)
    await decide(sponsor, given, { choice: 'stop' })
    const home = `/pilots/${given.pilot.id}/case`
    const refused = await (await as(owner)).post(`${home}/lines/new`, aWrittenCost())
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('the sponsor withdraws the decision first')
    const { text } = await (await as(finance)).get(home)
    expect(text).toContain('waits for its second sponsor')
    const [line] = await database.read(tx => tx.findBy(CaseLine, { pilotId: given.pilot.id, kind: 'benefit' }))
    const word = { status: 'refused', figure: '', reason: 'No.', version: line?.version }
    expect((await (await as(finance)).post(`${home}/lines/${line?.id}/finance`, word)).status).toBe(409)
    expect(await asked()).toBe(false)
    await (await as(sponsor)).post(`/pilots/${given.pilot.id}/decision/withdraw`, { number: 1 })
    expect((await (await as(owner)).post(`${home}/lines/new`, aWrittenCost())).status).toBe(303)
  })

  it('shows the second sponsor what is not met before an answer is written', async () => {
    const given = await decidable()
    const { sponsor, secondSponsor, finance } = parents.people
    await decide(sponsor, given, { choice: 'stop' })
    const read = async () => (await (await as(secondSponsor)).get(`/pilots/${given.pilot.id}/decision/second`)).text
    expect(await read()).toContain('value="agree"')
    await (await as(finance)).post(`/pilots/${given.pilot.id}/objections`, { body: 'The callers are booked already.' })
    const text = await read()
    expect(text).toContain('You cannot agree to this now, only refuse it.')
    expect(text).not.toContain('value="agree"')
    expect(text).toContain('value="refuse"')
  })

  it('is refused with a reason and leaves the pilot to be decided anew', async () => {
    const own = await givenPilotParents(database) // Home names ten at most, and there are others to decide
    const given = await decidable({ within: own })
    await decide(own.people.sponsor, given, { choice: 'stop' })
    expect((await second(own.people.secondSponsor, given, { answer: 'refuse' })).status).toBe(303)
    expect((await stored(given.pilot.id)).state).toBe('concluded')
    const told = async (person: Person, path: string) => (await (await as(person)).get(path)).text
    expect(await told(own.people.sponsor, `/programs/${given.pilot.programId}`)).toContain('Tomas Berg refused to stop · ')
    expect(await told(own.people.owner, `/pilots/${given.pilot.id}`)).toContain('Tomas Berg refused to stop; ')
    expect((await decide(own.people.sponsor, given)).status).toBe(303)
    expect(await decisions(given.pilot.id)).toMatchObject([{ state: 'refused' }, { number: 2, state: 'final' }])
  })

  it('can be withdrawn by the first while it waits', async () => {
    const given = await decidable()
    await decide(parents.people.sponsor, given, { choice: 'stop' })
    const answer = await (await as(parents.people.sponsor)).post(`/pilots/${given.pilot.id}/decision/withdraw`, { number: 1 })
    expect(answer.status).toBe(303)
    expect((await second(parents.people.secondSponsor, given)).status).toBe(409)
  })

  it('falls to the sponsor named now where the sponsorship was handed over meanwhile', async () => {
    const given = await decidable()
    const { sponsor, secondSponsor, lead, owner } = parents.people
    await decide(sponsor, given, { choice: 'stop' })
    const here = `/pilots/${given.pilot.id}`
    const handOver = { ownerId: owner.accountId, sponsorId: secondSponsor.accountId, reason: 'Marta leaves for a year.', version: (await stored(given.pilot.id)).version }
    expect((await (await as(lead)).post(`${here}/hand-over`, handOver)).status).toBe(303)
    for (const answer of ['agree', 'refuse']) {
      const { status, text } = await second(secondSponsor, given, { answer })
      expect(status).toBe(409)
      expect(text).toContain('Another sponsor is named on this pilot since this was decided.')
    }
    const next = await as(secondSponsor)
    expect((await next.get(here)).text).toContain('take that back, then decide')
    expect((await next.get(`${here}/decision`)).text).toContain('Tomas Berg is the sponsor now, so nobody can agree to it any more')
    const home = (await next.get(`/programs/${given.pilot.programId}`)).text
    expect([home.includes(`href="${here}/decision"`), home.includes(`href="${here}/decision/second"`)]).toEqual([true, false])
    expect((await next.post(`${here}/decision/withdraw`, { number: 1 })).status).toBe(303)
    expect((await decide(secondSponsor, given, { version: (await stored(given.pilot.id)).version })).status).toBe(303)
    expect(await decisions(given.pilot.id)).toMatchObject([{ state: 'withdrawn' }, { state: 'final', decidedById: secondSponsor.accountId }])
  })

  it('stands in the activity once, with who agreed beside it', async () => {
    const activity = async ({ pilot }: GivenPilot) => {
      const { text } = await (await as(parents.people.owner)).get(`/pilots/${pilot.id}/activity`)
      return [...text.matchAll(/<strong>(.+?)<\/strong> ((?:decided|agreed|refused)[^<]*?) </g)].map(([, who, did]) => `${who} ${did}`)
    }
    const plain = await decidable()
    await decide(parents.people.sponsor, plain)
    expect(await activity(plain)).toEqual(['Marta Silva decided to scale'])
    const opposed = await decidable()
    await decide(parents.people.sponsor, opposed, { choice: 'stop' })
    await second(parents.people.secondSponsor, opposed)
    expect((await activity(opposed)).sort()).toEqual([
      'Marta Silva decided against the rule, which a second sponsor must agree to',
      'Marta Silva decided to stop',
      'Tomas Berg agreed as second sponsor',
    ])
  })

  it('tells everybody on the overview whose turn it is', async () => {
    const given = await decidable()
    await decide(parents.people.sponsor, given, { choice: 'stop' })
    const overview = async (person: Person) => (await (await as(person)).get(`/pilots/${given.pilot.id}`)).text
    for (const person of [parents.people.owner, parents.people.team, parents.people.lead, parents.people.viewer]) {
      expect(await overview(person)).toContain('Marta Silva wants to stop, against the rule; Tomas Berg agrees or refuses')
    }
    expect(await overview(parents.people.sponsor)).toContain('your decision to stop waits')
    expect(await overview(parents.people.secondSponsor)).toContain(`href="/pilots/${given.pilot.id}/decision/second"`)
    await second(parents.people.secondSponsor, given, { answer: 'refuse' })
    expect(await overview(parents.people.owner)).not.toContain('against the rule')
  })

  it('is blocked where there is no second sponsor, and says so', async () => {
    const lonely = await givenPilotParents(database)
    await database.write(tx =>
      tx.update(Membership, { accountId: lonely.people.secondSponsor.accountId }, { roles: ['viewer'] }),
    )
    const given = await givenConcluded(database, { parents: lonely })
    const finding = await givenFinding(database, given)
    const page = await (await as(lonely.people.sponsor)).get(`/pilots/${given.pilot.id}/decision`)
    expect(page.text).toContain('there is no second sponsor who could agree')
    const answer = await decide(lonely.people.sponsor, { ...given, finding }, { choice: 'stop' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('no other sponsor who could agree')
  })
})
