import request from 'supertest'
import { Account } from '../../server/accounts/account.entity'
import { countingQueries } from '../../server/platform/database/queryCount'
import { Pilot } from '../../server/pilots/pilot.entity'
import { PilotListStore, NO_FILTER, searchedNumber, searchedWords } from '../../server/pilots/pilotList.store'
import { testApp, TestClock } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, signedInAs } from '../support/given/accounts'
import { givenPilot, givenPilotParents, type Person, type PilotParents } from '../support/given/pilots'

/** What the tests read of an answer. */
interface Told {
  readonly status: number
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: {
    readonly id: string
    readonly state: string
    readonly owner: string
    readonly team: unknown
    readonly journey: unknown
    readonly criteria: readonly { readonly met: boolean }[]
    readonly details: readonly string[]
    readonly errors: readonly { readonly field: string }[]
    readonly items: readonly { readonly title: string; readonly action: string; readonly sentence: string }[]
  }
}

describe('pilots as JSON', () => {
  const database = givenDatabase()
  const app = testApp(database, { clock: new TestClock(new Date('2026-10-15T09:00:00Z')) })
  let parents: PilotParents

  beforeAll(async () => {
    parents = await givenPilotParents(database)
  })

  const tokens = new Map<string, string>()

  async function tokenOf({ accountId }: Person): Promise<string> {
    const known = tokens.get(accountId)
    if (known) return known
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: accountId }))
    const token = await givenAccessToken(database, account)
    tokens.set(accountId, token)
    return token
  }

  const get = async (person: Person, path: string): Promise<Told> =>
    request(app)
      .get(`/api/v1${path}`)
      .auth(await tokenOf(person), { type: 'bearer' })
  const send = async (person: Person, method: 'post' | 'put', path: string, body: object = {}): Promise<Told> =>
    request(app)
      [method](`/api/v1${path}`)
      .auth(await tokenOf(person), { type: 'bearer' })
      .send(body)

  describe('one pilot', () => {
    it('is made, completed under the same names, and submitted', async () => {
      const { people, program, handoff, metrics } = parents
      const made = await send(people.owner, 'post', `/programs/${program.id}/pilots`, { title: 'Made by a script' })
      expect(made.status).toBe(201)
      expect(made.body).toMatchObject({ title: 'Made by a script', state: 'draft', owner: 'Jo Castillo', version: 1 })
      expect(made.headers.location).toBe(`/api/v1/pilots/${made.body.id}`)
      const pilot = `/pilots/${made.body.id}`

      const early = await send(people.owner, 'post', `${pilot}/submit`)
      expect([early.status, early.type]).toEqual([409, 'application/problem+json'])
      expect(early.body.details).toContain('Timebox: Missing: the first day and the last day.')

      const team = await send(people.owner, 'put', `${pilot}/team`, { members: [people.team.accountId], version: 1 })
      expect(team.body.team).toEqual([{ accountId: people.team.accountId, name: 'Ravi Menon', department: 'Sales' }])

      const answers = {
        title: 'Made by a script',
        change: 'Send a message',
        forWhom: 'new customers',
        expectedEffect: 'fewer calls',
        because: 'they ask for the date',
        segment: [handoff.key],
        sponsorId: people.sponsor.accountId,
        metricId: metrics.proportion.id,
        smallestEffect: 3,
        startsOn: '2026-11-02',
        endsOn: '2026-12-11',
        budget: 1200.5,
        budgetSource: 'field service',
        mostCustomers: 500,
        mostSpend: 2000,
        stopRule: 'complaints',
        rollbackStep: 'stop sending',
        visionSentence: 'Every promise has a name beside it.',
        arrivalsPerWeek: 200,
        version: 2,
      }
      const revised = await send(people.owner, 'put', pilot, answers)
      expect(revised.status).toBe(200)
      expect(revised.body).toMatchObject({ ...answers, version: 3 })
      expect(revised.body.criteria.every(({ met }) => met)).toBe(true)

      const submitted = await send(people.owner, 'post', `${pilot}/submit`)
      expect(submitted.body).toMatchObject({ state: 'proposed', isProposalOpen: false, criteria: null })
      expect((await send(people.owner, 'post', `${pilot}/submit`)).status).toBe(409)
    })

    it('refuses a stale edit with what changed and what was sent', async () => {
      const { pilot } = await givenPilot(database, { parents, change: 'Now this' })
      const { status, body } = await send(parents.people.lead, 'put', `/pilots/${pilot.id}`, {
        title: pilot.title,
        change: 'Sent',
        version: 9,
      })
      expect(status).toBe(409)
      expect(body.details).toContain('What changes: now “Now this”; yours: “Sent”.')
    })

    it.each([
      ['no title', {}, 'title'],
      ['a title of 121 characters', { title: 'x'.repeat(121) }, 'title'],
      ['a number as title', { title: 5 }, 'title'],
      ['an unknown field', { title: 'x', state: 'approved' }, 'state'],
      ['a segment that is no list of ids', { title: 'x', segment: ['1'] }, 'segment'],
      ['a day that does not exist', { title: 'x', startsOn: '2026-02-30' }, 'startsOn'],
      ['more customers than a count can be', { title: 'x', mostCustomers: 3_000_000_000 }, 'mostCustomers'],
    ])('refuses %s', async (_, body, field) => {
      const answer = await send(parents.people.lead, 'post', `/programs/${parents.program.id}/pilots`, body)
      expect(answer.status).toBe(422)
      expect(answer.body.errors.map(error => error.field)).toContain(field)
    })

    it('pauses, resumes, withdraws and is handed over as on the pages', async () => {
      const { pilot } = await givenPilot(database, { parents, state: 'running' })
      const { owner, lead, member } = parents.people
      expect((await send(owner, 'post', `/pilots/${pilot.id}/pause`, { reason: 'A storm' })).body.state).toBe('paused')
      expect((await send(owner, 'post', `/pilots/${pilot.id}/resume`)).body.state).toBe('running')
      const over = { ownerId: member.accountId, reason: 'On leave', version: pilot.version + 2 }
      expect((await send(lead, 'post', `/pilots/${pilot.id}/hand-over`, over)).body.owner).toBe('Lena Vogt')
      expect((await send(member, 'post', `/pilots/${pilot.id}/withdraw`, { reason: 'Enough' })).body.state).toBe(
        'withdrawn',
      )
      const { body } = await get(owner, `/pilots/${pilot.id}/activity`)
      expect(body.items.map(({ action }) => action)).toEqual([
        'pilot.withdrawn',
        'pilot.handedOver',
        'pilot.resumed',
        'pilot.paused',
      ])
      expect(body.items[1]?.sentence).toBe('Amina Diallo handed the pilot over from Jo Castillo to Lena Vogt')
    })

    it('takes comments', async () => {
      const { pilot } = await givenPilot(database, { parents })
      const said = await send(parents.people.viewer, 'post', `/pilots/${pilot.id}/comments`, { body: 'Good idea' })
      expect(said.status).toBe(201)
      const { body } = await get(parents.people.viewer, `/pilots/${pilot.id}/activity`)
      expect(body).toMatchObject({
        total: 1,
        page: 1,
        items: [{ kind: 'comment', body: 'Good idea', actor: 'Paul Haddad' }],
      })
    })

    it('moves a draft to the latest version of its journey and tells what fell away', async () => {
      const own = await givenPilotParents(database)
      const { pilot } = await givenPilot(database, { parents: own })
      const same = await send(own.people.owner, 'post', `/pilots/${pilot.id}/journey-version`)
      expect(same.status).toBe(409)
      await database.write(async tx => {
        await tx.query(
          `INSERT INTO journey_version (journey_id, number, customer_segment, goal, created_at, created_by_id)
           VALUES ($1, 2, 'everybody', 'online', now(), $2)`,
          [own.journey.id, own.people.lead.accountId],
        )
        await tx.query('UPDATE journey SET latest_version = 2 WHERE id = $1', [own.journey.id])
      })
      const kept = await get(own.people.owner, `/pilots/${pilot.id}`)
      expect(kept.body.journey).toMatchObject({ version: 1, latestVersion: 2 })
      const moved = await send(own.people.owner, 'post', `/pilots/${pilot.id}/journey-version`)
      expect(moved.body).toMatchObject({ journey: { version: 2 }, segment: [] })
    })
  })

  describe('the list', () => {
    let own: PilotParents

    beforeAll(async () => {
      own = await givenPilotParents(database)
      const pilot = (title: string, changes: object) => givenPilot(database, { parents: own, title, ...changes })
      await pilot('Call before the visit', { state: 'running' })
      await pilot('Message with a photo', {
        state: 'paused',
        change: 'Send a photo of the technician before the visit',
      })
      await pilot('First bill in plain words', {
        state: 'draft',
        sponsorId: null,
        ownerId: own.people.member.accountId,
      })
      await pilot('=HYPERLINK("http://evil.example")', { state: 'stopped', proposerId: own.people.lead.accountId })
    })

    const titles = async (query: string, person = own.people.viewer): Promise<string[]> =>
      (await get(person, `/programs/${own.program.id}/pilots${query}`)).body.items.map(({ title }) => title)

    it.each([
      ['', 4],
      ['?q=visit', 4],
      ['?q=BILL', 1],
      ['?q=pho tech', 1],
      ['?q=hot', 0],
      ['?q=%26%7C!()%3A*', 4],
      ['?q=4', 1],
      ['?q=No. 4', 1],
      ['?q=5', 0],
      ['?state=running', 1],
      ['?state=paused', 1],
      ['?state=running&state=paused', 2],
      ['?mine=1', 0],
    ])('narrowed by "%s" has %d', async (query, count) => {
      expect(await titles(query)).toHaveLength(count)
    })

    it('is narrowed by owner, sponsor, journey, department and what is mine', async () => {
      const { people, journey, departments } = own
      expect(await titles(`?owner=${people.member.accountId}`)).toEqual(['First bill in plain words'])
      expect(await titles(`?sponsor=${people.sponsor.accountId}`)).toHaveLength(3)
      expect(await titles(`?journey=${journey.id}&state=draft`)).toHaveLength(1)
      expect(await titles(`?department=${departments.billing.id}`)).toEqual(['First bill in plain words'])
      expect(await titles(`?department=${departments.service.id}`)).toHaveLength(4)
      expect(await titles('?mine=1', people.team)).toHaveLength(4)
      expect(await titles('?mine=1', people.lead)).toHaveLength(1)
    })

    it('is narrowed to what is stuck: over 30 days in one state, and of the running ones past their last day', async () => {
      const there = await givenPilotParents(database)
      const since = (day: string) => ({ parents: there, stateSince: new Date(`${day}T09:00:00Z`) })
      await givenPilot(database, { ...since('2026-09-15'), title: 'Thirty days', state: 'proposed' })
      await givenPilot(database, { ...since('2026-09-14'), title: 'A day longer', state: 'proposed' })
      await givenPilot(database, { ...since('2026-08-01'), title: 'Runs to plan', state: 'running', endsOn: '2026-10-15' })
      await givenPilot(database, { ...since('2026-08-01'), title: 'Runs over', state: 'running', endsOn: '2026-10-14' })
      await givenPilot(database, { ...since('2026-08-01'), title: 'Was decided', state: 'stopped' })
      const { body } = await get(there.people.viewer, `/programs/${there.program.id}/pilots?stuck=1&sort=since`)
      expect(body.items.map(({ title }) => title)).toEqual(['Runs over', 'A day longer'])
      const home = await get(there.people.viewer, `/programs/${there.program.id}/home`)
      expect(home.body).toMatchObject({ program: { stuck: 2 } })
    })

    it('is sorted both ways', async () => {
      const up = await titles('?sort=title&order=up')
      expect(await titles('?sort=title&order=down')).toEqual([...up].reverse())
      expect((await titles('?sort=state'))[0]).toBe('First bill in plain words')
    })

    it.each(['?owner=1', '?state=unknown', '?page=0', '?page=x', '?sort=; drop table pilot'])(
      'refuses %s',
      async query => {
        expect((await get(own.people.viewer, `/programs/${own.program.id}/pilots${query}`)).status).toBe(422)
      },
    )

    it('is not there for a stranger, and holds nothing of another program', async () => {
      expect((await get(own.people.stranger, `/programs/${own.program.id}/pilots`)).status).toBe(404)
      expect((await get(parents.people.lead, `/programs/${own.program.id}/pilots.csv`)).status).toBe(404)
      expect((await titles('')).length).toBe(4)
    })

    it('is exported without anything that a spreadsheet would run', async () => {
      const visitor = await signedInAs(app, own.people.viewer)
      const { status, headers, text } = await visitor.get(`/programs/${own.program.id}/pilots.csv?state=stopped`)
      expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
      const [head, line] = text.split('\n')
      expect(head).toMatch(/^\uFEFFnumber,title,state,/)
      expect(line).toContain(`"'=HYPERLINK(""http://evil.example"")",stopped`)
      const rows = await database.read(tx => new PilotListStore(tx).exportAfter(own.program.id, NO_FILTER, 0, 2))
      expect(rows.map(({ number }) => number)).toEqual([1, 2])
      expect(rows[0]).toMatchObject({
        segment: 'Order → Install',
        team: 'Ravi Menon',
        metric: 'Second visit needed',
        budgetCents: 1_200_000,
      })
    })

    it('asks the same number of queries whatever its length', async () => {
      const { accountId } = own.people.viewer
      const asked = () =>
        countingQueries(async sent => {
          await database.read(tx =>
            new PilotListStore(tx).page(
              own.program.id,
              NO_FILTER,
              { sort: 'newest', isDescending: true },
              { limit: 50, offset: 0 },
            ),
          )
          await database.read(tx => new PilotListStore(tx).count(own.program.id, { ...NO_FILTER, mine: accountId }))
          return sent()
        })
      const few = await asked()
      for (let more = 0; more < 5; more += 1) await givenPilot(database, { parents: own, title: `One more ${more}` })
      expect(await asked()).toBe(few)
      await database.write(tx => tx.delete(Pilot, { title: 'One more 0' }))
    })
  })

  it.each([
    ['pre-visit call', 'pre:* & visit:* & call:*'],
    ["O'Neil & Söhne", 'O:* & Neil:* & Söhne:*'],
    ['  ', null],
    ['!!', null],
    [null, null],
  ])('searches %j as %j', (typed, words) => {
    expect(searchedWords(typed)).toBe(words)
  })

  it.each([
    ['12', 12],
    [' No. 12 ', 12],
    ['no 12', 12],
    ['Nr. 12', 12],
    ['#12', 12],
    ['Pilot 12', 12],
    ['pilot No. 12', 12],
    ['12 calls', null],
    ['note 12', null],
    ['1.2', null],
    ['99999999999', null],
    [null, null],
  ])('reads the number of a pilot from %j as %j', (typed, number) => {
    expect(searchedNumber(typed)).toBe(number)
  })
})
