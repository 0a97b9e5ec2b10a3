import type { Express } from 'express'
import request from 'supertest'
import { Account } from '../../server/accounts/account.entity'
import { hashedPassword } from '../../server/accounts/passwordHash'
import type { PilotState } from '../../server/pilots/pilot.entity'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, PASSWORD, signedInAs } from '../support/given/accounts'
import { aWrittenCost, aWrittenLine, givenFinalFinding } from '../support/given/cases'
import { givenPilot, type Person } from '../support/given/pilots'

describe('the case of a pilot', () => {
  const database = givenDatabase()
  let app: Express
  const tokens = new Map<string, string>()

  beforeAll(() => {
    app = testApp(database)
  })

  async function given(state: PilotState = 'concluded') {
    const { pilot, parents } = await givenPilot(database, { state })
    const by = parents.people.owner.accountId
    await givenFinalFinding(database, { pilotId: pilot.id, metricId: parents.metrics.proportion.id, by })
    return { pilot, people: parents.people, api: `/api/v1/pilots/${pilot.id}/case` }
  }

  const accountOf = (person: Person) => database.read(tx => tx.findOneByOrFail(Account, { id: person.accountId }))

  async function as(person: Person, method: 'get' | 'post' | 'put' | 'delete', path: string, body?: object) {
    const known = tokens.get(person.accountId) ?? (await givenAccessToken(database, await accountOf(person)))
    tokens.set(person.accountId, known)
    return request(app)[method](path).set('Authorization', `Bearer ${known}`).send(body)
  }

  it('takes benefits and costs, and carries their uncertainty to a value', async () => {
    const { people, api } = await given()
    await expect(as(people.owner, 'post', `${api}/lines`, aWrittenLine())).resolves.toMatchObject({ status: 201 })
    await as(people.team, 'post', `${api}/lines`, aWrittenCost())
    const { body } = await as(people.viewer, 'get', api)
    expect(body).toMatchObject({ lines: [{ name: 'Second visits avoided' }, { name: 'Training of the field teams' }], whyNotAppraised: null })
    const { isCurrent, draws, result } = body.appraisal
    expect({ isCurrent, draws }).toEqual({ isCurrent: true, draws: 10_000 })
    expect(result.npv.interval90.lower).toBeLessThan(result.npv.median)
    expect(body.lines[0].likelyCents).toBeCloseTo(0.067 * 18_000 * 6_200 * 0.8, 3)
    expect(body.lines[0].lowCents).toBeCloseTo(0.038 * 16_000 * 6_200 * 0.8, 3)
    expect(body.lines[0].highCents).toBeCloseTo(0.096 * 20_000 * 6_200 * 0.8, 3)
  })

  it('shows no money that follows from the outcome while the pilot runs', async () => {
    const { people, pilot, api } = await given('running')
    await as(people.owner, 'post', `${api}/lines`, aWrittenLine())
    const { body } = await as(people.owner, 'get', api)
    expect(body).toMatchObject({ appraisal: null, findingId: null, whyNotAppraised: expect.stringMatching(/concluded/) })
    expect(body.lines[0].likelyCents).toBeNull()
    expect(pilot.state).toBe('running')
  })

  it('is signed by finance line by line, and a changed line is signed anew', async () => {
    const { people, api } = await given()
    const line = (await as(people.owner, 'post', `${api}/lines`, aWrittenLine())).body
    const signed = await as(people.finance, 'put', `${api}/lines/${line.id}/finance`, { status: 'reduced', figure: 30_000, reason: 'volume is falling', version: 1 })
    expect(signed.body).toMatchObject({ financeStatus: 'reduced', financeFigureCents: 3_000_000, financeBy: { name: people.finance.name } })
    expect((await as(people.lead, 'get', api)).body.benefits).toMatchObject({ signedCents: 3_000_000, open: 0 })
    const changed = await as(people.owner, 'put', `${api}/lines/${line.id}`, aWrittenLine({ annualVolumeLikely: 17_500, version: 2 }))
    expect(changed.body).toMatchObject({ financeStatus: 'proposed', financeFigureCents: null, version: 3 })
  })

  it('says beside its worth what the results do not say', async () => {
    const { people, pilot, api } = await given()
    await as(people.owner, 'post', `${api}/lines`, aWrittenLine())
    const owner = await signedInAs(app, people.owner)
    const page = async () => (await owner.get(`/pilots/${pilot.id}/case`)).text
    expect(await page()).not.toContain('This is what the case would be worth')
    await givenFinalFinding(database, { pilotId: pilot.id, metricId: pilot.metricId ?? '', by: people.owner.accountId }, { number: 2, verdict: 'dontKnow' })
    expect(await page()).toContain('The results say “don&#x27;t know”. This is what the case would be worth if the effect is as it was measured.')
  })

  it('keeps the adoption of each year as it was typed, in the form and in the API', async () => {
    const { people, pilot, api } = await given()
    const owner = await signedInAs(app, people.owner)
    const form = { ...aWrittenLine(), 'adoption[0][share]': '50', 'adoption[1][share]': '100', 'adoption[2][share]': '' }
    expect((await owner.post(`/pilots/${pilot.id}/case/lines/new`, form)).status).toBe(303)
    const [line] = (await as(people.owner, 'get', api)).body.lines
    expect(line.adoption).toEqual([0.5, 1])
    const { text } = await owner.get(`/pilots/${pilot.id}/case/lines/${line.id}/edit`)
    expect(text).toMatch(/name="adoption\[0\]\[share\]"[^>]* value="50"/)
    expect(text).toMatch(/name="adoption\[1\]\[share\]"[^>]* value="100"/)
    const changed = await as(people.owner, 'put', `${api}/lines/${line.id}`, aWrittenLine({ adoption: [{ share: 25 }, { share: 75 }], version: 1 }))
    expect(changed.body.adoption).toEqual([0.25, 0.75])
  })

  it('counts a line that finance reduced as it was accepted, in its row and in the total, beside what was proposed', async () => {
    const { people, pilot, api } = await given()
    const { id } = (await as(people.owner, 'post', `${api}/lines`, aWrittenLine())).body
    await as(people.finance, 'put', `${api}/lines/${id}/finance`, { status: 'reduced', figure: 30_000, reason: 'volume is falling', version: 1 })
    const { text } = await (await signedInAs(app, people.owner)).get(`/pilots/${pilot.id}/case`)
    const both = '<strong>€30,000</strong><span class="cell-more narrow-only">€15,124 to €47,761</span><span class="cell-more">proposed €59,818</span>'
    expect(text.split(both)).toHaveLength(3)
    expect(text.slice(text.indexOf('Benefits a year'))).toContain(both)
  })

  it('prints a line from end to end of the interval of its finding, as the API tells it', async () => {
    const { people, pilot, api } = await given()
    await as(people.owner, 'post', `${api}/lines`, aWrittenLine())
    await as(people.owner, 'post', `${api}/lines`, aWrittenCost({ amountLow: 0.45, amountLikely: 1.5, amountHigh: 1_234.56 }))
    const { text } = await (await signedInAs(app, people.viewer)).get(`/pilots/${pilot.id}/case`)
    expect(amounts(text, 'Second visits avoided')).toEqual(['€30,157', '€59,818', '€95,232'])
    expect(amounts(text, 'Training of the field teams')).toEqual(['−€0.45', '−€1.50', '−€1,234.56'])
  })

  /** The three amounts of a line's row, as they are printed. */
  function amounts(page: string, line: string): string[] {
    const [, row = ''] = page.slice(page.indexOf('Lines of the case')).split(line)
    return [...row.slice(0, row.indexOf('</tr>')).matchAll(/<td class="num[^"]*">(?:<strong>)?([^<]*)/g)].map(([, amount = '']) => amount.replaceAll('\u2060', ''))
  }

  it('refuses a stale edit and says what changed', async () => {
    const { people, api } = await given()
    const { id } = (await as(people.owner, 'post', `${api}/lines`, aWrittenLine())).body
    await as(people.team, 'put', `${api}/lines/${id}`, aWrittenLine({ source: 'a new source', version: 1 }))
    const late = await as(people.owner, 'put', `${api}/lines/${id}`, aWrittenLine({ version: 1 }))
    expect(late.status).toBe(409)
    expect(late.body.details).toEqual([expect.stringMatching(/^Source: now a new source; yours: .+\.$/)])
  })

  it('tells in the activity which line was changed, and from what to what, once the outcome may be shown', async () => {
    const { pilot, people, api } = await given()
    const owner = await signedInAs(app, people.owner)
    const line = (await as(people.owner, 'post', `${api}/lines`, aWrittenCost())).body
    for (const version of [1, 2]) {
      const changed = aWrittenCost({ amountLikely: 19_000, ownerId: people.team.accountId, version })
      expect((await as(people.owner, 'put', `${api}/lines/${line.id}`, changed)).status).toBe(200)
    }
    const told = async () => (await owner.get(`/pilots/${pilot.id}/activity`)).text.replace(/[\u2060\u00a0]/g, ' ')
    const text = await told()
    for (const words of [`added “${line.name}” to the case`, `changed “${line.name}” in the case`, `saved “${line.name}” in the case as it was`, 'Amount: €20,000 (', '→ €19,000 (', `Owner: nobody yet → ${people.team.name}`]) {
      expect(text).toContain(words)
    }
    await database.write(tx => tx.query("UPDATE pilot SET state = 'running' WHERE id = $1", [pilot.id]))
    expect(await told()).not.toContain('€19,000')
  })

  it('refuses two lines of one name, as a double click sends them', async () => {
    const { people, api } = await given()
    const both = await Promise.all([as(people.owner, 'post', `${api}/lines`, aWrittenCost()), as(people.owner, 'post', `${api}/lines`, aWrittenCost())])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422])
  })

  it('stays as it was once the decision is taken', async () => {
    const { people, api } = await given('scaling')
    await expect(as(people.owner, 'post', `${api}/lines`, aWrittenCost())).resolves.toMatchObject({ status: 409 })
  })

  it('keeps the value that the decision was taken on, with the rate of that time, whatever the settings become', async () => {
    const { people, pilot, api } = await given()
    await as(people.owner, 'post', `${api}/lines`, aWrittenLine())
    await database.write(async tx => {
      await tx.query("UPDATE pilot SET state = 'scaling' WHERE id = $1", [pilot.id])
      await tx.query('UPDATE program SET discount_rate = 0.123, horizon_years = 7 WHERE id = $1', [pilot.programId])
    })
    const { text } = await (await signedInAs(app, people.owner)).get(`/pilots/${pilot.id}/case`)
    expect(text).toContain('This value was computed before the decision')
    expect(text).toContain('3 years, discounted at 8.0% a year')
    expect(text).not.toContain('Compute the value')
  })

  it('speaks of no decision and no finding to come once the pilot is withdrawn', async () => {
    const { people, pilot, api } = await given('running')
    const viewer = await signedInAs(app, people.viewer)
    await as(people.owner, 'post', `${api}/lines`, aWrittenCost())
    await database.write(async tx => {
      await tx.query("UPDATE pilot SET state = 'withdrawn' WHERE id = $1", [pilot.id])
      await tx.query('UPDATE program SET discount_rate = 0.123 WHERE id = $1', [pilot.programId])
    })
    expect((await viewer.get(`/pilots/${pilot.id}/case`)).text).toContain('This value was computed before the pilot was withdrawn, with the settings of that time.')
    await database.write(tx => tx.query("UPDATE pilot SET state = 'running' WHERE id = $1", [pilot.id]))
    await as(people.owner, 'post', `${api}/lines`, aWrittenLine())
    await database.write(tx => tx.query("UPDATE pilot SET state = 'withdrawn' WHERE id = $1", [pilot.id]))
    const { text } = await viewer.get(`/pilots/${pilot.id}/case`)
    expect(text).toContain('This pilot was withdrawn; its case stays as it was.')
    expect(text).not.toMatch(/No value yet|before the decision/)
  })

  it('does not say that it pays while nobody has said what it costs', async () => {
    const { people, pilot, api } = await given()
    const viewer = await signedInAs(app, people.viewer)
    await as(people.owner, 'post', `${api}/lines`, aWrittenLine())
    const { text } = await viewer.get(`/pilots/${pilot.id}/case`)
    expect(text).toContain('<strong>It pays as long as it costs nothing:</strong> no cost is in the case.')
    expect(text).not.toContain('It pays.')
    await as(people.owner, 'post', `${api}/lines`, aWrittenCost())
    expect((await viewer.get(`/pilots/${pilot.id}/case`)).text).toContain('<strong>It pays.</strong>')
  })

  it('speaks of no payback and no return while there are only costs', async () => {
    const { people, pilot, api } = await given()
    await as(people.owner, 'post', `${api}/lines`, aWrittenCost())
    const { text } = await (await signedInAs(app, people.owner)).get(`/pilots/${pilot.id}/case`)
    expect(text).toContain('No benefit is in the case yet.')
    expect(text).not.toMatch(/Payback|Return on the money|Benefits a year/)
  })

  it('is written by the team, signed by finance, read by the program, unknown to strangers', async () => {
    const { people, api } = await given()
    const { id } = (await as(people.owner, 'post', `${api}/lines`, aWrittenCost())).body
    const statuses = async (path: string, method: 'get' | 'post' | 'put', body?: object) =>
      Promise.all([people.lead, people.finance, people.viewer, people.stranger].map(async person => (await as(person, method, path, body)).status))
    expect(await statuses(`${api}/lines`, 'post', {})).toEqual([422, 403, 403, 404])
    expect(await statuses(`${api}/lines/${id}/finance`, 'put', {})).toEqual([403, 422, 403, 404])
    expect(await statuses(api, 'get')).toEqual([200, 200, 200, 404])
  })

  it('is a page on which a form that was refused keeps what was typed', async () => {
    const { people, pilot } = await given()
    await database.write(async tx => tx.query('UPDATE account SET password_hash = $1 WHERE id = $2', [await hashedPassword(PASSWORD), people.owner.accountId]))
    const owner = await signedInAs(app, people.owner)
    const here = `/pilots/${pilot.id}/case`
    expect((await owner.get(here)).text).toContain('Add the first line')
    await database.write(tx => tx.query('UPDATE metric SET money_per_unit_cents = 6200 WHERE id = $1', [pilot.metricId]))
    const blank = (await owner.get(`${here}/lines/new`)).text
    expect(blank).toContain('name="moneyPerUnitLikely" value="62"') // of the metric
    expect(blank).toMatch(/Class of a benefit <span class="field-optional">needed for a benefit/)
    const refused = await owner.post(`${here}/lines/new`, { ...aWrittenLine({ annualVolumeLikely: '', source: 'the call log' }) })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Write the likely value')
    expect(refused.text).toContain('the call log')
    expect((await owner.post(`${here}/lines/new`, aWrittenLine())).status).toBe(303)
    const page = await owner.get(here)
    expect(page.text).toMatch(/Net present value/)
    expect(page.text).toContain('6.7\u00a0points')
  })
})
