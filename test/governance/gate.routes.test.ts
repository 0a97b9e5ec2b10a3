import type { Express } from 'express'
import request, { type Response } from 'supertest'
import { Account } from '../../server/accounts/account.entity'
import { AuditEntry } from '../../server/audit/auditEntry.entity'
import { BenefitReading } from '../../server/governance/benefitReading.entity'
import { QualityReview } from '../../server/governance/qualityReview.entity'
import { CriterionOverride } from '../../server/pilots/criterionOverride.entity'
import { GatePassage } from '../../server/pilots/gatePassage.entity'
import { Pilot } from '../../server/pilots/pilot.entity'
import { PlanService } from '../../server/plans/plan.service'
import { Score } from '../../server/scoring/score.entity'
import { ScoringModel } from '../../server/scoring/scoringModel.entity'
import { testApp, TestClock } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, signedInAs, type Visitor } from '../support/given/accounts'
import { givenCase } from '../support/given/governance'
import { givenPilot, givenPilotParents, type GivenPilot, type Person, type PilotParents } from '../support/given/pilots'
import { aWrittenPlan, givenLockedPlan, givenPlan } from '../support/given/plans'

describe('the gates of a pilot', () => {
  const database = givenDatabase()
  const clock = new TestClock(new Date('2026-11-20T12:00:00Z'))
  let app: Express
  const visitors = new Map<string, Promise<Visitor>>()
  /** Shared where pilots do not get into each other's way. */
  let parents: PilotParents
  beforeAll(async () => {
    app = testApp(database, { clock })
    parents = await givenPilotParents(database)
  })

  const as = (person: Person): Promise<Visitor> => {
    const known = visitors.get(person.email) ?? signedInAs(app, person)
    visitors.set(person.email, known)
    return known
  }
  const stored = (id: string): Promise<Pilot> => database.read(tx => tx.findOneByOrFail(Pilot, { id }))
  const page = async (person: Person, { pilot }: GivenPilot, gate: string): Promise<Response> =>
    (await as(person)).get(`/pilots/${pilot.id}/gates/${gate}`)
  const pass = async (person: Person, { pilot }: GivenPilot, gate: string, changes: object = {}): Promise<Response> =>
    (await as(person)).post(`/pilots/${pilot.id}/gates/${gate}`, {
      reason: '',
      version: (await stored(pilot.id)).version,
      ...changes,
    })
  const send = async (person: Person, { pilot }: GivenPilot, path: string, fields: object): Promise<Response> =>
    (await as(person)).post(`/pilots/${pilot.id}/${path}`, { ...fields })

  async function scored(given: GivenPilot, raters: readonly Person[]): Promise<void> {
    await database.write(async tx => {
      const { program } = given.parents
      const model = await tx.save(ScoringModel, {
        programId: program.id,
        number: (await tx.countBy(ScoringModel, { programId: program.id })) + 1,
        createdAt: clock.now(),
        createdById: null,
      })
      for (const { accountId } of raters) {
        await tx.insert(Score, { pilotId: given.pilot.id, raterId: accountId, scoringModelId: model.id, round: 1, impact: 4, complexity: 2, at: clock.now() })
      }
      await tx.update(Pilot, { id: given.pilot.id }, { scoringClosedAt: clock.now() })
    })
  }

  describe('select', () => {
    /** Among pilots of its own: an approved one would be in conflict. */
    const proposed = async (): Promise<GivenPilot> => {
      const given = await givenPilot(database, { state: 'proposed' })
      const { lead, sponsor, finance, member } = given.parents.people
      await scored(given, [lead, sponsor, finance, member]) // the proposer, a member, is not counted
      await givenPlan(database, { pilot: given })
      return given
    }

    it('lists what is missing and closes the gate', async () => {
      const given = await givenPilot(database, { state: 'proposed', parents })
      const { sponsor } = given.parents.people
      const { text } = await page(sponsor, given, 'select')
      expect(text).toContain('0 raters have scored, 3 needed')
      expect(text).toContain('There is no plan yet')
      expect(text).not.toContain('Select this pilot')
      expect(text).toContain('Once they are met, you can go on here.')
      expect(text).toContain('Jo Castillo, the team or the lead can mend this.')
      expect(text).toContain('The lead can mend this.')
      expect((await pass(sponsor, given, 'select')).status).toBe(409)
    })

    it('is passed with a design that shows little, which it says with a caution', async () => {
      const given = await givenPilot(database, { state: 'proposed' })
      const { lead, sponsor, finance } = given.parents.people
      await scored(given, [lead, sponsor, finance])
      await givenPlan(database, { pilot: given, terms: { plannedPerArm: 60 } })
      const { text } = await page(sponsor, given, 'select')
      expect(text).toMatch(/Said: power \d+(\.\d)?% at the smallest effect that matters/)
      expect(text).toContain('is too little: the pilot would more likely miss the smallest effect that matters than see it.')
      const [, found = 'not said'] = /([\d.]+ percentage points) found with 80% chance/.exec(text) ?? []
      const plan = await (await as(sponsor)).get(`/pilots/${given.pilot.id}/plan`)
      expect(plan.text).toContain(`<dt>Found with 80% chance</dt><dd>${found}</dd>`)
      expect((await pass(sponsor, given, 'select')).status).toBe(303)
    })

    it('is passed by the named sponsor alone', async () => {
      const given = await proposed()
      const { people } = given.parents
      expect((await page(people.sponsor, given, 'select')).text).toContain('3 raters have scored, 3 needed')
      for (const person of [people.lead, people.owner, people.secondSponsor, people.viewer]) {
        expect((await pass(person, given, 'select')).status).toBe(403)
      }
      expect((await pass(people.stranger, given, 'select')).status).toBe(404)
      const answer = await pass(people.sponsor, given, 'select', { reason: 'The most money for the least work.' })
      expect([answer.status, (await stored(given.pilot.id)).state]).toEqual([303, 'approved'])
      const again = await pass(people.sponsor, given, 'select')
      expect(again.status).toBe(409)
      expect(again.text).toContain('approved already')
      expect((await page(people.lead, given, 'select')).text).toContain('The most money for the least work.')
    })

    it('tells the sponsor, and nobody else, how to turn a proposal down', async () => {
      const given = await givenPilot(database, { state: 'proposed', parents })
      const { sponsor, secondSponsor, lead, owner } = given.parents.people
      const { text } = await page(sponsor, given, 'select')
      expect(text).toContain('Amina Diallo or the owner withdraws the proposal')
      expect(text).not.toContain('Withdraw it yourself')
      for (const person of [secondSponsor, lead, owner]) expect((await page(person, given, 'select')).text).not.toContain('Turn it down')
      expect((await send(sponsor, given, 'objections', { body: 'The billing change comes first.' })).status).toBe(303)
      expect((await (await as(lead)).get(`/programs/${given.parents.program.id}`)).text).toContain('Objection by Marta Silva')
      expect((await send(lead, given, 'withdraw', { reason: 'Turned down by the sponsor.' })).status).toBe(303)
      expect((await stored(given.pilot.id)).state).toBe('withdrawn')
    })

    it('says where the plan goes beyond the proposal, keeps it with the passage, and stays open', async () => {
      const given = await proposed() // 8,000 units and 4,000 of them with the change; the proposal: six weeks, 1,600 customers
      const { sponsor, owner } = given.parents.people
      const sentences = [
        '8,000 units need 32 weeks at 250 arrivals a week; the timebox of the pilot has 6.1.',
        'The plan gives the change to 4,000 units; the proposal allows at most 1,600 customers to be touched.',
      ]
      const gate = (await page(sponsor, given, 'select')).text
      const plan = (await (await as(owner)).get(`/pilots/${given.pilot.id}/plan`)).text
      for (const sentence of sentences) {
        expect(gate).toContain(sentence)
        expect(plan).toContain(sentence)
      }
      expect((await pass(sponsor, given, 'select')).status).toBe(303)
      expect((await page(owner, given, 'select')).text).toContain(sentences[0])
      expect((await page(owner, given, 'launch')).text).toContain(sentences[1])
    })

    it('judges by the plan in force, which may be amended before', async () => {
      const given = await givenPilot(database, { state: 'proposed' })
      const { plan } = await givenLockedPlan(database, { pilot: given, terms: { smallestEffect: 0.05, plannedPerArm: 800 } })
      const { sponsor, owner } = given.parents.people
      const terms = aWrittenPlan({ smallestEffect: 0.04, plannedPerArm: 700 })
      const amendment = { reason: 'Fewer come than were expected.', replaces: plan.hash ?? '', endsOn: given.pilot.endsOn }
      await new PlanService(database, clock).amend(owner, given.pilot.id, terms, amendment)
      for (const gate of ['select', 'launch']) {
        const { text } = await page(sponsor, given, gate)
        expect(text).toContain('the plan in force says 4 percentage points, which is the one that counts')
      }
      expect((await page(sponsor, given, 'select')).text).not.toContain('1,600 units')
    })

    it('is refused on a page that is no longer true', async () => {
      const given = await proposed()
      const answer = await pass(given.parents.people.sponsor, given, 'select', { version: given.pilot.version + 5 })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('changed while you were looking')
    })

    it('shows a conflicting pilot, which the sponsor can override with a reason', async () => {
      const given = await proposed()
      const { sponsor, lead } = given.parents.people
      const other = await givenPilot(database, { state: 'running', parents: given.parents })
      const { text } = await page(sponsor, given, 'select')
      expect(text).toContain(other.pilot.title)
      expect((await pass(sponsor, given, 'select')).status).toBe(409)
      expect((await send(lead, given, 'gates/select/overrides/noConflict', { because: 'It is fine.' })).status).toBe(403)
      expect((await send(sponsor, given, 'gates/select/overrides/noConflict', { because: ' ' })).status).toBe(422)
      const because = 'They work in different regions.'
      expect((await send(sponsor, given, 'gates/select/overrides/noConflict', { because })).status).toBe(303)
      expect((await send(sponsor, given, 'gates/select/overrides/noConflict', { because })).status).toBe(409)
      expect((await page(sponsor, given, 'select')).text).toContain('1 of them overridden')
      expect((await pass(sponsor, given, 'select')).status).toBe(303)
      const passage = await database.read(tx =>
        tx.findOneByOrFail(GatePassage, { pilotId: given.pilot.id, transition: 'select' }),
      )
      expect(passage.criteria).toEqual(expect.arrayContaining([expect.objectContaining({ key: 'noConflict', overriddenBecause: because })]))
    })
  })

  describe('launch', () => {
    const approved = async (terms: object = {}): Promise<GivenPilot> => {
      const given = await givenPilot(database, { state: 'approved', parents })
      await givenLockedPlan(database, { pilot: given, terms })
      return given
    }

    it('is passed by the owner once the plan is locked', async () => {
      const open = await givenPilot(database, { state: 'approved', parents })
      expect((await page(open.parents.people.owner, open, 'launch')).text).toContain('There is no plan yet.')
      expect((await pass(open.parents.people.owner, open, 'launch')).status).toBe(409)
      const given = await approved()
      const notTheirs = await pass(given.parents.people.team, given, 'launch')
      expect(notTheirs.status).toBe(403)
      expect(notTheirs.text).toContain(`Only ${given.parents.people.owner.name}, the owner of this pilot, can do this.`)
      expect((await pass(given.parents.people.owner, given, 'launch')).status).toBe(303)
      expect((await stored(given.pilot.id)).state).toBe('running')
    })

    it('asks a design that compares over time for its baseline', async () => {
      const given = await approved({ design: 'beforeAfter' })
      expect((await page(given.parents.people.owner, given, 'launch')).text).toContain('No baseline reading is recorded yet.')
    })

    it('lets the owner override a feasibility that is too low, and the sponsor a mandate', async () => {
      const given = await approved({ plannedPerArm: 20 })
      const { owner, sponsor } = given.parents.people
      await database.write(tx => tx.query('DELETE FROM pilot_team_member WHERE pilot_id = $1', [given.pilot.id]))
      const { text } = await page(owner, given, 'launch')
      expect(text).toContain('No mandate in Sales.')
      expect(text).toContain(`${sponsor.name}, the sponsor named on the pilot, may override`)
      const refused = await send(owner, given, 'gates/launch/overrides/mandate', { because: 'We asked.' })
      expect(refused.status).toBe(403)
      expect(refused.text).toContain('This is for somebody else</h1>')
      expect(refused.text).toContain(`Only ${sponsor.name}, the sponsor named on this pilot, can do this.`)
      expect((await send(sponsor, given, 'gates/launch/overrides/mandate', { because: 'Sales agreed in writing.' })).status).toBe(303)
      expect((await send(owner, given, 'gates/launch/overrides/feasible', { because: 'We learn how to run it.' })).status).toBe(303)
      expect((await pass(owner, given, 'launch')).status).toBe(303)
      expect(await database.read(tx => tx.countBy(CriterionOverride, { pilotId: given.pilot.id }))).toBe(2)
    })
  })

  it('know a sponsor who has the role no more', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const { people, program } = given.parents
    await database.write(tx =>
      tx.query(`UPDATE membership SET roles = '{viewer}' WHERE program_id = $1 AND account_id = $2`, [program.id, people.sponsor.accountId]),
    )
    expect((await pass(people.sponsor, given, 'select')).text).toContain('You are the sponsor named on this pilot, but are no sponsor in the program now.')
    expect((await pass(people.lead, given, 'select')).text).toContain(`Only ${people.sponsor.name}, the sponsor named on this pilot, could do this`)
    expect((await page(people.lead, given, 'select')).text).toContain(`the sponsor named on the pilot; ${people.sponsor.name} is no sponsor in the program now.`)
  })

  it('know an owner who has left, and a pilot that is decided', async () => {
    const left = await givenPilot(database, { state: 'approved' })
    const { people, program } = left.parents
    await database.write(tx =>
      tx.query('UPDATE membership SET ended_at = now() WHERE program_id = $1 AND account_id = $2', [program.id, people.owner.accountId]),
    )
    expect((await pass(people.team, left, 'launch')).text).toContain(`Only ${people.owner.name}, the owner of this pilot, could do this, and has left the program.`)
    expect((await page(people.team, left, 'launch')).text).toContain(`with a reason; ${people.owner.name} has left the program.`)
    const stopped = await givenPilot(database, { state: 'stopped', parents })
    const past = await pass(stopped.parents.people.lead, stopped, 'select')
    expect([past.status, past.text.includes('This pilot is stopped, so nobody can do this any more.')]).toEqual([403, true])
    expect(past.text).not.toContain(stopped.parents.people.sponsor.name)
  })

  describe('conclude', () => {
    const ready = async (given: GivenPilot): Promise<void> => {
      const { team } = given.parents.people
      expect((await send(team, given, 'data/delivery', { share: '92', source: 'call log' })).status).toBe(303)
      expect((await send(team, given, 'checks-seen', { checksSeen: 'true', remark: 'Nothing odd.' })).status).toBe(303)
    }

    it('needs the checks looked at and the share delivered, each a recorded act', async () => {
      const given = await givenPilot(database, { state: 'running', parents })
      const { owner, viewer, team } = given.parents.people
      expect((await pass(owner, given, 'conclude')).status).toBe(409)
      expect((await send(viewer, given, 'data/delivery', { share: '92', source: 'x' })).status).toBe(403)
      expect((await send(team, given, 'data/delivery', { share: '120', source: '' })).status).toBe(422)
      expect((await send(team, given, 'checks-seen', {})).status).toBe(422)
      await ready(given)
      const { text } = await page(owner, given, 'conclude')
      expect(text).toContain('92% (call log)')
      expect((await pass(given.parents.people.lead, given, 'conclude')).status).toBe(403)
      expect((await pass(owner, given, 'conclude')).status).toBe(303)
      expect((await stored(given.pilot.id)).state).toBe('concluded')
    })

    it('keeps one look at the same data, however often its form is sent', async () => {
      const given = await givenPilot(database, { state: 'running', parents })
      const { team, owner } = given.parents.people
      const looks = () => database.read(tx => tx.countBy(QualityReview, { pilotId: given.pilot.id }))
      const entries = () => database.read(tx => tx.countBy(AuditEntry, { action: 'checks.lookedAt', subjectId: given.pilot.id }))
      const look = { checksSeen: 'true', remark: 'Nothing odd.' }
      const answers = await Promise.all([send(team, given, 'checks-seen', look), send(team, given, 'checks-seen', look)])
      expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual(Array(2).fill([303, `/pilots/${given.pilot.id}/gates/conclude`]))
      expect([await looks(), await entries()]).toEqual([1, 1])
      expect((await send(team, given, 'checks-seen', { ...look, remark: 'One site is late.' })).status).toBe(303)
      expect((await send(owner, given, 'checks-seen', { ...look, remark: 'One site is late.' })).status).toBe(303)
      expect([await looks(), await entries()]).toEqual([3, 3])
    })

    it('asks for the reason of an early stop beside its field', async () => {
      const given = await givenPilot(database, { state: 'running', parents, endsOn: '2026-12-24' })
      const { owner, team } = given.parents.people
      expect((await page(owner, given, 'conclude')).text).toContain('id="field-reason"')
      expect((await page(team, given, 'conclude')).text).not.toContain('#field-reason')
      await ready(given)
      const looked = await send(owner, given, 'checks-seen', { checksSeen: 'true', remark: 'Fine.', reason: 'The vendor is', version: '1' })
      expect([looked.status, looked.text.includes('Your look at the checks is recorded.')]).toEqual([200, true])
      expect(looked.text).toContain('The vendor is</textarea>')
      const unsaid = await pass(owner, given, 'conclude', { checksSeen: 'true', remark: 'Twice as many on Monday.' })
      expect(unsaid.text).toContain('Twice as many on Monday.</textarea>')
      const answer = await pass(owner, given, 'conclude')
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('href="#field-reason"')
      const early = await pass(owner, given, 'conclude', { reason: 'The vendor is bankrupt.' })
      expect([early.status, (await stored(given.pilot.id)).state]).toEqual([303, 'concluded'])
    })
  })

  describe('conclude, with the look at the checks in the same form', () => {
    const look = { checksSeen: 'true', remark: 'Twice as many on Monday.' }
    const recorded = async ({ pilot }: GivenPilot) => ({
      looks: await database.read(tx => tx.countBy(QualityReview, { pilotId: pilot.id })),
      entries: (await database.read(tx => tx.find(AuditEntry, { where: { subjectId: pilot.id }, order: { position: 'ASC' } })))
        .map(({ action }) => action)
        .filter(action => ['checks.lookedAt', 'pilot.concluded'].includes(action)),
    })

    it('records neither where the reason of an early stop is missing, and keeps what was typed', async () => {
      const given = await givenPilot(database, { state: 'running', parents, endsOn: '2026-12-24', shareDelivered: 0.92, shareDeliveredSource: 'call log' })
      const { owner } = given.parents.people
      const { version } = await stored(given.pilot.id)
      const unsaid = await pass(owner, given, 'conclude', look)
      expect([unsaid.status, unsaid.text.includes('href="#field-reason"')]).toEqual([422, true])
      expect(unsaid.text).toContain('Twice as many on Monday.</textarea>')
      expect(unsaid.text).toMatch(/<input[^>]*name="checksSeen"[^>]* checked/)
      expect(await recorded(given)).toEqual({ looks: 0, entries: [] })
      const stale = await pass(owner, given, 'conclude', { ...look, reason: 'The vendor is bankrupt.', version: version + 1 })
      expect([stale.status, await recorded(given)]).toEqual([409, { looks: 0, entries: [] }])
      expect((await pass(owner, given, 'conclude', { ...look, reason: 'The vendor is bankrupt.' })).status).toBe(303)
      expect(await recorded(given)).toEqual({ looks: 1, entries: ['checks.lookedAt', 'pilot.concluded'] })
    })
  })

  describe('confirm', () => {
    it('offers nothing to mend where the case has no benefit line', async () => {
      const given = await givenPilot(database, { state: 'scaling', parents })
      const { text } = await page(given.parents.people.finance, given, 'confirm')
      expect(text).toContain('The case has no benefit line.')
      expect(text).not.toMatch(/field-lineId|Mend/)
    })

    it('is finance’s: figure and source for every benefit, then the word', async () => {
      const given = await givenPilot(database, { state: 'scaling', parents })
      const { finance, owner, lead } = given.parents.people
      const { benefit, cost } = await givenCase(database, given)
      expect((await page(lead, given, 'confirm')).text).toContain('No reading after rollout of Second visits saved')
      expect((await pass(finance, given, 'confirm')).status).toBe(409)
      const reading = { lineId: benefit.id, amount: '310000', source: 'billing report, third quarter' }
      expect((await send(owner, given, 'benefit-readings', reading)).status).toBe(403)
      expect((await send(finance, given, 'benefit-readings', { ...reading, lineId: cost.id })).status).toBe(404)
      const sent = await Promise.all([send(finance, given, 'benefit-readings', reading), send(finance, given, 'benefit-readings', reading)])
      expect(sent.map(({ status }) => status).sort()).toEqual([303, 409])
      expect(sent.find(({ status }) => status === 409)?.text).toContain('You recorded this figure from this source today. It stands once.')
      expect(await database.read(tx => tx.countBy(BenefitReading, { pilotId: given.pilot.id }))).toBe(1)
      expect((await page(lead, given, 'confirm')).text).toContain('billing report, third quarter')
      expect((await pass(finance, given, 'confirm')).status).toBe(303)
      expect((await stored(given.pilot.id)).state).toBe('sustained')
    })
  })

  it('leads to the pages of the other two gates, and knows no seventh', async () => {
    const given = await givenPilot(database, { state: 'proposed', parents })
    const { lead } = given.parents.people
    expect((await page(lead, given, 'decide')).headers.location).toBe(`/pilots/${given.pilot.id}/decision`)
    expect((await page(lead, given, 'submit')).headers.location).toBe(`/pilots/${given.pilot.id}`)
    expect((await page(lead, given, 'celebrate')).status).toBe(404)
  })

  it('does the same through the API', async () => {
    const given = await givenPilot(database, { state: 'running', parents })
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: given.parents.people.owner.accountId }))
    const token = `Bearer ${await givenAccessToken(database, account)}`
    const home = `/api/v1/pilots/${given.pilot.id}`
    const seen = await request(app).get(`${home}/gates/conclude`).set('Authorization', token)
    expect(seen.body).toMatchObject({ gate: 'conclude', state: 'running', lastPassed: null })
    const delivered = await request(app).put(`${home}/data/delivery`).set('Authorization', token).send({ share: 0.92, source: 'call log' })
    expect(delivered.status).toBe(200)
    const looked = await request(app).post(`${home}/checks-seen`).set('Authorization', token).send({ checksSeen: true })
    expect(looked.status).toBe(201)
    expect(looked.body.criteria).toEqual(expect.arrayContaining([expect.objectContaining({ key: 'delivered', met: true })]))
    const { version } = looked.body as { version: number }
    const passed = await request(app).post(`${home}/gates/conclude`).set('Authorization', token).send({ version })
    expect([passed.status, passed.body.state]).toEqual([200, 'concluded'])
  })
})
