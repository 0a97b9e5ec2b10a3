import { AuditStore } from '../../server/audit/audit.store'
import { GateStore } from '../../server/pilots/gate.store'
import { Pilot } from '../../server/pilots/pilot.entity'
import { PilotTeamMember } from '../../server/pilots/pilotTeamMember.entity'
import { testApp, TestClock } from '../support/app'
import { givenDatabase } from '../support/database'
import { signedInAs, type Visitor } from '../support/given/accounts'
import { givenPilot, givenPilotParents, type Person, type PilotParents } from '../support/given/pilots'

describe('the pages of a pilot', () => {
  const database = givenDatabase()
  const clock = new TestClock(new Date('2026-10-15T09:00:00Z'))
  const app = testApp(database, { clock })
  const visitors = new Map<string, Promise<Visitor>>()
  let parents: PilotParents

  beforeAll(async () => {
    parents = await givenPilotParents(database)
  })

  /** One browser for each person, signed in once; the first page gives the token that its forms carry. */
  const as = (person: Person): Promise<Visitor> => {
    const known = visitors.get(person.email) ?? signedInAs(app, person)
    visitors.set(person.email, known)
    return known
  }

  const stored = (id: string): Promise<Pilot> => database.read(tx => tx.findOneByOrFail(Pilot, { id }))
  const newest = async (): Promise<Pilot> =>
    database.read(tx =>
      tx.findOneOrFail(Pilot, { where: { programId: parents.program.id }, order: { number: 'DESC' } }),
    )
  const actionsOf = (id: string): Promise<string[]> =>
    database.read(async tx =>
      (await new AuditStore(tx).ofSubject('pilot', id, { limit: 50 })).map(({ action }) => action),
    )

  describe('proposing', () => {
    it('starts from a handoff with its journey open and the handoff chosen', async () => {
      const visitor = await as(parents.people.member)
      const { status, text } = await visitor.get(
        `/programs/${parents.program.id}/pilots/new?journey=${parents.journey.id}&segment=${parents.handoff.key}`,
      )
      expect(status).toBe(200)
      expect(text).toMatch(new RegExp(`value="${parents.handoff.key}" checked`))
      expect(text).toContain('Sales and Field service')
    })

    it('needs a title only, belongs to its proposer and says what is missing', async () => {
      const visitor = await as(parents.people.member)
      const answer = await visitor.post(`/programs/${parents.program.id}/pilots/new`, { title: 'A first idea' })
      expect(answer.status).toBe(303)
      const pilot = await newest()
      expect(pilot).toMatchObject({
        title: 'A first idea',
        state: 'draft',
        ownerId: parents.people.member.accountId,
        journeyId: null,
      })
      const page = await visitor.get(answer.headers.location!)
      expect(page.text).toContain('1 of 10 met')
      expect(page.text).toContain('Missing: what changes, for whom, the expected effect and why.')
      expect(await actionsOf(pilot.id)).toEqual(['pilot.drafted'])
    })

    it('keeps points of a share as a share, money as cents, and pins the journey’s version', async () => {
      const visitor = await as(parents.people.member)
      await visitor.post(`/programs/${parents.program.id}/pilots/new`, {
        title: 'Call before the visit',
        segment: [parents.handoff.key, parents.stages.install.key],
        metricId: parents.metrics.proportion.id,
        smallestEffect: '3',
        budget: '€1,200.50',
        visionSentence: 'Nobody explains the same thing twice.',
      })
      expect(await newest()).toMatchObject({
        smallestEffect: 0.03,
        budgetCents: 120_050,
        journeyId: parents.journey.id,
        journeyVersion: 1,
        visionSentence: 'Nobody explains the same thing twice.',
      })
    })

    it('shows the form again with what was typed and what is wrong', async () => {
      const visitor = await as(parents.people.member)
      const answer = await visitor.post(`/programs/${parents.program.id}/pilots/new`, {
        title: '',
        change: 'Something <new>',
        startsOn: '2026-12-01',
        endsOn: '2026-11-01',
        segment: parents.handoff.key,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Something &lt;new&gt;')
      expect(answer.text).toMatch(new RegExp(`value="${parents.handoff.key}" checked`))
    })

    it.each([
      [
        'a last day before the first',
        { startsOn: '2026-12-01', endsOn: '2026-11-01' },
        'The last day cannot be before the first.',
      ],
      ['an effect of nothing', { smallestEffect: '0' }, 'Write a number above zero'],
      [
        'a stage of nowhere',
        { segment: '6b9d4c36-5d7c-4f47-9c7a-3d4f50a0f001' },
        'Choose among the stages and handoffs offered.',
      ],
      ['an owner from elsewhere', { ownerId: '6b9d4c36-5d7c-4f47-9c7a-3d4f50a0f001' }, 'Choose an owner among'],
      [
        'a metric from elsewhere',
        { metricId: '6b9d4c36-5d7c-4f47-9c7a-3d4f50a0f001' },
        'Choose a metric of this program.',
      ],
      ['an unknown field', { surprise: 'x' }, 'There is no field called'],
      ['a budget of words', { budget: 'a lot' }, 'Write an amount'],
    ])('refuses %s', async (_, answers, sentence) => {
      const visitor = await as(parents.people.member)
      const before = await database.read(tx => tx.count(Pilot))
      const answer = await visitor.post(`/programs/${parents.program.id}/pilots/new`, {
        title: 'Never kept',
        ...answers,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(sentence)
      expect(await database.read(tx => tx.count(Pilot))).toBe(before)
    })

    it('refuses the same form a second time', async () => {
      const visitor = await as(parents.people.member)
      const send = () => visitor.post(`/programs/${parents.program.id}/pilots/new`, { title: 'Sent twice' })
      const answers = await Promise.all([send(), send()])
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
      expect(answers.map(({ text }) => text).join()).toContain('There is a pilot of this title in the program already.')
    })

    it('is not for viewers, finance or strangers', async () => {
      const path = `/programs/${parents.program.id}/pilots/new`
      for (const [person, status] of [
        [parents.people.viewer, 403],
        [parents.people.finance, 403],
        [parents.people.stranger, 404],
      ] as const) {
        expect((await (await as(person)).get(path)).status).toBe(status)
        expect((await (await as(person)).post(path, { title: 'No' })).status).toBe(status)
      }
    })
  })

  describe('editing a draft', () => {
    const answersOf = (pilot: Pilot, changes: object = {}) => ({
      title: pilot.title,
      version: pilot.version,
      ...changes,
    })

    it('says beside the field where the spend that the risk envelope allows has no budget', async () => {
      const { pilot } = await givenPilot(database, { parents, budgetCents: 1_000_000, mostSpendCents: 1_500_000 })
      const { text } = await (await as(parents.people.owner)).get(`/pilots/${pilot.id}/edit`)
      expect(text.slice(text.indexOf('id="field-mostSpend"'))).toContain('The risk envelope allows to spend €15,000, above the budget of €10,000')
    })

    it('keeps what changed in the log', async () => {
      const { pilot } = await givenPilot(database, { parents })
      const visitor = await as(parents.people.owner)
      expect((await visitor.get(`/pilots/${pilot.id}/edit`)).text).toContain(pilot.stopRule)
      const answer = await visitor.post(
        `/pilots/${pilot.id}/edit`,
        answersOf(pilot, { change: 'Write a message instead' }),
      )
      expect(answer.status).toBe(303)
      expect(await stored(pilot.id)).toMatchObject({ change: 'Write a message instead', stopRule: '', version: 2 })
      expect((await visitor.get(`/pilots/${pilot.id}/activity`)).text).toContain(
        'changed what changes, for whom, expected effect, why and 15 more',
      )
    })

    it('answers the script that saves by itself with the new version', async () => {
      const { pilot } = await givenPilot(database, { parents })
      const visitor = await as(parents.people.owner)
      const answer = await visitor.agent
        .post(`/pilots/${pilot.id}/edit`)
        .set('Accept', 'application/json')
        .type('form')
        .send({ _csrf: visitor.csrf, ...answersOf(pilot, { because: 'Saved while typing' }) })
      expect(answer.body).toEqual({ version: 2 })
    })

    it('tells a stale effect in the unit of the form, and does not claim that anybody typed what they left alone', async () => {
      const { pilot } = await givenPilot(database, { parents })
      const [owner, lead] = [await as(parents.people.owner), await as(parents.people.lead)]
      const metricId = parents.metrics.proportion.id
      await owner.post(`/pilots/${pilot.id}/edit`, answersOf(pilot, { metricId, smallestEffect: '3', change: 'Theirs' }))
      const answer = await lead.post(`/pilots/${pilot.id}/edit`, answersOf(pilot, { metricId, smallestEffect: '4' }))
      expect(answer.text).toContain('Smallest effect that matters: now “3 percentage points”; yours: “4 percentage points”.')
      expect(answer.text).toContain('What changes: now “Theirs”; yours: empty.')
      expect(answer.text).toContain('what you left alone as it was before')
    })

    it.each([
      ['edit', { title: '' }],
      ['timebox', { startsOn: 'soon', endsOn: '', arrivalsPerWeek: '' }],
      ['team', { members: 'nobody' }],
      ['hand-over', { ownerId: '', sponsorId: '', reason: '' }],
    ])('carries the version that was seen through an unreadable answer on /%s, so a change meanwhile is not lost', async (form, faulty) => {
      const { pilot } = await givenPilot(database, { parents })
      const [owner, lead] = [await as(parents.people.owner), await as(parents.people.lead)]
      await owner.post(`/pilots/${pilot.id}/edit`, answersOf(pilot, { change: 'The owner’s words' }))
      const answer = await lead.post(`/pilots/${pilot.id}/${form}`, { ...faulty, version: 1 })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('name="version" value="1"')
    })

    it('refuses a stale edit, says what changed and keeps what was typed', async () => {
      const { pilot } = await givenPilot(database, { parents })
      const [owner, lead] = [await as(parents.people.owner), await as(parents.people.lead)]
      await owner.post(`/pilots/${pilot.id}/edit`, answersOf(pilot, { change: 'The owner’s words' }))
      const answer = await lead.post(`/pilots/${pilot.id}/edit`, answersOf(pilot, { change: 'The lead’s words' }))
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('What changes: now “The owner’s words”; yours: “The lead’s words”.')
      expect(answer.text).toContain('name="version" value="2"')
      expect(answer.text).not.toContain('data-autosave=')
      expect((await stored(pilot.id)).change).toBe('The owner’s words')
      const again = await lead.post(
        `/pilots/${pilot.id}/edit`,
        answersOf(pilot, { change: 'The lead’s words', version: 2 }),
      )
      expect(again.status).toBe(303)
    })

    it('is over once it is submitted; then the dates can still slip', async () => {
      const { pilot } = await givenPilot(database, { parents, state: 'proposed' })
      const visitor = await as(parents.people.owner)
      expect((await visitor.get(`/pilots/${pilot.id}/edit`)).headers.location).toBe(`/pilots/${pilot.id}/timebox`)
      const late = await visitor.post(`/pilots/${pilot.id}/edit`, answersOf(pilot, { change: 'Too late' }))
      expect(late.status).toBe(409)
      expect(late.text).toContain('The proposal can be changed in draft only.')
      const dates = { startsOn: '2027-01-04', endsOn: '2027-02-12', arrivalsPerWeek: '240', version: pilot.version }
      expect((await visitor.post(`/pilots/${pilot.id}/timebox`, dates)).status).toBe(303)
      expect(await stored(pilot.id)).toMatchObject({
        startsOn: '2027-01-04',
        arrivalsPerWeek: 240,
        change: pilot.change,
      })
    })

    it('does not let an approved pilot slip onto another one', async () => {
      const own = await givenPilotParents(database)
      const { pilot: other } = await givenPilot(database, { parents: own, state: 'running', title: 'Was here first' })
      const { pilot } = await givenPilot(database, {
        parents: own,
        state: 'approved',
        startsOn: '2027-01-04',
        endsOn: '2027-02-12',
      })
      const visitor = await signedInAs(app, own.people.owner)
      const dates = { startsOn: other.startsOn, endsOn: other.endsOn, version: pilot.version }
      const answer = await visitor.post(`/pilots/${pilot.id}/timebox`, dates)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('“Was here first” (running, 1 Oct 2026 to 12 Nov 2026) shares Order → Install.')
    })

    it('names a pilot that works on the same part in these dates, on the draft and on its form, and can be submitted', async () => {
      const own = await givenPilotParents(database)
      const { pilot: other } = await givenPilot(database, { parents: own, state: 'running', title: 'Was here first' })
      const { pilot } = await givenPilot(database, { parents: own })
      const visitor = await signedInAs(app, own.people.owner)
      for (const page of ['', '/edit']) {
        const { text } = await visitor.get(`/pilots/${pilot.id}${page}`)
        expect(text).toContain('“Was here first” (running, 1 Oct 2026 to 12 Nov 2026) shares Order → Install')
        expect(text).toContain(`href="/pilots/${other.id}"`)
      }
      expect((await visitor.post(`/pilots/${pilot.id}/submit`, {})).status).toBe(303)
    })

    it('is for lead, owner and team', async () => {
      const { pilot } = await givenPilot(database, { parents })
      for (const [person, status] of [
        [parents.people.lead, 200],
        [parents.people.owner, 200],
        [parents.people.team, 200],
        [parents.people.member, 403],
        [parents.people.sponsor, 403],
        [parents.people.stranger, 404],
      ] as const) {
        expect([person.name, (await (await as(person)).get(`/pilots/${pilot.id}/edit`)).status]).toEqual([
          person.name,
          status,
        ])
      }
    })
  })

  describe('submitting', () => {
    it('moves a complete draft, once, with what the gate showed', async () => {
      const { pilot } = await givenPilot(database, { parents })
      const visitor = await as(parents.people.owner)
      expect((await visitor.get(`/pilots/${pilot.id}`)).text).toContain('All 10 met')
      const answers = [
        await visitor.post(`/pilots/${pilot.id}/submit`),
        await visitor.post(`/pilots/${pilot.id}/submit`),
      ]
      expect(answers.map(({ status }) => status)).toEqual([303, 409])
      const late = answers[1]?.text ?? ''
      for (const said of ['It has been proposed already', 'This pilot is proposed already.', `<p><a href="/pilots/${pilot.id}/plan">Open the plan</a></p>`]) {
        expect(late).toContain(said)
      }
      expect(late).not.toContain('This is not possible yet')
      expect(await stored(pilot.id)).toMatchObject({
        state: 'proposed',
        submittedAt: clock.now(),
        stateSince: clock.now(),
      })
      const passages = await database.read(tx => new GateStore(tx).passages(pilot.id))
      expect(passages).toHaveLength(1)
      expect(passages[0]).toMatchObject({ transition: 'submit', fromState: 'draft', toState: 'proposed' })
      expect(passages[0]?.criteria).toHaveLength(10)
      expect(await actionsOf(pilot.id)).toEqual(['pilot.submitted'])
    })

    it('says what is missing and changes nothing', async () => {
      const { pilot } = await givenPilot(database, { parents, budgetCents: null, visionSentence: '' })
      const visitor = await as(parents.people.owner)
      const answer = await visitor.post(`/pilots/${pilot.id}/submit`)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('This is not possible yet')
      expect(answer.text).toContain('2 criteria are not met, so this pilot cannot be submitted yet.')
      expect(answer.text).toContain(`/pilots/${pilot.id}/edit#field-budget`)
      expect((await stored(pilot.id)).state).toBe('draft')
    })

    it('needs a team of two departments and a sponsor outside it', async () => {
      const { pilot } = await givenPilot(database, { parents, sponsorId: parents.people.member.accountId })
      await database.write(tx => tx.delete(PilotTeamMember, { pilotId: pilot.id }))
      const { text } = await (await as(parents.people.owner)).post(`/pilots/${pilot.id}/submit`)
      expect(text).toContain('1 person, all from Field service; add somebody from another department.')
      expect(text).toContain('Lena Vogt is not a sponsor of this program any more.')
    })

    it('is for the owner alone', async () => {
      const { pilot } = await givenPilot(database, { parents })
      for (const person of [parents.people.lead, parents.people.team, parents.people.sponsor]) {
        expect((await (await as(person)).post(`/pilots/${pilot.id}/submit`)).status).toBe(403)
      }
      expect((await (await as(parents.people.stranger)).post(`/pilots/${pilot.id}/submit`)).status).toBe(404)
    })
  })

  describe('pausing, resuming, withdrawing', () => {
    it('asks for the reason of a pause, and resumes', async () => {
      const { pilot } = await givenPilot(database, { parents, state: 'running' })
      const visitor = await as(parents.people.owner)
      expect((await visitor.post(`/pilots/${pilot.id}/pause`, { reason: ' ' })).status).toBe(422)
      expect((await visitor.post(`/pilots/${pilot.id}/pause`, { reason: 'A storm' })).status).toBe(303)
      const paused = await visitor.get(`/pilots/${pilot.id}`)
      expect(paused.text).toContain('Resume the pilot')
      expect(paused.text).toContain('looking early makes chance look like success')
      expect((await visitor.post(`/pilots/${pilot.id}/pause`, { reason: 'Again' })).status).toBe(409)
      expect((await visitor.post(`/pilots/${pilot.id}/resume`)).status).toBe(303)
      expect((await visitor.post(`/pilots/${pilot.id}/resume`)).status).toBe(409)
      expect(await stored(pilot.id)).toMatchObject({ state: 'running', pausedAt: null })
      expect(await actionsOf(pilot.id)).toEqual(['pilot.resumed', 'pilot.paused'])
    })

    it('withdraws what is not concluded, with its reason in the activity', async () => {
      const { pilot } = await givenPilot(database, { parents, state: 'approved' })
      const visitor = await as(parents.people.lead)
      expect((await visitor.get(`/pilots/${pilot.id}/withdraw`)).text).toContain('cannot be taken up again')
      expect((await visitor.post(`/pilots/${pilot.id}/withdraw`, { reason: 'The budget is gone' })).status).toBe(303)
      expect((await stored(pilot.id)).state).toBe('withdrawn')
      expect((await visitor.get(`/pilots/${pilot.id}/activity`)).text).toContain('The budget is gone')
    })

    it('does not withdraw a concluded pilot', async () => {
      const { pilot } = await givenPilot(database, { parents, state: 'concluded' })
      const answer = await (await as(parents.people.lead)).post(`/pilots/${pilot.id}/withdraw`, { reason: 'Why not' })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('This pilot is concluded, so it cannot be withdrawn.')
    })
  })

  describe('activity', () => {
    it('takes a comment of everybody in the program, once, in the order of time', async () => {
      const { pilot } = await givenPilot(database, { parents })
      const visitor = await as(parents.people.viewer)
      await visitor.get(`/pilots/${pilot.id}/activity`)
      const send = () => visitor.post(`/pilots/${pilot.id}/activity`, { body: 'Have you asked the call centre?' })
      expect([(await send()).status, (await send()).status]).toEqual([303, 409])
      const { text } = await visitor.get(`/pilots/${pilot.id}/activity`)
      expect(text.match(/Have you asked the call centre\?/g)).toHaveLength(1)
      expect(await actionsOf(pilot.id)).toEqual(['pilot.commented'])
      expect(
        (await (await as(parents.people.stranger)).post(`/pilots/${pilot.id}/activity`, { body: 'x' })).status,
      ).toBe(404)
    })
  })

  it('is not there for a stranger, nor for an impossible id', async () => {
    const { pilot } = await givenPilot(database, { parents })
    const stranger = await as(parents.people.stranger)
    for (const path of ['', '/edit', '/team', '/activity', '/hand-over', '/withdraw']) {
      expect([path, (await stranger.get(`/pilots/${pilot.id}${path}`)).status]).toEqual([path, 404])
    }
    const lead = await as(parents.people.lead)
    for (const id of ['1', 'null', '6b9d4c36-5d7c-4f47-9c7a-3d4f50a0f001']) {
      expect((await lead.get(`/pilots/${id}`)).status).toBe(404)
    }
  })
})
