import request from 'supertest'
import { AccessToken } from '../../server/accounts/accessToken.entity'
import { secretHash } from '../../server/accounts/secret.rules'
import { countingQueries } from '../../server/platform/database/queryCount'
import { givenAccessToken, givenAccount, signedInAs } from '../support/given/accounts'
import { TestClock, testApp, testServices } from '../support/app'
import { givenDatabase } from '../support/database'

describe('an access token', () => {
  const database = givenDatabase()
  const api = (token: string, clock = new TestClock()) => {
    const agent = request.agent(testApp(database, { clock }))
    return agent.set('Authorization', `Bearer ${token}`)
  }
  const row = (token: string) => database.read(tx => tx.findOneByOrFail(AccessToken, { tokenHash: secretHash(token) }))

  it('is made in the browser, shown once, and speaks for its owner', async () => {
    const account = await givenAccount(database)
    const visitor = await signedInAs(testApp(database), account)
    const page = await visitor.post('/me/tokens', { purpose: 'Nightly import', scope: 'read', lifetime: '30' })
    expect([page.status, page.headers['cache-control']]).toEqual([201, 'no-store'])
    const token = /fh_[\w-]{43}/.exec(page.text)?.[0] ?? ''
    const me = await api(token).get('/api/v1/me')
    expect(me.body).toEqual({ id: account.id, name: account.name, email: account.email, isAdmin: false, scope: 'read' })
    const profile = await visitor.get('/me')
    expect(profile.text).toContain('Nightly import')
    expect(profile.text).not.toContain(token)
  })

  it('is made once where its form is sent twice, and again once the name is free', async () => {
    const clock = new TestClock()
    const account = await givenAccount(database)
    const visitor = await signedInAs(testApp(database, { clock }), account)
    const make = (purpose: string, lifetime = 'never') => visitor.post('/me/tokens', { purpose, scope: 'read', lifetime })
    const twice = await Promise.all([make('Nightly import'), make('Nightly import')])
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 422])
    const refused = await make(' nightly IMPORT')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('href="#field-purpose"')
    expect(refused.text).toContain('You have an access token of this name.')
    const [revokeTo = ''] = /\/me\/tokens\/[\w-]+\/revoke/.exec((await visitor.get('/me')).text) ?? []
    expect((await visitor.post(revokeTo)).status).toBe(303)
    expect((await make('Nightly import', '30')).status).toBe(201)
    clock.advance(31 * 24 * 60 * 60)
    await visitor.signIn(account)
    await visitor.get('/me')
    expect((await make('Nightly import')).status).toBe(201)
  })

  it('is listed and revoked through the API, and is worth nothing at once', async () => {
    const account = await givenAccount(database)
    const token = await givenAccessToken(database, account)
    const other = await givenAccessToken(database, account)
    const list = await api(token).get('/api/v1/me/tokens')
    expect(list.body).toMatchObject({ total: 2, items: [{ name: 'A test', scope: 'write' }, { name: 'A test' }] })
    expect(list.text).not.toContain(secretHash(token))
    const { id } = await row(other)
    expect((await api(token).delete(`/api/v1/me/tokens/${id}`)).status).toBe(204)
    expect((await api(other).get('/api/v1/me')).status).toBe(401)
    expect((await api(token).delete(`/api/v1/me/tokens/${id}`)).status).toBe(409)
  })

  it("cannot revoke, or see, somebody else's", async () => {
    const token = await givenAccessToken(database, await givenAccount(database))
    const strange = await givenAccessToken(database, await givenAccount(database))
    const { id } = await row(strange)
    expect((await api(token).delete(`/api/v1/me/tokens/${id}`)).status).toBe(404)
    expect((await api(strange).get('/api/v1/me')).status).toBe(200)
  })

  it('changes nothing where it may only read', async () => {
    const account = await givenAccount(database, { isAdmin: true })
    const person = await givenAccount(database)
    const token = await givenAccessToken(database, account, { scope: 'read' })
    expect((await api(token).get('/api/v1/accounts')).status).toBe(200)
    const refused = await api(token).post(`/api/v1/accounts/${person.id}/deactivate`).send({ reason: 'x' })
    expect(refused.body).toMatchObject({ status: 403, detail: 'This access token may only read.' })
    const { id } = await row(token)
    expect((await api(token).delete(`/api/v1/me/tokens/${id}`)).status).toBe(403)
  })

  it('does for an administrator what the pages do, and for nobody else', async () => {
    const admin = await givenAccessToken(database, await givenAccount(database, { isAdmin: true }))
    const person = await givenAccount(database, { name: 'Zoe of the API' })
    const own = await givenAccessToken(database, person)
    expect((await api(own).get('/api/v1/accounts')).status).toBe(403)
    const found = await api(admin).get('/api/v1/accounts?q=zoe%20of')
    expect(found.body).toMatchObject({ total: 1, page: 1, pageSize: 50, items: [{ id: person.id, state: 'active' }] })
    const gone = await api(admin).post(`/api/v1/accounts/${person.id}/deactivate`).send({ reason: 'Left' })
    expect(gone.status).toBe(204)
    expect((await api(own).get('/api/v1/me')).status).toBe(401)
  })

  it('ends on its day', async () => {
    const clock = new TestClock()
    const expiresAt = new Date(clock.now().getTime() + 60_000)
    const token = await givenAccessToken(database, await givenAccount(database), { expiresAt })
    expect((await api(token, clock).get('/api/v1/me')).status).toBe(200)
    clock.advance(60)
    expect((await api(token, clock).get('/api/v1/me')).status).toBe(401)
  })

  it('costs one query, and notes its use once a minute', async () => {
    const clock = new TestClock()
    const token = await givenAccessToken(database, await givenAccount(database))
    const { accessTokens } = testServices(database, { clock })
    const first = clock.now()
    await countingQueries(async queries => {
      await expect(accessTokens.actorOf(token)).resolves.toMatchObject({ scope: 'write' })
      expect(queries()).toBe(1)
    })
    clock.advance(59)
    await accessTokens.actorOf(token)
    expect((await row(token)).lastUsedAt).toEqual(first)
    clock.advance(2)
    await accessTokens.actorOf(token)
    expect((await row(token)).lastUsedAt).toEqual(clock.now())
  })

  it('is made on the machine itself for an account there is', async () => {
    const { accessTokens } = testServices(database)
    const account = await givenAccount(database)
    const wanted = { name: 'Made on the machine', scope: 'write', lifetime: 'never' } as const
    const token = await accessTokens.makeOnMachine(account.email, wanted)
    expect((await api(token).get('/api/v1/me')).body).toMatchObject({ id: account.id })
    await expect(accessTokens.makeOnMachine('nobody@example.com', wanted)).rejects.toThrow('There is no account')
  })

  const strange = ['', 'Bearer', 'Bearer fh_x', `Bearer fh_${'a'.repeat(43)}`, 'Basic YTpi']
  it.each(strange)('is asked for instead of %j', async header => {
    const answer = await request(testApp(database)).get('/api/v1/me').set('Authorization', header)
    expect([answer.status, answer.type]).toEqual([401, 'application/problem+json'])
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it.each([
    ['without a name', { purpose: '', scope: 'read', lifetime: '30' }],
    ['with a scope of its own', { purpose: 'x', scope: 'admin', lifetime: '30' }],
    ['with a lifetime of its own', { purpose: 'x', scope: 'read', lifetime: '9999' }],
  ])('is not made %s', async (_what, form) => {
    const visitor = await signedInAs(testApp(database), await givenAccount(database))
    expect((await visitor.post('/me/tokens', form)).status).toBe(422)
  })
})
