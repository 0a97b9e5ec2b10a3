import { AccountStore } from '../../server/accounts/account.store'
import { givenAccessToken, givenAccount, PASSWORD, signedInAs, Visitor } from '../support/given/accounts'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'

describe('a form of another site', () => {
  const database = givenDatabase()

  async function person() {
    const account = await givenAccount(database)
    const app = testApp(database)
    const visitor = await signedInAs(app, account)
    const send = (form: object, headers: Readonly<Record<string, string>> = {}) =>
      visitor.agent.post('/me').set(headers).type('form').send({ name: 'Changed', version: 1, ...form })
    const name = async () => (await database.read(tx => new AccountStore(tx).one(account.id))).name
    return { account, app, visitor, send, name }
  }

  it.each([
    ['no token', () => ({})],
    ['an empty one', () => ({ _csrf: '' })],
    ['a made-up one', () => ({ _csrf: Buffer.alloc(48, 7).toString('base64url') })],
    ['half of one', (csrf: string) => ({ _csrf: csrf.slice(0, 30) })],
    ['a changed one', (csrf: string) => ({ _csrf: (csrf.startsWith('A') ? 'B' : 'A') + csrf.slice(1) })],
    ['a list of right ones', (csrf: string) => ({ '_csrf[]': csrf })],
  ])('does nothing with %s', async (_what, form) => {
    const { account, visitor, send, name } = await person()
    expect((await send(form(visitor.csrf))).status).toBe(403)
    expect(await name()).toBe(account.name)
  })

  it("does nothing with another person's token", async () => {
    const { account, send, name } = await person()
    const { visitor: other } = await person()
    expect((await send({ _csrf: other.csrf })).status).toBe(403)
    expect(await name()).toBe(account.name)
  })

  it('does nothing with the token of a stranger, or of an earlier session', async () => {
    const { account, app, visitor, send, name } = await person()
    const stranger = new Visitor(app)
    await stranger.get('/sign-in')
    expect((await send({ _csrf: stranger.csrf })).status).toBe(403)
    const earlier = visitor.csrf
    await visitor.signIn(account)
    expect((await send({ _csrf: earlier })).status).toBe(403)
    expect(await name()).toBe(account.name)
  })

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
    [{ Origin: 'https://evil.example' }],
    [{ Origin: 'not an address' }],
  ])('does nothing with the right token when the browser says %j', async headers => {
    const { account, visitor, send, name } = await person()
    expect((await send({ _csrf: visitor.csrf }, headers)).status).toBe(403)
    expect(await name()).toBe(account.name)
  })

  it.each([
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }],
    [{ Host: 'foothold.example', Origin: 'https://foothold.example' }],
    [{ Origin: 'http://127.0.0.1:3000' }],
    [{ Origin: 'null' }],
    [{}],
  ])('is not what we take our own for, with %j', async headers => {
    const { visitor, send, name } = await person()
    expect((await send({ _csrf: visitor.csrf }, headers)).status).toBe(303)
    expect(await name()).toBe('Changed')
  })

  it('cannot sign anybody in', async () => {
    const account = await givenAccount(database)
    const answer = await new Visitor(testApp(database)).agent
      .post('/sign-in')
      .type('form')
      .send({ email: account.email, password: PASSWORD })
    expect(answer.status).toBe(403)
    expect(answer.headers['set-cookie']?.toString() ?? '').not.toContain('session')
    expect(answer.text).toContain('open for too long')
  })

  it('is known before a file is read: a multipart form has its token in the address', async () => {
    const { visitor } = await person()
    const file = Buffer.from('a,b\n1,2\n')
    const without = await visitor.agent.post('/me').field('_csrf', visitor.csrf).attach('file', file, 'a.csv')
    expect(without.status).toBe(403)
    const within = await visitor.upload('/me', 'file', file, 'a.csv')
    expect(within.status).toBe(422) // the profile wants a name, but the form is ours
  })

  it('may not put the token of an ordinary form in the address', async () => {
    const { visitor } = await person()
    const form = { name: 'Changed', version: 1 }
    expect((await visitor.agent.post(`/me?_csrf=${visitor.csrf}`).type('form').send(form)).status).toBe(403)
  })

  it('may be a script of ours: the token then stands in a header', async () => {
    const { visitor, send, name } = await person()
    expect((await send({}, { 'X-CSRF-Token': visitor.csrf })).status).toBe(303)
    expect(await name()).toBe('Changed')
  })

  it('finds no cookie that the API takes', async () => {
    const { visitor, account, app } = await person()
    expect((await visitor.agent.get('/api/v1/me')).status).toBe(401)
    const token = await givenAccessToken(database, account)
    const answer = await new Visitor(app).agent.get('/api/v1/me').set('Authorization', `Bearer ${token}`)
    expect([answer.status, (answer.body as { id: string }).id]).toEqual([200, account.id])
  })

  it('gets a token that looks different each time', async () => {
    const { visitor } = await person()
    const one = visitor.csrf
    await visitor.get('/me')
    expect(visitor.csrf).not.toBe(one)
  })
})
