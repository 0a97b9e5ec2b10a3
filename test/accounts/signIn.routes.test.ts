import { verify } from '@node-rs/argon2'
import { AccountStore } from '../../server/accounts/account.store'
import { SignInAttempt } from '../../server/accounts/signInAttempt.entity'
import { countingQueries } from '../../server/platform/database/queryCount'
import { Invalid } from '../../server/platform/errors'
import { givenAccount, PASSWORD, signedInAs, Visitor } from '../support/given/accounts'
import { TestClock, testApp, testServices } from '../support/app'
import { givenDatabase } from '../support/database'

// the real one, watched: how often is it asked?
jest.mock('@node-rs/argon2', () => {
  const real = jest.requireActual<{ verify: typeof verify }>('@node-rs/argon2')
  return { ...real, verify: jest.fn(real.verify) }
})

describe('signing in', () => {
  const database = givenDatabase()
  beforeEach(() => database.write(tx => tx.clear(SignInAttempt)))

  const attempt = async (visitor: Visitor, email: string, password = 'not the password') =>
    visitor.post('/sign-in', { email, password })

  async function atTheDoor(config = {}) {
    const clock = new TestClock()
    const visitor = new Visitor(testApp(database, { clock, config }))
    await visitor.get('/sign-in')
    return { clock, visitor }
  }

  it('opens the page somebody was going to', async () => {
    const account = await givenAccount(database)
    const visitor = new Visitor(testApp(database))
    const asked = await visitor.get('/programs?page=2')
    expect([asked.status, asked.headers.location]).toEqual([303, '/sign-in?to=%2Fprograms%3Fpage%3D2'])
    const page = await visitor.get('/sign-in?to=%2Fprograms%3Fpage%3D2')
    expect(page.text).toContain('name="to" value="/programs?page&#x3D;2"')
    const typed = { email: account.email.toUpperCase(), password: PASSWORD, to: '/programs?page=2' }
    const answer = await visitor.post('/sign-in', typed)
    expect([answer.status, answer.headers.location]).toEqual([303, '/programs?page=2'])
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example'])('leads nobody to %s', async to => {
    const account = await givenAccount(database)
    const { visitor } = await atTheDoor()
    const answer = await visitor.post('/sign-in', { email: account.email, password: PASSWORD, to })
    expect(answer.headers.location).toBe('/')
  })

  it('sends whoever is signed in already on', async () => {
    const visitor = await signedInAs(testApp(database), await givenAccount(database))
    expect((await visitor.get('/sign-in?to=/me')).headers.location).toBe('/me')
  })

  describe('does not tell whether there is an account', () => {
    const people = async () => ({
      wrong: { email: (await givenAccount(database)).email, password: 'not the password' },
      unknown: { email: 'nobody@example.com', password: PASSWORD },
      invited: { email: (await givenAccount(database, { passwordHash: null })).email, password: PASSWORD },
      deactivated: { email: (await givenAccount(database, { deactivatedAt: new Date() })).email, password: PASSWORD },
    })

    it('by the status, the headers or the page', async () => {
      const answers: string[] = []
      for (const typed of Object.values(await people())) {
        const { visitor } = await atTheDoor()
        const { status, text, headers } = await visitor.post('/sign-in', typed)
        const page = text.replaceAll(typed.email, 'TYPED').replace(/name="_csrf" value="[^"]+"/g, '')
        answers.push(JSON.stringify([status, page, Object.keys(headers).sort()]))
      }
      expect(answers[0]).toContain('422')
      expect(new Set(answers).size).toBe(1)
    })

    it('by the work that is done: one look at a password, with the same parameters, and as many queries', async () => {
      const { signIn } = testServices(database)
      const work: string[] = []
      for (const typed of Object.values(await people()).slice(0, 3)) {
        jest.mocked(verify).mockClear()
        await countingQueries(async queries => {
          await expect(signIn.signIn(typed, { address: '203.0.113.1', userAgent: '' })).rejects.toThrow(Invalid)
          const hashes = jest.mocked(verify).mock.calls.map(([hash]) => String(hash).split('$').slice(0, 4).join('$'))
          work.push(JSON.stringify([queries(), hashes]))
        })
      }
      expect(work[0]).toContain('["$argon2id$v=19$m=19456,t=2,p=1"]')
      expect(new Set(work).size).toBe(1)
    })
  })

  it('is refused after eight wrong passwords from one place, and says when to come back', async () => {
    const account = await givenAccount(database)
    const { clock, visitor } = await atTheDoor()
    for (let round = 0; round < 8; round += 1) expect((await attempt(visitor, account.email)).status).toBe(422)
    clock.advance(60)
    const refused = await attempt(visitor, account.email, PASSWORD)
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, String(14 * 60)])
    expect(refused.text).toContain(`value="${account.email}"`)
    clock.advance(14 * 60)
    expect((await attempt(visitor, account.email, PASSWORD)).status).toBe(303)
  })

  it('stays refused after a restart, and the same for an account that does not exist', async () => {
    const { visitor } = await atTheDoor()
    for (let round = 0; round < 8; round += 1) await attempt(visitor, 'nobody@example.com')
    const { visitor: afterRestart } = await atTheDoor()
    expect((await attempt(afterRestart, 'nobody@example.com')).status).toBe(429)
  })

  it('counts attempts made at the same moment one by one', async () => {
    const account = await givenAccount(database)
    const { visitor } = await atTheDoor()
    const form = { _csrf: visitor.csrf, email: account.email, password: 'not the password' }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => visitor.agent.post('/sign-in').type('form').send(form)),
    )
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(8)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(12)
  })

  it('forgets what was mistyped after a success', async () => {
    const account = await givenAccount(database)
    for (let round = 0; round < 3; round += 1) {
      const { visitor } = await atTheDoor()
      for (let wrong = 0; wrong < 7; wrong += 1) await attempt(visitor, account.email)
      expect((await attempt(visitor, account.email, PASSWORD)).status).toBe(303)
    }
  })

  it('believes a forwarded address from a trusted proxy alone', async () => {
    const account = await givenAccount(database)
    const tryFrom = async (visitor: Visitor, address: string) =>
      visitor.agent
        .post('/sign-in')
        .set('X-Forwarded-For', address)
        .type('form')
        .send({ _csrf: visitor.csrf, email: account.email, password: 'not the password' })
    const { visitor: direct } = await atTheDoor()
    for (let round = 0; round < 8; round += 1) await tryFrom(direct, `203.0.113.${round}`)
    expect((await tryFrom(direct, '203.0.113.99')).status).toBe(429)
    const { visitor: proxied } = await atTheDoor({ trustedProxy: 1 })
    expect((await tryFrom(proxied, '198.51.100.1')).status).toBe(422)
  })

  it('keeps other people in the same place able to sign in', async () => {
    const [one, other] = [await givenAccount(database), await givenAccount(database)]
    const { visitor } = await atTheDoor()
    for (let round = 0; round < 9; round += 1) await attempt(visitor, one.email)
    expect((await attempt(visitor, other.email, PASSWORD)).status).toBe(303)
  })

  it.each([
    ['nothing', {}],
    ['a list for an e-mail', { 'email[]': 'a@example.com', password: 'x' }],
    ['an object for a password', { email: 'a@example.com', 'password[x]': 'y' }],
  ])('answers %s with the form', async (_what, typed) => {
    const { visitor } = await atTheDoor()
    expect((await visitor.post('/sign-in', typed)).status).toBe(422)
  })

  it('is open with the same password however its accents were typed', async () => {
    const account = await givenAccount(database)
    const app = testApp(database)
    const visitor = await signedInAs(app, account)
    await visitor.post('/me/password', { current: PASSWORD, password: 'cafe\u0301 au bord de l’eau' })
    expect((await new Visitor(app).signIn(account, 'caf\u00e9 au bord de l’eau')).status).toBe(303)
  })

  it('is refused at once to a deactivated account, on its next request', async () => {
    const account = await givenAccount(database)
    const visitor = await signedInAs(testApp(database), account)
    await database.write(tx => new AccountStore(tx).change(account, { deactivatedAt: new Date() }))
    expect((await visitor.get('/me')).status).toBe(303)
  })
})
