import type { Express } from 'express'
import request, { type Response } from 'supertest'
import { AuditStore } from '../../server/audit/audit.store'
import { CaseLine } from '../../server/cases/caseLine.entity'
import { Decision } from '../../server/governance/decision.entity'
import { GatePassage } from '../../server/pilots/gatePassage.entity'
import { Pilot } from '../../server/pilots/pilot.entity'
import { PilotTeamMember } from '../../server/pilots/pilotTeamMember.entity'
import type { PlanAmendment } from '../../server/plans/planAmendment.entity'
import { Membership } from '../../server/programs/membership.entity'
import { testApp, TestClock } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, signedInAs, type Visitor } from '../support/given/accounts'
import { aWrittenCost } from '../support/given/cases'
import { givenCase, givenConcluded, givenFinding } from '../support/given/governance'
import { givenPilotParents, type GivenPilot, type Person, type PilotParents } from '../support/given/pilots'
import { Account } from '../../server/accounts/account.entity'

describe('the sponsor decides', () => {
  const database = givenDatabase()
  const clock = new TestClock(new Date('2026-11-20T12:00:00Z'))
  let app: Express
  let parents: PilotParents
  const visitors = new Map<string, Promise<Visitor>>()

  beforeAll(async () => {
    app = testApp(database, { clock })
    parents = await givenPilotParents(database)
  })

  const as = (person: Person): Promise<Visitor> => {
    const known = visitors.get(person.email) ?? signedInAs(app, person)
    visitors.set(person.email, known)
    return known
  }

  /** A pilot that can be decided, with what it takes to scale unless told otherwise. */
  async function decidable({ lines = {}, withCase = true, within = parents }: { lines?: Partial<CaseLine>; withCase?: boolean; within?: PilotParents } = {}) {
    const given = await givenConcluded(database, { parents: within })
    const finding = await givenFinding(database, given)
    if (withCase) await givenCase(database, given, lines)
    return { ...given, finding }
  }

  type Decidable = Awaited<ReturnType<typeof decidable>>

  const answers = ({ pilot, finding }: Decidable, changes: object = {}) => ({
    choice: 'scale',
    reason: 'The effect is large and finance stands by it.',
    finding: finding.id,
    version: pilot.version,
    ...changes,
  })

  const decide = async (person: Person, given: Decidable, changes: object = {}): Promise<Response> =>
    (await as(person)).post(`/pilots/${given.pilot.id}/decision`, answers(given, changes))

  const stored = (id: string): Promise<Pilot> => database.read(tx => tx.findOneByOrFail(Pilot, { id }))
  const decisions = (pilotId: string): Promise<Decision[]> =>
    database.read(tx => tx.find(Decision, { where: { pilotId }, order: { number: 'ASC' } }))
  const audited = (id: string): Promise<string[]> =>
    database.read(async tx => (await new AuditStore(tx).ofSubject('pilot', id, { limit: 20 })).map(({ action }) => action))

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
    expect(await stored(given.pilot.id)).toMatchObject({ state: 'scaling', decidedAt: clock.now() })
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
      tx.insert(PilotTeamMember, { pilotId: given.pilot.id, accountId: parents.people.sponsor.accountId, addedAt: clock.now() }),
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

  describe('against the rule', () => {
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
    const seen = await request(app).get(home).set('Authorization', `Bearer ${token}`)
    expect(seen.body).toMatchObject({ recommendation: 'scale', state: 'concluded', evidenceBar: 3 })
    const sent = await request(app).post(home).set('Authorization', `Bearer ${token}`).send(answers(given))
    expect(sent.status).toBe(201)
    expect(sent.body).toMatchObject({ state: 'scaling', decisions: [{ number: 1, choice: 'scale', state: 'final' }] })
    const again = await request(app).post(home).set('Authorization', `Bearer ${token}`).send(answers(given))
    expect([again.status, again.type]).toEqual([409, 'application/problem+json'])
  })
})
