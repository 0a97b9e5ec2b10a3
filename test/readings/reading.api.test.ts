import type { Express } from 'express'
import request from 'supertest'
import { Account } from '../../server/accounts/account.entity'
import { givenDatabase } from '../support/database'
import { testApp } from '../support/app'
import { givenAccessToken } from '../support/given/accounts'
import { givenFinding } from '../support/given/findings'
import type { Person } from '../support/given/pilots'
import { givenMeasuredPilot } from '../support/given/readings'

describe('readings and findings as JSON', () => {
  const database = givenDatabase()
  let app: Express
  const tokens = new Map<string, string>()
  beforeAll(() => {
    app = testApp(database)
  })

  async function as(person: Person, method: 'get' | 'post' | 'put', path: string, body?: object) {
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: person.accountId }))
    const token = tokens.get(person.accountId) ?? (await givenAccessToken(database, account))
    tokens.set(person.accountId, token)
    return request(app)[method](`/api/v1/pilots/${path}`).set('Authorization', `Bearer ${token}`).send(body)
  }

  it('take rows and text, with the guess or a mapping, and commit them', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const { team, viewer } = parents.people
    const sent = await as(team, 'post', `${pilot.id}/imports`, {
      source: 'CRM', commit: 'yes', rows: [{ id: 1, arm: 'control', second_visit: true }, { id: 2, arm: 'treatment', second_visit: null }, { id: 3, arm: 'treatment', second_visit: false }],
    })
    expect(sent.status).toBe(201)
    expect(sent.body).toMatchObject({ state: 'committed', rowCount: 3, missingCount: 1, counts: [{ arm: 'control', n: 1 }, { arm: 'treatment', n: 1 }] })
    const mapped = await as(team, 'post', `${pilot.id}/imports`, {
      source: 'CRM', csv: 'k;g;v\n1;old;ja\n2;new;nein\n',
      mapping: { unit: 'k', arm: 'column:g', period: 'always:outcome', values: [{ metric: metric.id, column: 'v' }], armWords: [{ word: 'old', means: 'control' }, { word: 'new', means: 'treatment' }] },
    })
    expect(mapped.body).toMatchObject({ state: 'uploaded', checked: { rows: 2, good: 2, faultCount: 0 } })
    expect((await as(team, 'post', `${pilot.id}/imports/${mapped.body.id}/commit`)).body).toMatchObject({ state: 'committed' })
    expect((await as(team, 'post', `${pilot.id}/imports`, { source: 'CRM', csv: 'k;g;v\n1;old;ja\n2;new;nein\n' })).status).toBe(409)
    expect((await as(viewer, 'get', `${pilot.id}/imports`)).body).toMatchObject({ total: 2, page: 1, pageSize: 50 })
    expect((await as(viewer, 'get', `${pilot.id}/data`)).body).toMatchObject({ counts: [{ arm: 'control', n: 2 }, { arm: 'treatment', n: 2 }] })
    expect((await as(viewer, 'post', `${pilot.id}/imports`, { source: 'CRM', csv: 'a,b\n1,2\n' })).status).toBe(403)
  })

  it('keep nothing of what was to count at once and cannot', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const csv = 'id,arm,second_visit\n1,control,yes\n2,treatment,perhaps\n'
    expect((await as(team, 'post', `${pilot.id}/imports`, { source: 'CRM', commit: 'yes', csv })).status).toBe(409)
    expect((await sending(team, pilot.id, { source: 'CRM', commit: 'yes' }, csv)).status).toBe(409)
    expect((await as(team, 'get', `${pilot.id}/imports`)).body).toMatchObject({ total: 0 })
  })

  it.each([
    [{ source: 'x' }, 'rows'],
    [{ source: 'x', csv: 'a', rows: [] }, 'rows'],
    [{ source: 'x', rows: [{ a: { b: 1 } }] }, 'rows'],
    [{ source: 'x', rows: 'text' }, 'rows'],
    [{ csv: 'a,b\n1,2\n' }, 'source'],
    [{ source: 'x', csv: 'a,b\n1,2\n', mapping: { arm: 'column:nowhere' } }, 'arm'],
  ])('refuse %j with the field %s', async (body, field) => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const answer = await as(parents.people.team, 'post', `${pilot.id}/imports`, body)
    expect(answer.status).toBe(422)
    expect((answer.body as { errors: { field: string }[] }).errors.map(error => error.field)).toContain(field)
  })

  async function sending(person: Person, pilotId: string, query: object, body: string | Buffer, headers: Record<string, string> = {}) {
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: person.accountId }))
    return request(app).post(`/api/v1/pilots/${pilotId}/imports/file`).query(query)
      .set({ Authorization: `Bearer ${await givenAccessToken(database, account)}`, 'Content-Type': 'text/csv', ...headers }).send(body)
  }

  it('take a file as the body, larger than JSON may be, and commit it', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const rows = Array.from({ length: 50_000 }, (_, at) => `customer-with-a-long-number-${at},${at % 2 ? 'control' : 'treatment'},${at % 3 ? 'no' : 'yes'}\n`)
    const file = `customer_id,arm,Second visit\n${rows.join('')}`
    expect(file.length).toBeGreaterThan(2 * 1024 * 1024)
    const sent = await sending(parents.people.team, pilot.id, { source: 'CRM', fileName: 'week 3.csv', commit: 'yes' }, file)
    expect(sent.status).toBe(201)
    expect(sent.body).toMatchObject({ state: 'committed', rowCount: 50_000, fileName: 'week 3.csv', source: 'CRM', counts: [{ n: 25_000 }, { n: 25_000 }] })
    const { id } = sent.body as { id: string }
    expect(sent.get('location')).toBe(`/api/v1/pilots/${pilot.id}/imports/${id}`)
    expect((await sending(parents.people.team, pilot.id, { source: 'CRM' }, file)).status).toBe(409)
  })

  it('refuse a file that is none of theirs to send, or not sent as one, and keep nothing of it', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const closed = await givenMeasuredPilot(database, { parents, state: 'proposed' })
    const { team, viewer, stranger } = parents.people
    const rows = 'customer_id,arm,Second visit\n1,control,no\n'
    expect((await sending(viewer, pilot.id, { source: 'CRM' }, rows)).status).toBe(403)
    expect((await sending(stranger, pilot.id, { source: 'CRM' }, rows)).status).toBe(404)
    expect((await sending(team, closed.pilot.id, { source: 'CRM' }, rows)).status).toBe(409)
    const unnamed = await sending(team, pilot.id, {}, rows)
    expect(unnamed.body).toMatchObject({ status: 422, errors: [{ field: 'source' }] })
    const other = await sending(team, pilot.id, { source: 'CRM' }, rows, { 'Content-Type': 'application/xml' })
    expect(other.body).toMatchObject({ status: 415, detail: 'Send the file as it is, with the content type text/csv.' })
    const packed = await sending(team, pilot.id, { source: 'CRM' }, rows, { 'Content-Encoding': 'gzip' })
    expect(packed.body).toMatchObject({ status: 415, detail: 'Send the file as it is, without a content encoding.' })
    expect((await sending(team, pilot.id, { source: 'CRM' }, '')).status).toBe(422)
    expect((await as(viewer, 'get', `${pilot.id}/imports`)).body).toMatchObject({ total: 0 })
  })

  it('give no finding nor a way to one while the pilot runs, and the reference result once concluded', async () => {
    const running = await givenFinding(database, { state: 'running' })
    for (const path of ['results', 'findings']) {
      const answer = await as(running.parents.people.owner, 'get', `${running.pilot.id}/${path}`)
      expect(answer.status).toBe(409)
      expect(answer.body.detail).toMatch(/nobody sees an estimate/)
    }
    const done = await givenFinding(database, { control: [8502, 44700], changed: [8279, 45489], plan: { smallestEffect: 0.01 } })
    const { body } = await as(done.parents.people.sponsor, 'get', `${done.pilot.id}/results`)
    expect(body.findings[0].lower).toBeCloseTo(-0.0132823, 7)
    expect(body.findings[0].upper).toBeCloseTo(-0.0031214, 7)
    expect(body.findings[0].p).toBeCloseTo(0.00155434, 8)
    // with the counts beside it, a typed summary is found again from its checksum by trying
    const importsOf = async ({ pilot, parents }: typeof done) => (await as(parents.people.viewer, 'get', `${pilot.id}/imports`)).body.items as { checksum: string | null }[]
    expect((await importsOf(running)).map(({ checksum }) => checksum)).toEqual([null])
    for (const { checksum } of await importsOf(done)) expect(checksum).toMatch(/^[0-9a-f]{64}$/)
    const again = await as(done.parents.people.owner, 'post', `${done.pilot.id}/findings`)
    expect(again.body.items[0].number).toBe(1)
  })
})
