import { AccountStore } from '../../server/accounts/account.store'
import { AuditStore } from '../../server/audit/audit.store'
import type { Account } from '../../server/accounts/account.entity'
import { anActor, givenAccessToken, givenAccount, PASSWORD, signedInAs, Visitor } from '../support/given/accounts'
import { testApp, testServices } from '../support/app'
import { givenDatabase } from '../support/database'

describe('the administrator', () => {
  const database = givenDatabase()
  const app = () => testApp(database)
  const stored = (id: string) => database.read(tx => new AccountStore(tx).one(id))
  const lastEntry = async (id: string) =>
    (await database.read(tx => new AuditStore(tx).ofSubject('account', id, { limit: 1 })))[0]

  async function admin() {
    const account = await givenAccount(database, { isAdmin: true })
    return { account, visitor: await signedInAs(app(), account) }
  }

  it('invites by e-mail and gets a link to hand over, once', async () => {
    const { visitor } = await admin()
    const answer = await visitor.post('/admin/accounts', { email: 'New.Person@Example.com', name: '' })
    expect([answer.status, answer.headers['cache-control']]).toEqual([201, 'no-store'])
    const url = /http:\/\/127\.0\.0\.1:3000(\/link\?token&#x3D;|\/link\?token=)([\w-]{43})/.exec(answer.text)
    const guest = new Visitor(app())
    expect((await guest.get(`/link?token=${url?.[2] ?? ''}`)).text).toContain('New Person')
    const list = await visitor.get('/admin/accounts?q=new.person')
    expect(list.text).toContain('new.person@example.com')
    expect(list.text).toContain('invited')
  })

  it('is told what is wrong with an address, and keeps what was typed', async () => {
    const { visitor } = await admin()
    const answer = await visitor.post('/admin/accounts', { email: 'no address', name: 'Amina' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('value="no address"')
  })

  it('takes every right from somebody at once, and says why in the audit log', async () => {
    const { visitor } = await admin()
    const person = await givenAccount(database)
    const browser = await signedInAs(app(), person)
    const token = await givenAccessToken(database, person)
    const { accountLinks } = testServices(database)
    const { url } = await accountLinks.signInLink(person.id)

    const unsaid = await visitor.post(`/admin/accounts/${person.id}/deactivate`, { reason: ' ' })
    expect(unsaid.status).toBe(422)
    const answer = await visitor.post(`/admin/accounts/${person.id}/deactivate`, { reason: 'Left the company' })
    expect(answer.headers.location).toBe(`/admin/accounts/${person.id}`)

    expect((await browser.get('/me')).status).toBe(303)
    expect((await new Visitor(app()).agent.get('/api/v1/me').set('Authorization', `Bearer ${token}`)).status).toBe(401)
    expect((await new Visitor(app()).get(url.replace(/^[^?]+/, '/link'))).status).toBe(404)
    expect((await new Visitor(app()).signIn(person)).status).toBe(422)
    await expect(lastEntry(person.id)).resolves.toMatchObject({
      action: 'account.deactivated',
      details: { email: person.email, reason: 'Left the company', sessions: 1, accessTokens: 1 },
    })
    const twice = await visitor.post(`/admin/accounts/${person.id}/deactivate`, { reason: 'Again' })
    expect(twice.status).toBe(409)

    await visitor.post(`/admin/accounts/${person.id}/reactivate`, { reason: 'Came back' })
    expect((await new Visitor(app()).signIn(person)).status).toBe(303)
    expect((await new Visitor(app()).agent.get('/api/v1/me').set('Authorization', `Bearer ${token}`)).status).toBe(401)
  })

  it('makes and unmakes administrators, at once', async () => {
    const { visitor } = await admin()
    const person = await givenAccount(database)
    const browser = await signedInAs(app(), person)
    expect((await browser.get('/admin/accounts')).status).toBe(403)
    await visitor.post(`/admin/accounts/${person.id}/make-admin`)
    expect((await browser.get('/admin/accounts')).status).toBe(200)
    expect((await visitor.post(`/admin/accounts/${person.id}/make-admin`)).status).toBe(409)
    await visitor.post(`/admin/accounts/${person.id}/unmake-admin`)
    expect((await browser.get('/admin/accounts')).status).toBe(403)
  })

  it('makes a link for a new password', async () => {
    const { visitor } = await admin()
    const person = await givenAccount(database)
    const answer = await visitor.post(`/admin/accounts/${person.id}/link`)
    expect(answer.status).toBe(201)
    const token = /token(?:=|&#x3D;)([\w-]{43})/.exec(answer.text)?.[1] ?? ''
    expect((await new Visitor(app()).get(`/link?token=${token}`)).text).toContain('Choose a new password')
  })

  it('sees the accounts in pages of fifty, with the same number of queries', async () => {
    const { visitor } = await admin()
    await database.write(tx =>
      tx.query(`INSERT INTO account (email, name, created_at)
                SELECT 'crowd' || n || '@example.com', 'Crowd ' || n, now() FROM generate_series(1, 120) n`),
    )
    const first = await visitor.get('/admin/accounts?q=crowd')
    expect(first.text).toContain('1 to 50 of 120')
    expect(first.text.match(/crowd\d+@/g)).toHaveLength(50)
    const last = await visitor.get('/admin/accounts?q=crowd&page=3')
    expect(last.text).toContain('101 to 120 of 120')
    expect((await visitor.get('/admin/accounts?q=%25')).text).toContain('No account has this')
  })

  it('reads the audit log of the installation, newest first, page by page', async () => {
    const { account, visitor } = await admin()
    await database.write(async tx => {
      const audit = new AuditStore(tx)
      const subject = { kind: 'account', id: account.id }
      for (let n = 0; n < 60; n += 1) {
        await audit.append({ program: null, actor: anActor(account), action: `test.step${n}`, subject, at: new Date() })
      }
    })
    const newest = await visitor.get('/admin/audit')
    expect(newest.text).toContain('test.step59')
    expect(newest.text).not.toContain('test.step9<')
    const older = /href="(\/admin\/audit\?before(?:=|&#x3D;)\d+)"/.exec(newest.text)?.[1]?.replace('&#x3D;', '=') ?? ''
    expect((await visitor.get(older)).text).toContain('test.step9<')
  })

  it.each([
    ['an account that is not there', '00000000-0000-4000-8000-000000000000'],
    ['an impossible id', 'x'],
  ])('finds no page for %s', async (_what, id) => {
    const { visitor } = await admin()
    expect((await visitor.get(`/admin/accounts/${id}`)).status).toBe(404)
    expect((await visitor.post(`/admin/accounts/${id}/make-admin`)).status).toBe(404)
  })

  it('cannot be forgotten: the services ask again', async () => {
    const person = await givenAccount(database)
    const { administration } = testServices(database)
    const actor = anActor({ ...person, isAdmin: true })
    await expect(administration.accounts(actor, { search: null, page: 1 })).rejects.toThrow()
    await expect(administration.setAdmin(actor, person.id, true)).rejects.toThrow()
    expect((await stored(person.id)).isAdmin).toBe(false)
  })
})

describe('the last administrator', () => {
  const database = givenDatabase()
  let one: Account
  let other: Account
  beforeAll(async () => {
    one = await givenAccount(database, { isAdmin: true })
    other = await givenAccount(database, { isAdmin: true })
  })

  it('remains when two remove each other at the same moment', async () => {
    const { administration } = testServices(database)
    const outcomes = await Promise.allSettled([
      administration.deactivate(anActor(one), other.id, 'A race'),
      administration.deactivate(anActor(other), one.id, 'A race'),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const left = await database.read(tx => new AccountStore(tx).activeAdmins())
    expect(left).toHaveLength(1)
  })

  it('can be neither deactivated nor unmade', async () => {
    const [left] = await database.read(tx => new AccountStore(tx).activeAdmins())
    if (!left) throw new Error('There is no administrator.')
    const visitor = new Visitor(testApp(database))
    await visitor.signIn(left, PASSWORD)
    await visitor.get('/me')
    for (const path of ['deactivate', 'unmake-admin']) {
      const answer = await visitor.post(`/admin/accounts/${left.id}/${path}`, { reason: 'To see' })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('the only administrator')
    }
  })
})
