import type { Express } from 'express'
import request from 'supertest'
import type { JourneyAtVersion } from '../../server/journeys/journey.store'
import { Account } from '../../server/accounts/account.entity'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, signedInAs, type Visitor } from '../support/given/accounts'
import { aStage, givenJourney } from '../support/given/journeys'
import { givenProgram, type GivenProgram } from '../support/given/programs'

/** Every box of the page's form, as a browser would send it: radio buttons and check boxes are not in this form. */
function boxesOf(page: string): Record<string, string> {
  const form = /<form class="form form-wide"[\s\S]*?<\/form>/.exec(page)?.[0] ?? ''
  const plain = (text: string) =>
    text.replace(/&quot;/g, '"').replace(/&#x3D;/g, '=').replace(/&#x27;/g, "'").replace(/&lt;/g, '<').replace(/&amp;/g, '&')
  const inputs = [...form.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name, value])
  const areas = [...form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)<\/textarea>/g)].map(([, name, value]) => [name, value])
  const selects = [...form.matchAll(/<select[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)].map(([, name, options]) => [
    name,
    /<option value="([^"]*)" selected/.exec(options ?? '')?.[1] ?? '',
  ])
  return Object.fromEntries([...inputs, ...areas, ...selects].map(([name, value]) => [name ?? '', plain(value ?? '')]))
}

describe('journeys over HTTP', () => {
  const database = givenDatabase()
  let app: Express
  let program: GivenProgram
  let journey: JourneyAtVersion
  let lead: Visitor
  let list: string
  let at: string

  beforeAll(async () => {
    app = testApp(database)
    program = await givenProgram(database)
    journey = await givenJourney(database, program)
    lead = await signedInAs(app, program.lead)
    list = `/programs/${program.id}/journeys`
    at = `${list}/${journey.id}`
  })

  const api = async (person: { accountId: string }) => {
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: person.accountId }))
    const token = await givenAccessToken(database, account)
    return (method: 'get' | 'post' | 'put', path: string) => request(app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`)
  }

  describe('the map', () => {
    it('shows stages, handoffs, what is lost, and where most is lost', async () => {
      const { text } = await lead.get(at)
      for (const said of ['Order', 'First bill', '31.0% lost', 'n 1,630', 'wait 3 days', 'Support', 'most lost<']) expect(text).toContain(said)
      expect(text.match(/most lost</g)).toHaveLength(1)
      expect(text).toContain('Install → First use')
    })

    it('draws each loss as its share of all customers', async () => {
      const { text } = await lead.get(at)
      expect([...text.matchAll(/class="loss-bar" width="([^"]+)"/g)].map(([, width]) => width)).toEqual(['5', '31', '4'])
    })

    it('says where no department is named yet', async () => {
      const own = await givenJourney(database, program, { name: 'Nobody’s', stages: [aStage(), aStage({ name: 'Bill', departmentId: program.departments.sales }), aStage({ name: 'End' })], handoffs: [] })
      const { text } = await lead.get(`${list}/${own.id}`)
      for (const said of ['<dd>none yet</dd>', 'no department yet → Sales', 'Sales → no department yet']) expect(text).toContain(said)
      expect(text).not.toContain('nobody')
    })

    it('starts a pilot from a stage and from a handoff, for those who may propose', async () => {
      const { text } = await lead.get(at)
      const start = `/programs/${program.id}/pilots/new?journey&#x3D;${journey.id}`
      expect(text).toContain(`${start}&amp;segment&#x3D;${journey.stages[1]!.key}`)
      expect(text).toContain(`${start}&amp;segment&#x3D;${journey.handoffs[1]!.key}`)
      const viewer = await signedInAs(app, program.viewer)
      expect((await viewer.get(at)).text).not.toContain('/pilots/new')
    })

    it('lists the pilots on each part, and says where there are more', async () => {
      const own = await givenJourney(database, program, { name: 'With pilots' })
      await database.write(async tx => {
        for (let number = 1; number <= 5; number += 1) {
          const [pilot] = await tx.query<{ id: string }[]>(
            `INSERT INTO pilot (program_id, number, title, state, proposer_id, journey_id, state_since, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, now() - make_interval(days => $2), now()) RETURNING id`,
            [program.id, number, `Pilot <${number}>`, number === 5 ? 'withdrawn' : 'running', program.lead.accountId, own.id],
          )
          await tx.query('INSERT INTO pilot_segment (pilot_id, kind, key) VALUES ($1, $2, $3)', [pilot!.id, 'handoff', own.handoffs[1]!.key])
        }
      })
      const { text } = await lead.get(`${list}/${own.id}`)
      expect(text).toContain('Pilot &lt;1&gt;')
      expect(text).toMatch(new RegExp(`<a href="/programs/${program.id}/pilots\\?journey&#x3D;${own.id}">and 1 more`))
      expect(text).not.toContain('Pilot &lt;5&gt;')
    })

    it('shows older versions without a way to change them', async () => {
      const own = await givenJourney(database, program, { name: 'Twice drawn' })
      const here = `${list}/${own.id}`
      const form = boxesOf((await lead.get(`${here}/edit`)).text)
      expect((await lead.post(`${here}/edit`, { ...form, 'stages[0][name]': 'Ordering' })).status).toBe(303)
      const old = (await lead.get(`${here}?version=1`)).text
      expect(old).toContain('This is version 1 of 2')
      expect(old).toContain('<h2>Order</h2>')
      expect(old).not.toContain('/edit"')
      expect((await lead.get(here)).text).toContain('<h2>Ordering</h2>')
      for (const version of ['3', '0', 'x', '-1']) expect((await lead.get(`${here}?version=${version}`)).status).toBe(404)
    })
  })

  describe('the form', () => {
    it('draws a new journey', async () => {
      const form = boxesOf((await lead.get(`${list}/new`)).text)
      const answer = await lead.post(`${list}/new`, {
        ...form,
        ...{ name: 'Claims', customerSegment: 'Home insurance', goal: 'Paid in a week' },
        ...{ 'stages[0][name]': 'Report', 'stages[1][name]': 'Payment', 'handoffs[0][percentLost]': '12.5', 'handoffs[0][sample]': '80' },
        'handoffs[0][informationItems]': 'photos\n\nbank account\nphotos',
      })
      expect(answer.status).toBe(303)
      const page = (await lead.get(String(answer.headers.location))).text
      expect(page).toContain('12.5% lost')
      expect(page).toContain('photos, bank account')
    })

    it('keeps everything typed while stages are added, moved and taken out, and saves nothing', async () => {
      const typed = { ...boxesOf((await lead.get(`${at}/edit`)).text), 'stages[0][name]': 'Half a na', 'handoffs[1][percentLost]': 'about a third' }
      const added = await lead.post(`${at}/edit/arrange`, { ...typed, step: 'add.1' })
      expect(added.status).toBe(200)
      const five = boxesOf(added.text)
      expect(five['stages[0][name]']).toBe('Half a na')
      expect(five['stages[2][name]']).toBe('')
      expect(five['stages[3][name]']).toBe('First use')
      expect(added.text).toContain('Set aside: Install → First use')
      const moved = boxesOf((await lead.post(`${at}/edit/arrange`, { ...five, step: 'remove.2' })).text)
      expect(moved['handoffs[1][percentLost]']).toBe('about a third')
      expect({ ...moved, _csrf: '' }).toEqual({ ...typed, _csrf: '' })
      expect((await lead.get(at)).text).toContain('<h2>Order</h2>')
    })

    it('saves no journey while something typed has no place in it', async () => {
      const own = await givenJourney(database, program, { name: 'Taken apart' })
      const here = `${list}/${own.id}/edit`
      const post = (path: string, boxes: object) => lead.post(path, { ...boxes })
      const added = await post(`${here}/arrange`, { ...boxesOf((await lead.get(here)).text), step: 'add.1' })
      const boxes = { ...boxesOf(added.text), 'stages[2][name]': 'Call' }
      const refused = await post(here, boxes)
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('href="#field-parted-0-percentLost"')
      expect(refused.text).toContain('>Leave it out<')
      const [, use] = /value="(use[.\d]+)"(?:(?!<button)[^])*Use it at Call → First use</.exec(refused.text) ?? []
      const placed = boxesOf((await post(`${here}/arrange`, { ...boxesOf(refused.text), step: use })).text)
      expect(placed).toMatchObject({ 'handoffs[1][percentLost]': '', 'handoffs[2][percentLost]': '31', 'handoffs[2][sample]': '1630' })
      expect((await post(here, placed)).status).toBe(303)
    })

    it('sets aside both handoffs of a stage that is taken out, and lets one replace what stands there', async () => {
      const own = await givenJourney(database, program, { name: 'A stage less' })
      const here = `${list}/${own.id}/edit`
      const arrange = (boxes: object, step: string | undefined) => lead.post(`${here}/arrange`, { ...boxes, step })
      const pressOf = (text: string, label: string) => new RegExp(`value="([.\\w]+)"(?:(?!<button)[^])*${label}`).exec(text)?.[1]
      const out = await arrange(boxesOf((await lead.get(here)).text), 'remove.1')
      for (const said of ['Set aside: Order → a stage taken out', 'Set aside: a stage taken out → First use', 'A stage of it is taken out.']) {
        expect(out.text).toContain(said)
      }
      const refused = await lead.post(here, boxesOf(out.text))
      expect([refused.status, refused.text.includes('This has no place in the journey now.')]).toEqual([422, true])
      expect(refused.text).toContain('Use it at Order → First use<span class="visually-hidden"> (a stage taken out → First use)')
      const first = await arrange(boxesOf(refused.text), pressOf(refused.text, 'Use it at Order → First use<'))
      expect(boxesOf(first.text)).toMatchObject({ 'handoffs[0][percentLost]': '5', 'parted[0][percentLost]': '31' })
      const second = await arrange(boxesOf(first.text), pressOf(first.text, 'Use it at Order → First use instead of what stands there<'))
      expect(boxesOf(second.text)).toMatchObject({ 'handoffs[0][percentLost]': '31' })
      expect(boxesOf(second.text)).not.toHaveProperty(['parted[0][percentLost]'])
      expect((await lead.post(here, boxesOf(second.text))).status).toBe(303)
    })

    it('shows what belongs to no handoff any more until it is left out', async () => {
      const own = await givenJourney(database, program, { name: 'Two stages less' })
      const here = `${list}/${own.id}/edit`
      const arrange = async (boxes: object, step: string) => (await lead.post(`${here}/arrange`, { ...boxes, step })).text
      const less = await arrange(boxesOf(await arrange(boxesOf((await lead.get(here)).text), 'remove.1')), 'remove.1')
      expect(less).toContain('Set aside: a stage taken out → a stage taken out')
      expect(less).toContain('No handoff is left that it could belong to.')
      expect(less.match(/Leave it out</g)).toHaveLength(3)
    })

    it('leaves out what was set aside when it is told to', async () => {
      const typed = boxesOf((await lead.get(`${at}/edit`)).text)
      const added = boxesOf((await lead.post(`${at}/edit/arrange`, { ...typed, step: 'add.1' })).text)
      expect(added['parted[0][percentLost]']).toBe('31')
      const dropped = boxesOf((await lead.post(`${at}/edit/arrange`, { ...added, step: 'drop.0.1' })).text)
      expect(dropped).not.toHaveProperty(['parted[0][percentLost]'])
    })

    it('shows faults beside the boxes of rows', async () => {
      const typed = { ...boxesOf((await lead.get(`${at}/edit`)).text), 'stages[1][name]': '', 'handoffs[2][percentLost]': '140' }
      const answer = await lead.post(`${at}/edit`, typed)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('href="#field-stages-1-name"')
      expect(answer.text).toContain('id="field-handoffs-2-percentLost-fault"')
      expect(boxesOf(answer.text)['handoffs[2][percentLost]']).toBe('140')
    })

    it('tells a late editor what changed meanwhile and keeps what was typed', async () => {
      const own = await givenJourney(database, program, { name: 'Contested' })
      const here = `${list}/${own.id}/edit`
      const typed = boxesOf((await lead.get(here)).text)
      await lead.post(here, { ...typed, goal: 'Theirs' })
      const late = await lead.post(here, { ...typed, goal: 'Mine' })
      expect(late.status).toBe(409)
      expect(late.text).toContain('Goal: now “Theirs”; yours: “Mine”.')
      const again = boxesOf(late.text)
      expect(again).toMatchObject({ goal: 'Mine', version: '2' })
      expect((await lead.post(here, again)).status).toBe(303)
    })

    it('is for leads', async () => {
      const member = await signedInAs(app, program.member)
      for (const page of [`${list}/new`, `${at}/edit`]) {
        expect((await member.get(page)).status).toBe(403)
        expect((await member.post(page, {})).status).toBe(403)
        expect((await member.post(`${page}/arrange`, {})).status).toBe(403)
      }
    })
  })

  describe('the API', () => {
    it('takes back what it gives', async () => {
      const send = await api(program.lead)
      const given = await send('get', at)
      const { name, customerSegment, goal, ownerId, stages, version } = given.body as Record<string, unknown>
      const handoffs = (given.body as { handoffs: Record<string, unknown>[] }).handoffs.map(
        ({ informationItems, percentLost, sample, waitHours }) => ({ informationItems, percentLost, sample, waitHours }),
      )
      const same = { name, customerSegment, goal, ownerId, stages, handoffs, version }
      const unchanged = await send('put', at).send(same)
      expect(unchanged.status).toBe(200)
      expect(unchanged.body).toMatchObject({ version: 1 })
      const changed = await send('put', at).send({ ...same, goal: 'Something else' })
      expect(changed.body).toMatchObject({ version: 2, stages })
      expect((await send('get', `${at}/versions/1`)).body).toMatchObject({ goal, version: 1 })
      const stale = await send('put', at).send({ ...same, goal: 'A third thing' })
      expect(stale.status).toBe(409)
      expect((stale.body as { details: string[] }).details).toEqual(['Goal: now “Something else”; yours: “A third thing”.'])
    })

    it('makes one, and refuses what does not fit', async () => {
      const send = await api(program.lead)
      const stages = [{ name: 'One' }, { name: 'Two' }]
      const made = await send('post', list).send({ name: 'Short', customerSegment: 'All', goal: 'Done', stages, handoffs: [] })
      expect(made.status).toBe(201)
      expect(made.body).toMatchObject({ version: 1, handoffs: [{ percentLost: null, informationItems: [] }] })
      const wrong = await send('post', list).send({ name: 'Long', customerSegment: 'All', goal: 'Done', stages, handoffs: [{}, {}] })
      expect(wrong.status).toBe(422)
      expect((await send('post', list).send({ name: 'None', customerSegment: 'All', goal: 'Done', stages: [] })).status).toBe(422)
      expect((await send('post', list).send([])).status).toBe(422)
    })

    it('keeps other programs apart', async () => {
      const other = await givenProgram(database)
      const send = await api(other.lead)
      expect((await send('get', at)).status).toBe(404)
      expect((await send('get', `/programs/${other.id}/journeys/${journey.id}`)).status).toBe(404)
      expect((await send('put', `/programs/${other.id}/journeys/${journey.id}`).send({})).status).toBe(422)
    })
  })
})
