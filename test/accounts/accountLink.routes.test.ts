import type { Account } from '../../server/accounts/account.entity'
import { AccountStore } from '../../server/accounts/account.store'
import { AccountLink, type AccountLinkKind } from '../../server/accounts/accountLink.entity'
import { PassThrough } from 'node:stream'
import { createLogger } from '../../server/platform/logging'
import { anActor, givenAccount, PASSWORD, signedInAs, Visitor } from '../support/given/accounts'
import { TestClock, testApp, testServices, type TestChanges } from '../support/app'
import { givenDatabase } from '../support/database'

const NEW_PASSWORD = 'seven boats and a lighthouse'

describe('a link', () => {
  const database = givenDatabase()

  function house(changes: TestChanges = {}) {
    const clock = new TestClock()
    const services = testServices(database, { clock, ...changes })
    const app = testApp(database, { clock, ...changes }, services)
    return { clock, services, app, visitor: new Visitor(app) }
  }

  const make = (services: ReturnType<typeof house>['services'], kind: AccountLinkKind, account: Account) =>
    database.write(tx => services.accountLinks.make(tx, kind, account, null))

  const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '')
  const tokenOf = (url: string): string => new URL(url).searchParams.get('token') ?? ''

  it('has 256 random bits, and only its hash is stored', async () => {
    const { services } = house()
    const { url } = await services.accountLinks.signInLink((await givenAccount(database)).id)
    expect(tokenOf(url)).toMatch(/^[\w-]{43}$/)
    const rows = await database.read(tx => tx.find(AccountLink))
    expect(JSON.stringify(rows)).not.toContain(tokenOf(url))
  })

  it('changes nothing by being opened, and keeps its token from logs, caches and other sites', async () => {
    const lines: string[] = []
    const log = new PassThrough().on('data', (line: Buffer) => lines.push(line.toString()))
    const { services, visitor } = house({ logger: createLogger('debug', log) })
    const account = await givenAccount(database, { passwordHash: null })
    const { url } = await make(services, 'invitation', account)
    for (let round = 0; round < 3; round += 1) {
      const page = await visitor.get(pathOf(url))
      expect(page.status).toBe(200)
      expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    }
    await visitor.post('/link', { token: tokenOf(url), name: 'Amina', password: NEW_PASSWORD })
    expect(lines.join('')).toContain('"path":"/link"')
    expect(lines.join('')).not.toContain(tokenOf(url))
  })

  it('invites somebody, who then has a name and a password', async () => {
    const { services, visitor } = house()
    const account = await givenAccount(database, { passwordHash: null })
    const { url } = await make(services, 'invitation', account)
    await visitor.get(pathOf(url))
    const answer = await visitor.post('/link', { token: tokenOf(url), name: 'Amina Diallo', password: NEW_PASSWORD })
    expect([answer.status, answer.headers.location]).toEqual([303, '/'])
    expect((await visitor.get('/me')).text).toContain('Amina Diallo')
    expect((await new Visitor(testApp(database)).signIn(account, NEW_PASSWORD)).status).toBe(303)
  })

  it('leaves the form and the link as they are when an answer cannot be taken', async () => {
    const { services, visitor } = house()
    const account = await givenAccount(database, { passwordHash: null })
    const { url } = await make(services, 'invitation', account)
    await visitor.get(pathOf(url))
    const answer = await visitor.post('/link', { token: tokenOf(url), name: 'Amina Diallo', password: 'too short' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('value="Amina Diallo"')
    expect(answer.text).not.toContain('too short"')
    const again = await visitor.post('/link', { token: tokenOf(url), name: 'Amina Diallo', password: NEW_PASSWORD })
    expect(again.status).toBe(303)
  })

  it('is used once, also by two at the same moment', async () => {
    const { services, visitor } = house()
    const { url } = await services.accountLinks.signInLink((await givenAccount(database)).id)
    await visitor.get(pathOf(url))
    const form = { _csrf: visitor.csrf, token: tokenOf(url) }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => visitor.agent.post('/link').type('form').send(form)),
    )
    // who comes second may still show the token of the browser, or of the session that the first has opened
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    const late = new Visitor(testApp(database))
    expect((await late.get(pathOf(url))).status).toBe(404)
  })

  it.each([
    ['signIn', 30],
    ['reset', 30],
    ['invitation', 7 * 24 * 60],
  ] as const)('of the kind %s is good for %i minutes', async (kind, minutes) => {
    const { clock, services, visitor } = house()
    const account = await givenAccount(database)
    const { url } = await make(services, kind, account)
    clock.advance(minutes * 60 - 1)
    expect((await visitor.get(pathOf(url))).status).toBe(200)
    clock.advance(1)
    expect((await visitor.get(pathOf(url))).status).toBe(404)
    expect((await visitor.post('/link', { token: tokenOf(url), password: NEW_PASSWORD })).status).toBe(404)
  })

  it('ends when a newer one of its kind is made', async () => {
    const { services, visitor } = house()
    const account = await givenAccount(database)
    const older = await make(services, 'reset', account)
    const newer = await make(services, 'reset', account)
    expect((await visitor.get(pathOf(older.url))).status).toBe(404)
    expect((await visitor.get(pathOf(newer.url))).status).toBe(200)
  })

  it.each(['', 'x', 'a'.repeat(43)])('is not found with the token %j', async token => {
    expect((await house().visitor.get(`/link?token=${token}`)).status).toBe(404)
  })

  it('says that it does not work, used or never made alike, and shows the ways on', async () => {
    const { services, visitor } = house()
    const { url } = await make(services, 'reset', await givenAccount(database))
    await visitor.get(pathOf(url))
    expect((await visitor.post('/link', { token: tokenOf(url), password: NEW_PASSWORD })).status).toBe(303)
    const pages = [await visitor.get(pathOf(url)), await visitor.get('/link?token=never')].map(({ text }) => text)
    for (const page of pages) {
      expect(page).toContain('<h1>This link does not work</h1>')
      expect(page).not.toContain('There is no such page')
      expect(page).toContain('href="/sign-in"')
      expect(page).toContain('href="/forgot"')
    }
    const bare = pages.map(page => page.replace(/<dt>Reference[^]*?<\/dd>/, '').match(/<dl[^]*<\/dl>/)?.[0])
    expect(bare[0]).toBe(bare[1])
  })

  it('resets a password and signs everybody else out', async () => {
    const { services, app, visitor } = house()
    const account = await givenAccount(database)
    const thief = await signedInAs(app, account)
    const { url } = await make(services, 'reset', account)
    await visitor.get(pathOf(url))
    expect((await visitor.post('/link', { token: tokenOf(url), password: NEW_PASSWORD })).status).toBe(303)
    expect((await thief.get('/me')).status).toBe(303)
    expect((await visitor.get('/me')).status).toBe(200)
    expect((await new Visitor(app).signIn(account, PASSWORD)).status).toBe(422)
  })

  it('is worth nothing for a deactivated account', async () => {
    const { services, visitor } = house()
    const account = await givenAccount(database)
    const { url } = await make(services, 'reset', account)
    await database.write(tx => new AccountStore(tx).change(account, { deactivatedAt: new Date() }))
    expect((await visitor.get(pathOf(url))).status).toBe(404)
  })

  it('needs a form of ours', async () => {
    const { services, app } = house()
    const { url } = await services.accountLinks.signInLink((await givenAccount(database)).id)
    const answer = await new Visitor(app).agent.post('/link').type('form').send({ token: tokenOf(url) })
    expect(answer.status).toBe(403)
    expect((await new Visitor(app).get(pathOf(url))).status).toBe(200)
  })

  describe('for an invited address', () => {
    const invite = (services: ReturnType<typeof house>['services'], actor: Account, email: string) =>
      database.write(tx => services.accountLinks.invite(tx, anActor(actor), { email }))

    it('is made for a new person, and again for whoever invited first', async () => {
      const { services } = house()
      const lead = await givenAccount(database)
      const first = await invite(services, lead, 'jo.castillo@example.com')
      expect(first.account).toMatchObject({ name: 'Jo Castillo', passwordHash: null })
      expect(first.link?.url).toContain('/link?token=')
      expect((await invite(services, lead, 'jo.castillo@example.com')).link).not.toBeNull()
    })

    it('is no way into what somebody else has already been given', async () => {
      const { services } = house()
      const [lead, other] = [await givenAccount(database), await givenAccount(database)]
      const invited = await invite(services, lead, 'new.person@example.com')
      const active = await givenAccount(database)
      const again = await invite(services, other, 'new.person@example.com')
      expect(again).toMatchObject({ account: { id: invited.account.id }, link: null })
      expect(await invite(services, other, active.email)).toMatchObject({ account: { id: active.id }, link: null })
      const admin = await givenAccount(database, { isAdmin: true })
      expect((await invite(services, admin, 'new.person@example.com')).link).not.toBeNull()
      expect((await invite(services, admin, active.email)).link).toBeNull()
    })

    it('makes one account when two invite at the same moment', async () => {
      const { services } = house()
      const lead = await givenAccount(database)
      const both = await Promise.all([1, 2].map(() => invite(services, lead, 'twice@example.com')))
      expect(new Set(both.map(({ account }) => account.id)).size).toBe(1)
    })

    it('is refused for a deactivated account', async () => {
      const { services } = house()
      const gone = await givenAccount(database, { deactivatedAt: new Date() })
      await expect(invite(services, await givenAccount(database), gone.email)).rejects.toThrow('need attention')
    })
  })
})

describe('the link for the first administrator', () => {
  const database = givenDatabase()
  const answers = { name: 'Amina Diallo', email: 'amina@example.com', password: NEW_PASSWORD }

  it('makes the administrator once, and none beside one', async () => {
    const services = testServices(database)
    const visitor = new Visitor(testApp(database))
    const lost = await services.accountLinks.administratorAtStart()
    if (lost.state !== 'linkMade') throw new Error('The first start makes a link.')
    await expect(services.accountLinks.administratorAtStart()).resolves.toEqual({ state: 'linkMadeBefore' })
    const link = await services.accountLinks.adminLink(null)
    expect(link.for).toBeNull()
    expect((await visitor.get(lost.url.replace(/^[^?]+/, '/link'))).status).toBe(404)
    await visitor.get(link.url.replace(/^[^?]+/, '/link'))
    const token = new URL(link.url).searchParams.get('token')
    expect((await visitor.post('/link', { ...answers, token, email: 'not one' })).status).toBe(422)
    expect((await visitor.post('/link', { ...answers, token })).status).toBe(303)
    expect((await visitor.get('/admin/accounts')).status).toBe(200)
    await expect(services.accountLinks.administratorAtStart()).resolves.toEqual({ state: 'exists' })
  })

  it('becomes one for a new password, for an administrator who is named where there are several', async () => {
    const services = testServices(database)
    await expect(services.accountLinks.adminLink(null)).resolves.toMatchObject({ for: 'amina@example.com' })
    await givenAccount(database, { email: 'second@example.com', isAdmin: true })
    await expect(services.accountLinks.adminLink(null)).rejects.toThrow('Say which administrator')
    const second = await services.accountLinks.adminLink('second@example.com')
    expect(second.for).toBe('second@example.com')
    await expect(services.accountLinks.adminLink('nobody@example.com')).rejects.toThrow('Say which administrator')
  })
})
