import request from 'supertest'
import { Account } from '../../server/accounts/account.entity'
import { GatePassage } from '../../server/pilots/gatePassage.entity'
import { Pilot } from '../../server/pilots/pilot.entity'
import { PilotTeamMember } from '../../server/pilots/pilotTeamMember.entity'
import type { PlanAmendment } from '../../server/plans/planAmendment.entity'
import { givenDatabase } from '../support/database'
import { givenAccessToken } from '../support/given/accounts'
import { givenDeciding, type Decidable } from '../support/given/deciding'
import { givenCase, givenConcluded, givenFinding } from '../support/given/governance'
import type { PilotParents } from '../support/given/pilots'

describe('the sponsor decides', () => {
  const database = givenDatabase()
  const { as, decidable, answers, decide, stored, decisions, audited, ...deciding } = givenDeciding(database)
  let parents: PilotParents

  beforeAll(() => {
    parents = deciding.parents()
  })

  it('sees question, rule, effect, evidence and case on one page', async () => {
    const given = await decidable()
    const { status, text } = await (await as(parents.people.sponsor)).get(`/pilots/${given.pilot.id}/decision`)
    expect(status).toBe(200)
    expect(text).toContain('Shall this be rolled out?')
    expect(text).toContain('Row 3 of the rule in the plan: works, evidence 3 or more.')
    expect(text).toContain('It was fixed before the first outcome reading entered Foothold.')
    expect(text).toContain('−6.7\u00a0points')
    expect(text).toContain('−9.6 to −3.8')
    expect(text).toContain('Finance has signed €340k of €340k of benefits a year.')
    expect(text).toContain('Opposes the rule: Tomas Berg must agree.')
    expect(text).toContain(`/pilots/${given.pilot.id}/decision/scale`)
  })

  it('scales with the rule, at once, with passage, log and audit', async () => {
    const given = await decidable()
    const answer = await decide(parents.people.sponsor, given)
    expect([answer.status, answer.headers.location]).toEqual([303, `/pilots/${given.pilot.id}/decision`])
    expect(await stored(given.pilot.id)).toMatchObject({ state: 'scaling', decidedAt: deciding.clock.now() })
    expect(await decisions(given.pilot.id)).toMatchObject([
      { number: 1, choice: 'scale', state: 'final', opposesRule: false, firedAction: 'scale', findingId: given.finding.id },
    ])
    const passage = await database.read(tx =>
      tx.findOneByOrFail(GatePassage, { pilotId: given.pilot.id, transition: 'scale' }),
    )
    expect(passage.criteria).toMatchObject([{ key: 'findings', met: true }, { key: 'objections' }, { key: 'case' }, { key: 'evidence' }, { key: 'finance' }])
    expect(await audited(given.pilot.id)).toEqual(expect.arrayContaining(['pilot.scaled', 'decision.made']))
  })

  it('stands first on the page once it is taken: who, what, when and why, before the question', async () => {
    const given = await decidable()
    await decide(parents.people.sponsor, given, { conditions: 'At most 200 calls a day.' })
    const { text } = await (await as(parents.people.viewer)).get(`/pilots/${given.pilot.id}/decision`)
    expect(text).not.toContain('Shall this be rolled out?')
    const order = [`${parents.people.sponsor.name} scaled this pilot</strong> on 20 Nov 2026`, 'finance stands by it', 'At most 200 calls', 'The question was:']
    const places = order.map(words => text.indexOf(words))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  it('is refused the second time', async () => {
    const given = await decidable()
    await decide(parents.people.sponsor, given)
    const again = await decide(parents.people.sponsor, given)
    expect(again.status).toBe(409)
    expect(again.text).toContain('scaling already')
    expect(await decisions(given.pilot.id)).toHaveLength(1)
  })

  it('decides once when two forms arrive together', async () => {
    const given = await decidable()
    const both = await Promise.all([decide(parents.people.sponsor, given), decide(parents.people.sponsor, given)])
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(await decisions(given.pilot.id)).toHaveLength(1)
  })

  it('is refused on a page that is no longer true', async () => {
    const given = await decidable()
    const newer = await givenFinding(database, given)
    const stale = await decide(parents.people.sponsor, given)
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('computed anew while you were reading')
    expect(stale.text).toContain('finance stands by it') // what was typed
    const old = await decide(parents.people.sponsor, given, { finding: newer.id, version: given.pilot.version + 7 })
    expect([old.status, (await stored(given.pilot.id)).state]).toEqual([409, 'concluded'])
  })

  it.each([
    ['a team member', (people: PilotParents['people']) => people.team, 403],
    ['the owner', (people: PilotParents['people']) => people.owner, 403],
    ['the lead', (people: PilotParents['people']) => people.lead, 403],
    ['a sponsor who is not named on the pilot', (people: PilotParents['people']) => people.secondSponsor, 403],
    ['finance', (people: PilotParents['people']) => people.finance, 403],
    ['a stranger', (people: PilotParents['people']) => people.stranger, 404],
  ])('is not %s', async (_who, person, status) => {
    const given = await decidable()
    const answer = await decide(person(parents.people), given)
    expect(answer.status).toBe(status)
    expect(await decisions(given.pilot.id)).toEqual([])
    expect((await stored(given.pilot.id)).state).toBe('concluded')
  })

  it('is not the proposer, even where named as sponsor', async () => {
    const given = await decidable()
    await database.write(tx => tx.update(Pilot, { id: given.pilot.id }, { proposerId: parents.people.sponsor.accountId }))
    const answer = await decide(parents.people.sponsor, given)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('Who proposed a pilot does not decide on it.')
  })

  it('is not somebody who works on the pilot, even where named as sponsor', async () => {
    const given = await decidable()
    await database.write(tx =>
      tx.insert(PilotTeamMember, { pilotId: given.pilot.id, accountId: parents.people.sponsor.accountId, addedAt: deciding.clock.now() }),
    )
    expect((await decide(parents.people.sponsor, given)).status).toBe(403)
  })

  it('needs a reason, and keeps what was typed', async () => {
    const given = await decidable()
    const answer = await decide(parents.people.sponsor, given, { reason: '', conditions: 'At most two regions a month.' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('At most two regions a month.')
    expect((await decide(parents.people.sponsor, given, { choice: 'wait' })).status).toBe(422)
  })

  describe('against criteria', () => {
    it('cannot scale without a case', async () => {
      const given = await decidable({ withCase: false })
      const answer = await decide(parents.people.sponsor, given)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('a benefit line')
    })

    it('cannot scale before finance has spoken', async () => {
      const given = await decidable({ lines: { financeStatus: 'proposed' } })
      expect((await decide(parents.people.sponsor, given)).status).toBe(409)
      const { text } = await (await as(parents.people.team)).get(`/pilots/${given.pilot.id}/decision`)
      expect(text).toContain('1 criterion not met')
      const unmet = text.indexOf('To scale: Finance has spoken on every benefit line')
      expect(unmet).toBeGreaterThan(0)
      expect(text.indexOf('Met: Findings final')).toBeGreaterThan(unmet)
    })

    it('cannot scale below the program’s bar', async () => {
      const given = await givenConcluded(database, { parents })
      await givenCase(database, given)
      const finding = await givenFinding(database, given, { evidenceLevel: 2 })
      const answer = await decide(parents.people.sponsor, { ...given, finding })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('the program asks for 3')
    })

    it('cannot decide anything without a final finding', async () => {
      const given = await givenConcluded(database, { parents })
      const finding = await givenFinding(database, given, { isFinal: false })
      expect((await decide(parents.people.sponsor, { ...given, finding }, { choice: 'stop', finding: '' })).status).toBe(409)
    })

    it('has an objection answered by somebody else than who raised it', async () => {
      const given = await decidable()
      const home = `/pilots/${given.pilot.id}/objections`
      const [lead, owner] = [await as(parents.people.lead), await as(parents.people.owner)]
      expect((await lead.post(home, { body: 'The callers are not trained.' })).status).toBe(303)
      const [, to = ''] = /action="([^"]+\/answer)"/.exec((await owner.get(home)).text) ?? []
      const own = (await lead.get(home)).text
      expect([own.includes('/answer"'), own.includes('/withdraw"')]).toEqual([false, true])
      const refused = await lead.post(to, { answer: 'They are.' })
      expect([refused.status, refused.text.includes('Somebody else answers an objection.')]).toEqual([403, true])
      expect((await owner.post(to, { answer: 'They are, since Monday.' })).status).toBe(303)
    })

    it('cannot decide over an open objection, and can once it is answered', async () => {
      const given = await decidable()
      const home = `/pilots/${given.pilot.id}/objections`
      const raised = await (await as(parents.people.member)).post(home, { body: 'Calls at dinner time annoy people.' })
      expect(raised.status).toBe(303)
      expect((await decide(parents.people.sponsor, given)).status).toBe(409)
      const list = await (await as(parents.people.owner)).get(home)
      const [, to = ''] = /action="([^"]+\/answer)"/.exec(list.text) ?? []
      expect(list.text.indexOf(`action="${to}"`)).toBeLessThan(list.text.indexOf(`action="${home}"`))
      expect((await (await as(parents.people.viewer)).post(to, { answer: 'No.' })).status).toBe(403)
      expect((await (await as(parents.people.owner)).post(to, { answer: 'Nobody is called after five.' })).status).toBe(303)
      expect((await (await as(parents.people.lead)).post(to, { answer: 'Twice.' })).status).toBe(409)
      expect((await decide(parents.people.sponsor, given)).status).toBe(303)
      expect((await (await as(parents.people.member)).post(home, { body: 'Too late.' })).status).toBe(409)
    })
  })

  describe('extends', () => {
    const extending = async (): Promise<Decidable> => {
      const given = await givenConcluded(database, { parents })
      const rule = { row: 4, verdict: 'works', evidenceAtLeast: 1, action: 'extend' } as const
      return { ...given, finding: await givenFinding(database, given, { evidenceLevel: 2, firedAction: 'extend', firedRule: rule }) }
    }

    it('to a new end, with an amendment of the plan, and hides the outcome again', async () => {
      const given = await extending()
      const changes = { choice: 'extend', reason: 'Four more weeks for a control group.', newEndOn: '2026-12-18' }
      expect((await decide(parents.people.sponsor, given, changes)).status).toBe(303)
      expect(await stored(given.pilot.id)).toMatchObject({ state: 'running', endsOn: '2026-12-18', concludedAt: null })
      const amendments = await database.read(tx =>
        tx.query<PlanAmendment[]>('SELECT a.* FROM plan_amendment a JOIN plan p ON p.id = a.plan_id WHERE p.pilot_id = $1', [given.pilot.id]),
      )
      expect(amendments).toMatchObject([{ number: 1, reason: 'Extended to 2026-12-18 by decision of the sponsor.' }])
      const { text } = await (await as(parents.people.owner)).get(`/pilots/${given.pilot.id}/decision`)
      expect(text).not.toMatch(/6\.7|works|control group/)
      expect(text).toContain('nothing of its outcome is shown')
    })

    it.each([
      ['no end', ''],
      ['an end that is past', '2026-11-19'],
      ['the end that was planned', '2026-11-12'],
    ])('not to %s', async (_what, newEndOn) => {
      const given = await extending()
      const answer = await decide(parents.people.sponsor, given, { choice: 'extend', newEndOn })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('field-newEndOn')
      expect(await decisions(given.pilot.id)).toEqual([])
    })
  })

  it('adapts: the pilot stops and leaves a follow-up in draft that is the owner’s proposal', async () => {
    const given = await givenConcluded(database, { parents })
    const rule = { row: 5, verdict: 'notDelivered', evidenceAtLeast: 1, action: 'adapt' } as const
    const finding = await givenFinding(database, given, { verdict: 'notDelivered', firedAction: 'adapt', firedRule: rule })
    expect((await decide(parents.people.sponsor, { ...given, finding }, { choice: 'adapt' })).status).toBe(303)
    expect((await stored(given.pilot.id)).state).toBe('stopped')
    const followUp = await database.read(tx => tx.findOneByOrFail(Pilot, { parentId: given.pilot.id }))
    expect(followUp).toMatchObject({
      state: 'draft',
      title: `${given.pilot.title}, adapted`,
      proposerId: parents.people.owner.accountId,
      startsOn: null,
    })
    const { text } = await (await as(parents.people.owner)).get(`/pilots/${given.pilot.id}/decision`)
    expect(text).toContain(`/pilots/${followUp.id}`)
  })

  it('does the same through the API, with the state of things in the answer', async () => {
    const given = await decidable()
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: parents.people.sponsor.accountId }))
    const token = await givenAccessToken(database, account)
    const home = `/api/v1/pilots/${given.pilot.id}/decision`
    const seen = await request(deciding.app()).get(home).set('Authorization', `Bearer ${token}`)
    expect(seen.body).toMatchObject({ recommendation: 'scale', state: 'concluded', evidenceBar: 3 })
    const sent = await request(deciding.app()).post(home).set('Authorization', `Bearer ${token}`).send(answers(given))
    expect(sent.status).toBe(201)
    expect(sent.body).toMatchObject({ state: 'scaling', decisions: [{ number: 1, choice: 'scale', state: 'final' }] })
    const again = await request(deciding.app()).post(home).set('Authorization', `Bearer ${token}`).send(answers(given))
    expect([again.status, again.type]).toEqual([409, 'application/problem+json'])
  })
})
