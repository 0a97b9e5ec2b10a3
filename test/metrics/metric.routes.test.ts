import type { Express } from 'express'
import request from 'supertest'
import { Account } from '../../server/accounts/account.entity'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, signedInAs, type Visitor } from '../support/given/accounts'
import { aMetric, givenMetric } from '../support/given/metrics'
import { givenProgram, peopleOf, type GivenProgram } from '../support/given/programs'

describe('metrics over HTTP', () => {
  const database = givenDatabase()
  let app: Express
  let program: GivenProgram
  let lead: Visitor
  let list: string

  beforeAll(async () => {
    app = testApp(database)
    program = await givenProgram(database)
    lead = await signedInAs(app, program.lead)
    list = `/programs/${program.id}/metrics`
  })

  const api = async (person: { accountId: string }) => {
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: person.accountId }))
    const token = await givenAccessToken(database, account)
    return (method: 'get' | 'post' | 'put', path: string) => request(app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`)
  }

  const typed = (changes: object = {}) => ({ ...aMetric(), unit: '', moneyPerUnit: '62.50', ...changes })

  it('say what will be here and how to begin, to whoever may', async () => {
    const empty = await givenProgram(database)
    const visitor = await signedInAs(app, empty.lead)
    const page = (await visitor.get(`/programs/${empty.id}/metrics`)).text
    expect(page).toContain('Metrics will be listed here')
    expect(page).toContain('/metrics/new"')
  })

  it('are made in the unit of the form and shown in it', async () => {
    await lead.get(`${list}/new`)
    expect((await lead.post(`${list}/new`, typed({ name: 'Came back', guardrailMargin: 1 }))).status).toBe(303)
    const page = (await lead.get(list)).text
    expect(page).toContain('Came back')
    expect(page).toContain('3<span class="cell-more">percentage points</span>')
    expect(page).toContain('1<span class="cell-more">percentage point</span>')
    expect(page).toContain('€62.50')
    const rows = await database.read(tx => tx.query<unknown[]>('SELECT smallest_effect, money_per_unit_cents FROM metric WHERE name = $1', ['Came back']))
    expect(rows).toEqual([{ smallest_effect: 0.03, money_per_unit_cents: '6250' }])
  })

  it('take numbers as the program writes them, and give them back so', async () => {
    const elsewhere = await givenProgram(database, { locale: 'de-DE' })
    const visitor = await signedInAs(app, elsewhere.lead)
    const form = typed({ name: 'Handle time', kind: 'mean', unit: 'seconds', smallestEffect: '1.234,5', guardrailMargin: '0.5', moneyPerUnit: '62,50' })
    expect((await visitor.post(`/programs/${elsewhere.id}/metrics/new`, form)).status).toBe(303)
    const [metric] = await database.read(tx =>
      tx.query<{ id: string; smallest_effect: number; guardrail_margin: number; money_per_unit_cents: string }[]>(
        "SELECT id, smallest_effect, guardrail_margin, money_per_unit_cents FROM metric WHERE name = 'Handle time'",
      ),
    )
    expect(metric).toMatchObject({ smallest_effect: 1234.5, guardrail_margin: 0.5, money_per_unit_cents: '6250' })
    const again = (await visitor.get(`/programs/${elsewhere.id}/metrics/${metric?.id}/edit`)).text
    expect(again).toContain('value="1234,5"')
    expect(again).toContain('value="62,5"')
    const refused = await visitor.post(`/programs/${elsewhere.id}/metrics/new`, { ...form, name: 'Handle time again', moneyPerUnit: 'sixty' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('“sixty” is not a number. Write an amount of 0 or more with at most two decimals.')
    expect(refused.text).toContain('value="sixty"')
    expect(refused.text).toContain('value="1.234,5"')
  })

  it('ask what is meant by less than a point, and take no percent sign where there is no share', async () => {
    await lead.get(`${list}/new`)
    const small = await lead.post(`${list}/new`, typed({ name: 'Rare', smallestEffect: '0.03' }))
    expect(small.status).toBe(422)
    expect(small.text).toContain('0.03 is read as 0.03 points')
    expect((await lead.post(`${list}/new`, typed({ name: 'Rare', smallestEffect: '0.3 %' }))).status).toBe(303)
    const mean = await lead.post(`${list}/new`, typed({ name: 'Length', kind: 'mean', unit: 'minutes', smallestEffect: '3 %' }))
    expect(mean.text).toContain('Leave out the percent sign: this metric is no share.')
    expect((await lead.post(`${list}/new`, typed({ name: 'Length', kind: 'mean', unit: 'minutes', smallestEffect: '0.3' }))).status).toBe(303)
  })

  it('have names of their own', async () => {
    await lead.post(`${list}/new`, typed({ name: 'Effort', kind: 'mean', unit: 'points of 7' }))
    const twice = await lead.post(`${list}/new`, typed({ name: 'Effort', kind: 'mean', unit: 'points of 7' }))
    expect(twice.status).toBe(422)
    expect(twice.text).toContain('There is a metric of this name in the program already.')
    expect(twice.text).toContain('value="points of 7"')
  })

  it('keep kind and direction once a plan uses them', async () => {
    const metric = await givenMetric(database, program, { name: 'Second visits' })
    await database.write(async tx => {
      const [pilot] = await tx.query<{ id: string }[]>(
        `INSERT INTO pilot (program_id, number, title, proposer_id, state_since, created_at)
         VALUES ($1, 1, 'Call first', $2, now(), now()) RETURNING id`,
        [program.id, program.lead.accountId],
      )
      const columns = await tx.query<{ name: string; type: string }[]>(
        `SELECT column_name AS name, data_type AS type FROM information_schema.columns
          WHERE table_name = 'plan' AND is_nullable = 'NO' AND column_default IS NULL AND column_name <> 'pilot_id'`,
      )
      const values = columns.map(({ name, type }) =>
        name === 'design' ? "'randomised'" : type.startsWith('timestamp') ? 'now()' : type === 'jsonb' ? "'[]'" : type === 'text' ? "''" : type === 'uuid' ? `'${program.lead.accountId}'` : '0.05',
      )
      const [plan] = await tx.query<{ id: string }[]>(
        `INSERT INTO plan (${['pilot_id', ...columns.map(({ name }) => name)].join(', ')}) VALUES (${["'" + pilot!.id + "'", ...values].join(', ')}) RETURNING id`,
      )
      await tx.query("INSERT INTO plan_metric (plan_id, metric_id, role) VALUES ($1, $2, 'primary')", [plan!.id, metric.id])
    })
    const page = (await lead.get(`${list}/${metric.id}/edit`)).text
    expect(page).toContain('A plan uses this metric')
    const refused = await lead.post(`${list}/${metric.id}/edit`, typed({ name: 'Second visits', direction: 'higher', version: 1 }))
    expect(refused.status).toBe(422)
    expect((await lead.post(`${list}/${metric.id}/edit`, typed({ name: 'Repeat visits', smallestEffect: '5', version: 1 }))).status).toBe(303)
  })

  it('say at the form, after saving and in the list that a kind cannot be analysed yet', async () => {
    const waits = 'this release analyses shares and means alone, so no plan with it can be locked yet'
    const form = (await lead.get(`${list}/new`)).text
    expect(form.split(waits)).toHaveLength(5)
    expect(form).toContain(`a few of them very long; ${waits}`)
    expect((await lead.post(`${list}/new`, typed({ name: 'First reply', kind: 'duration', unit: 'minutes' }))).status).toBe(303)
    const page = (await lead.get(list)).text
    expect(page).toContain(`First reply is saved, as a duration: ${waits}.`)
    expect(page).not.toContain('Plans can use it now')
    expect(page).toContain('Duration, minutes; not analysed yet')
    expect(page).toContain('Share, share of cases</span>')
    await lead.post(`${list}/new`, typed({ name: 'Reply in an hour' }))
    expect((await lead.get(list)).text).toContain('Reply in an hour is saved. Plans can use it now.')
  })

  it('tell a late editor what changed meanwhile', async () => {
    const metric = await givenMetric(database, program, { name: 'Handle time', kind: 'duration', unit: 'minutes' })
    const here = `${list}/${metric.id}/edit`
    const answers = typed({ name: 'Handle time', kind: 'duration', unit: 'minutes', version: 1 })
    await lead.post(here, { ...answers, smallestEffect: '0.5' })
    const late = await lead.post(here, { ...answers, smallestEffect: '0.7' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('Smallest effect that matters: now “0.5”; yours: “0.7”.')
    expect(late.text).toContain('name="version" value="2"')
    expect(late.text).toContain(`href="${here}">Start again from what is saved now</a>`)
    expect((await lead.get(here)).text).toContain('value="0.5"')
  })

  it('say their unit in the API, and take back what they give', async () => {
    const send = await api(program.lead)
    const made = await send('post', list).send({ ...aMetric({ name: 'Resolved at once' }), moneyPerUnit: 4.2 })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ effectUnit: 'percentage points', smallestEffect: 3, guardrailMargin: 2, moneyPerUnit: 4.2, unit: '' })
    const { id, name, kind, unit, direction, perspective, smallestEffect, guardrailMargin, moneyPerUnit, version } = made.body as Record<string, unknown>
    const answers = { name, kind, unit, direction, perspective, smallestEffect, guardrailMargin, moneyPerUnit, version }
    const again = await send('put', `${list}/${String(id)}`).send(answers)
    expect(again.body).toMatchObject({ version: 1, smallestEffect: 3 })
    const wrong = await send('post', list).send({ ...aMetric({ name: 'X' }), smallestEffect: 'much', kind: 'other' })
    expect((wrong.body as { errors: { field: string }[] }).errors.map(({ field }) => field).sort()).toEqual(['kind', 'smallestEffect'])
  })

  it('are read by every member, changed by leads, and nothing to a stranger', async () => {
    const metric = await givenMetric(database, program, { name: 'For all' })
    for (const [role, person] of peopleOf(program)) {
      const send = await api(person)
      expect((await send('get', `${list}/${metric.id}`)).status).toBe(200)
      expect((await send('post', list).send(aMetric({ name: `By ${role}`, moneyPerUnit: null }))).status).toBe(role === 'lead' ? 201 : 403)
    }
    const outside = await givenProgram(database)
    const send = await api(outside.lead)
    expect((await send('get', `${list}/${metric.id}`)).status).toBe(404)
    expect((await send('get', `/programs/${outside.id}/metrics/${metric.id}`)).status).toBe(404)
  })
})
