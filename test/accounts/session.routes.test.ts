import type { Response } from 'supertest'
import { AccountStore } from '../../server/accounts/account.store'
import { SessionFamily } from '../../server/accounts/sessionFamily.entity'
import { AuditStore } from '../../server/audit/audit.store'
import { countingQueries } from '../../server/platform/database/queryCount'
import { givenAccount, PASSWORD, signedInAs, Visitor } from '../support/given/accounts'
import { TestClock, testApp, testServices } from '../support/app'
import { givenDatabase } from '../support/database'

const MINUTES = 60

describe('a session', () => {
  const database = givenDatabase()

  async function signedIn(config = {}) {
    const clock = new TestClock()
    const app = testApp(database, { clock, config })
    const account = await givenAccount(database)
    const visitor = await signedInAs(app, account)
    return { clock, app, account, visitor }
  }

  const family = (accountId: string) =>
    database.read(tx => tx.findOneByOrFail(SessionFamily, { accountId }))

  it('travels in cookies that no script can read and no other site can use', async () => {
    const visitor = new Visitor(testApp(database))
    const answer = await visitor.signIn(await givenAccount(database))
    const cookies = cookiesOf(answer)
    expect(Object.keys(cookies).sort()).toEqual(['foothold-refresh', 'foothold-session'])
    for (const cookie of Object.values(cookies)) {
      expect(cookie).toMatch(/; Path=\/;.*HttpOnly; SameSite=Lax$/)
      expect(cookie).not.toContain('Secure')
    }
  })

  it('keeps its cookies to HTTPS and to this host where that is set', async () => {
    const answer = await new Visitor(testApp(database, { config: { secureCookies: true } })).get('/sign-in')
    const visitor = /^__Host-foothold-visitor=.*Path=\/; HttpOnly; Secure; /
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(visitor)])
  })

  it('stores no token that could be used', async () => {
    const { account, visitor } = await signedIn()
    const stored = JSON.stringify(await family(account.id))
    const secrets = jarOf(visitor).flatMap(({ value }) => value.split('.'))
    expect(secrets.filter(secret => secret.length > 40 && stored.includes(secret))).toEqual([])
  })

  it('lasts ten minutes without asking for the refresh token, at one query a request', async () => {
    const { clock, account, app } = await signedIn()
    const { sessions } = testServices(database, { clock })
    const visitor = await signedInAs(app, account)
    const [session, refresh] = ['session', 'refresh'].map(name => cookieOf(visitor, name))
    clock.advance(10 * MINUTES - 1)
    await countingQueries(async queries => {
      const open = await sessions.of(session ?? null, refresh ?? null)
      expect(open).toMatchObject({ actor: { accountId: account.id }, renewed: null })
      expect(queries()).toBe(1)
    })
  })

  it('renews itself on any request, a form too', async () => {
    const { clock, account, visitor } = await signedIn()
    const before = await family(account.id)
    clock.advance(11 * MINUTES)
    const page = await visitor.get('/me')
    expect(page.status).toBe(200)
    expect(Object.keys(cookiesOf(page)).sort()).toEqual(['foothold-refresh', 'foothold-session'])
    expect(await family(account.id)).toMatchObject({ previousHash: before.currentHash })
    clock.advance(11 * MINUTES)
    const saved = await visitor.post('/me', { name: 'Another name', version: 1 })
    expect(saved.headers.location).toBe('/me')
    const { name } = await database.read(tx => new AccountStore(tx).one(account.id))
    expect(name).toBe('Another name')
  })

  it('lets two tabs renew at the same moment, and hands both the same token', async () => {
    const { clock, account, visitor } = await signedIn()
    clock.advance(11 * MINUTES)
    const answers = await Promise.all(Array.from({ length: 6 }, () => visitor.agent.get('/me')))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    const tokens = new Set(answers.map(answer => cookiesOf(answer)['foothold-refresh']?.split(';')[0]))
    expect(tokens.size).toBe(1)
    clock.advance(11 * MINUTES)
    expect((await visitor.get('/me')).status).toBe(200)
    expect((await family(account.id)).endedAt).toBeNull()
  })

  it('takes the refresh token before once more within ten seconds', async () => {
    const { clock, account, app, visitor } = await signedIn()
    const old = cookieOf(visitor, 'refresh')
    clock.advance(11 * MINUTES)
    await visitor.get('/me')
    clock.advance(10)
    const late = new Visitor(app)
    const answer = await late.agent.get('/me').set('Cookie', `foothold-refresh=${old}`)
    expect(answer.status).toBe(200)
    expect((await family(account.id)).endedAt).toBeNull()
  })

  it('ends for everybody when a refresh token is shown again later', async () => {
    const { clock, account, app, visitor } = await signedIn()
    const stolen = cookieOf(visitor, 'refresh')
    clock.advance(11 * MINUTES)
    await visitor.get('/me')
    clock.advance(11)
    const thief = await new Visitor(app).agent.get('/me').set('Cookie', `foothold-refresh=${stolen}`)
    expect(thief.status).toBe(303)
    expect((await visitor.get('/me')).status).toBe(303)
    expect(await family(account.id)).toMatchObject({ endedBecause: 'reused' })
    const [entry] = await database.read(tx => new AuditStore(tx).ofSubject('account', account.id, { limit: 1 }))
    expect(entry?.action).toBe('session.reuseEnded')
  })

  it('does not end for a token that somebody made up', async () => {
    const { account, app, visitor } = await signedIn()
    const { id } = await family(account.id)
    const made = `${id}.${'a'.repeat(43)}.${'b'.repeat(43)}`
    const answer = await new Visitor(app).agent.get('/me').set('Cookie', `foothold-refresh=${made}`)
    expect(answer.status).toBe(303)
    expect((await visitor.get('/me')).status).toBe(200)
  })

  it('ends two weeks after its last use', async () => {
    const { clock, visitor } = await signedIn()
    clock.advance(13 * 24 * 60 * MINUTES)
    expect((await visitor.get('/me')).status).toBe(200)
    clock.advance(13 * 24 * 60 * MINUTES)
    expect((await visitor.get('/me')).status).toBe(200)
    clock.advance(14 * 24 * 60 * MINUTES)
    expect((await visitor.get('/me')).headers.location).toBe('/sign-in?to=%2Fme')
  })

  it('is over at once after signing out, also for who copied its cookies', async () => {
    const { app, visitor } = await signedIn()
    const copied = jarOf(visitor).map(({ name, value }) => `${name}=${value}`).join('; ')
    const answer = await visitor.post('/sign-out')
    expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in'])
    expect((await new Visitor(app).agent.get('/me').set('Cookie', copied)).status).toBe(303)
  })

  it('tells whoever has no password how to come back', async () => {
    const { visitor } = await signedIn()
    await visitor.post('/sign-out')
    expect((await visitor.get('/sign-in')).text).not.toContain('You have no password')
    const guest = await signedIn()
    await database.write(tx => tx.query('UPDATE account SET password_hash = NULL WHERE id = $1', [guest.account.id]))
    await guest.visitor.post('/sign-out')
    expect((await guest.visitor.get('/sign-in')).text).toContain('every start of Foothold prints one for each person of the sample')
  })

  it('is replaced, not doubled, by signing in anew', async () => {
    const { account, visitor } = await signedIn()
    const answer = await visitor.post('/sign-in', { email: account.email, password: PASSWORD })
    expect(answer.status).toBe(303)
    const families = await database.read(tx => tx.findBy(SessionFamily, { accountId: account.id }))
    expect(families.map(({ endedBecause }) => endedBecause).sort()).toEqual([null, 'signedOut'].sort())
  })

  it('is over everywhere at once after "sign out everywhere"', async () => {
    const { app, account, visitor } = await signedIn()
    const other = await signedInAs(app, account)
    const answer = await other.post('/me/sign-out-everywhere')
    expect(answer.headers.location).toBe('/sign-in')
    expect((await visitor.get('/me')).status).toBe(303)
    expect((await other.get('/me')).status).toBe(303)
  })

  it('is over elsewhere at once after the password was changed, and goes on here', async () => {
    const { app, account, visitor } = await signedIn()
    const other = await signedInAs(app, account)
    const password = 'seven boats and a lighthouse'
    const answer = await other.post('/me/password', { current: PASSWORD, password })
    expect(answer.headers.location).toBe('/me')
    expect((await other.get('/me')).status).toBe(200)
    expect((await visitor.get('/me')).status).toBe(303)
    expect((await new Visitor(app).signIn(account)).status).toBe(422)
    expect((await new Visitor(app).signIn(account, password)).status).toBe(303)
  })

  it.each([
    ['the present one is wrong', { current: 'not it', password: 'seven boats at sea' }, 'not your present password'],
    ['the new one is too short', { current: PASSWORD, password: 'short' }, 'between 12 and 200'],
    ['the new one is the e-mail', { current: PASSWORD, password: 'self' }, 'your own name or e-mail'],
  ])('changes no password when %s', async (_what, typed, sentence) => {
    const { account, visitor } = await signedIn()
    const password = typed.password === 'self' ? account.email : typed.password
    const answer = await visitor.post('/me/password', { ...typed, password })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(sentence)
    expect(answer.text).not.toContain(`value="${typed.current}"`)
    const { passwordHash } = await database.read(tx => new AccountStore(tx).one(account.id))
    expect(passwordHash).toBe(account.passwordHash)
  })

  it('says that the name was changed meanwhile, and keeps what was typed', async () => {
    const { visitor } = await signedIn()
    await visitor.post('/me', { name: 'First', version: 1 })
    const answer = await visitor.post('/me', { name: 'Second', version: 1 })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('changed meanwhile')
    expect(answer.text).toContain('value="Second"')
  })
})

function cookiesOf(answer: Response): Record<string, string> {
  const lines = (answer.headers['set-cookie'] ?? []) as unknown as string[]
  return Object.fromEntries(
    lines.filter(line => /session|refresh/.test(line)).map(line => [line.slice(0, line.indexOf('=')), line]),
  )
}

function jarOf(visitor: Visitor): { name: string; value: string }[] {
  const jar = visitor.agent.jar.getCookies({ path: '/', domain: '127.0.0.1', secure: false, script: false })
  return [...jar].map(({ name, value }) => ({ name, value }))
}

function cookieOf(visitor: Visitor, name: string): string {
  return jarOf(visitor).find(cookie => cookie.name === `foothold-${name}`)?.value ?? ''
}
