import type { Express } from 'express'
import request, { type Test } from 'supertest'
import { Account } from '../../server/accounts/account.entity'
import { IdempotencyKey } from '../../server/accounts/idempotencyKey.entity'
import { ReadingImport } from '../../server/readings/readingImport.entity'
import { PilotComment } from '../../server/pilots/pilotComment.entity'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken } from '../support/given/accounts'
import { givenPilot, type GivenPilot } from '../support/given/pilots'
import { givenMeasuredPilot } from '../support/given/readings'

describe('a deed that a program sends under a key', () => {
  const database = givenDatabase()
  let app: Express
  let given: GivenPilot
  let token: string

  const tokenOf = async ({ accountId }: { accountId: string }): Promise<string> =>
    givenAccessToken(database, await database.read(tx => tx.findOneByOrFail(Account, { id: accountId })))
  const under = (key: string, sent: Test, by = token): Test => sent.set('Authorization', `Bearer ${by}`).set('Idempotency-Key', key)
  const comments = () => request(app).post(`/api/v1/pilots/${given.pilot.id}/comments`)
  const comment = (key: string, text = 'The stores asked for a later start.', by = token): Test => under(key, comments(), by).send({ body: text })
  const countOf = (text: string): Promise<number> => database.read(tx => tx.countBy(PilotComment, { pilotId: given.pilot.id, body: text }))
  const rowOf = (key: string) => database.read(tx => tx.findOneBy(IdempotencyKey, { key }))

  beforeAll(async () => {
    app = testApp(database)
    given = await givenPilot(database, { state: 'proposed' })
    token = await tokenOf(given.parents.people.owner)
  })

  it('is done once and answered twice', async () => {
    const first = await comment('once')
    const again = await comment('"once"')
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual({ id: (first.body as { id: string }).id })
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([undefined, 'true'])
    expect(await countOf('The stores asked for a later start.')).toBe(1)
  })

  it('is done once when both arrive together', async () => {
    const text = 'Sent by two at once.'
    const answers = await Promise.all(['together', 'together', 'together'].map(key => comment(key, text)))
    expect(answers.map(({ status }) => status).filter(status => status !== 409)).toContain(201)
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true)
    expect(await countOf(text)).toBe(1)
    expect((await comment('together', text)).status).toBe(201)
  })

  it('is refused where the key stands for something else, and nothing is done', async () => {
    await comment('mine', 'The first words.')
    const other = await comment('mine', 'Other words.')
    expect(other.status).toBe(422)
    expect(other.body).toMatchObject({ errors: [{ field: 'Idempotency-Key', message: expect.stringContaining('under this key') as string }] })
    const elsewhere = await under('mine', request(app).post(`/api/v1/pilots/${given.pilot.id}/withdraw`)).send({ reason: 'The first words.' })
    expect(elsewhere.status).toBe(422)
    expect(await countOf('Other words.')).toBe(0)
  })

  it('leaves the key free where it was refused', async () => {
    expect((await comment('free', '')).status).toBe(422)
    expect(await rowOf('free')).toBeNull()
    expect((await comment('free', 'Now with words.')).status).toBe(201)
  })

  it("takes nothing from somebody else's key", async () => {
    const lead = await tokenOf(given.parents.people.lead)
    await comment('shared', 'By the owner.')
    expect((await comment('shared', 'By the lead.', lead)).body).toMatchObject({ body: 'By the lead.' })
    expect([await countOf('By the owner.'), await countOf('By the lead.')]).toEqual([1, 1])
  })

  it('is not done again where its answer was lost', async () => {
    await comment('lost', 'Answered to nobody.')
    await database.write(tx => tx.update(IdempotencyKey, { key: 'lost' }, { answer: null }))
    const again = await comment('lost', 'Answered to nobody.')
    expect(again.status).toBe(409)
    expect((again.body as { detail: string }).detail).toContain('look at what changed')
    expect(await countOf('Answered to nobody.')).toBe(1)
  })

  it('keeps of its answer what it made, and no link', async () => {
    const lead = await tokenOf(given.parents.people.lead)
    const invite = () =>
      under('invite', request(app).post(`/api/v1/programs/${given.parents.program.id}/members`), lead)
        .send({ name: 'Olga Petrova', email: 'olga@example.com', roles: ['member'] })
    const first = await invite()
    const { id, invitationLink } = first.body as { id: string; invitationLink: unknown }
    expect([first.status, typeof invitationLink]).toEqual([201, 'string'])
    expect(await rowOf('invite')).toMatchObject({ answer: { status: 201, id, location: null } })
    expect((await invite()).body).toEqual({ id })
  })

  it('may have an answer without words', async () => {
    const lead = await tokenOf(given.parents.people.lead)
    const departments = `/api/v1/programs/${given.parents.program.id}/departments`
    const made = await under('make', request(app).post(departments), lead).send({ name: 'Night shift' })
    const remove = () => under('remove', request(app).delete(`${departments}/${(made.body as { id: string }).id}?version=1`), lead)
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204])
  })

  it('is the commit where rows are sent to count at once: a refusal leaves the key free', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { state: 'running' })
    const owner = await tokenOf(parents.people.owner)
    const mapping = { unit: 'unit', arm: 'column:arm', period: 'always:outcome', values: [{ metric: metric.id, column: 'value' }] }
    const send = (csv: string) =>
      under('rows', request(app).post(`/api/v1/pilots/${pilot.id}/imports`), owner)
        .send({ source: 'warehouse', csv, commit: 'yes', mapping })
    const states = async () => (await database.read(tx => tx.findBy(ReadingImport, { pilotId: pilot.id }))).map(({ state }) => state).sort()
    expect((await send('unit,arm,value\nu1,control,1\nu2,treatment,soon\n')).status).toBe(409)
    expect(await rowOf('rows')).toBeNull()
    const sent = await send('unit,arm,value\nu1,control,1\nu2,treatment,1\n')
    expect([sent.status, await states()]).toEqual([201, ['committed', 'discarded']])
    const again = await send('unit,arm,value\nu1,control,1\nu2,treatment,1\n')
    expect([again.status, again.body]).toEqual([201, { id: (sent.body as { id: string }).id }])
    expect(again.headers.location).toBe(sent.headers.location)
    expect(await states()).toEqual(['committed', 'discarded'])
  })

  it('is no file, of which nobody knows before it is read whether it is the same', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { state: 'running' })
    const upload = under('file', request(app).post(`/api/v1/pilots/${pilot.id}/imports/file?source=warehouse`), await tokenOf(parents.people.owner))
    const answer = await upload.type('text/csv').send('unit,arm,value\nu1,control,1\n')
    expect([answer.status, await database.read(tx => tx.countBy(ReadingImport, { pilotId: pilot.id }))]).toEqual([422, 0])
  })

  it.each(['', 'two words', 'x'.repeat(201)])('needs a key that can be one: %j', async key => {
    const text = `Under a bad key of ${key.length}.`
    expect((await comment(key, text)).status).toBe(422)
    expect(await countOf(text)).toBe(0)
  })
})
