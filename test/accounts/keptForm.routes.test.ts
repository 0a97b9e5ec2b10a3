import { AccountStore } from '../../server/accounts/account.store'
import { givenAccount, PASSWORD, signedInAs, Visitor } from '../support/given/accounts'
import { TestClock, testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenMeasuredPilot } from '../support/given/readings'

describe('a form sent after the session ended', () => {
  const database = givenDatabase()
  const OVER = 15 * 24 * 60 * 60

  async function expired() {
    const clock = new TestClock()
    const app = testApp(database, { clock })
    const account = await givenAccount(database)
    const visitor = await signedInAs(app, account)
    clock.advance(OVER)
    return { app, account, visitor }
  }

  const nameOf = async (id: string) => (await database.read(tx => new AccountStore(tx).one(id))).name

  /** The hidden fields of a page's form, by the names they will be sent with. */
  const hiddenIn = (page: string): [string, string][] =>
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      unescaped(name),
      unescaped(value),
    ])

  const typed = 'Amina "the lead" <b>Diallo</b> & co'

  it('is carried through the sign-in page and sent with one more button', async () => {
    const { account, visitor } = await expired()
    const refused = await visitor.post('/me', { name: typed, version: 1 })
    expect(refused.status).toBe(401)
    expect(refused.headers['cache-control']).toBe('no-store')
    expect(refused.text).toContain('What you typed is kept')
    expect(refused.text).not.toContain('<b>Diallo')

    const carried = Object.fromEntries(hiddenIn(refused.text))
    const offered = await visitor.post('/sign-in', { ...carried, email: account.email, password: PASSWORD })
    expect(offered.status).toBe(200)
    expect(offered.text).toContain('action="/me"')
    expect(await nameOf(account.id)).toBe(account.name)

    const sent = await visitor.post('/me', Object.fromEntries(hiddenIn(offered.text)))
    expect([sent.status, sent.headers.location]).toEqual([303, '/me'])
    expect(await nameOf(account.id)).toBe(typed)
  })

  it('survives a mistyped password on the way', async () => {
    const { account, visitor } = await expired()
    const refused = await visitor.post('/me', { name: typed, version: 1 })
    const carried = Object.fromEntries(hiddenIn(refused.text))
    const mistyped = await visitor.post('/sign-in', { ...carried, email: account.email, password: 'wrong' })
    expect(mistyped.status).toBe(422)
    const offered = await visitor.post('/sign-in', {
      ...Object.fromEntries(hiddenIn(mistyped.text)),
      email: account.email,
      password: PASSWORD,
    })
    expect(new Map(hiddenIn(offered.text)).get('name')).toBe(typed)
  })

  it('keeps rows, lists and line ends as they were, up to the limit of a form', async () => {
    const { account, visitor } = await expired()
    const story = 'line one\r\nline two – 30 % “so” 東京\r\n'.repeat(4_800)
    const fields = { 'lines[0][name]': 'a', 'lines[1][name]': 'b', 'tags[]': ['x', 'y'], story }
    const refused = await visitor.post('/pilots/new?from=1', fields)
    expect(refused.status).toBe(401)
    const offered = await visitor.agent
      .post('/sign-in')
      .type('form')
      .send(
        new URLSearchParams([...hiddenIn(refused.text), ['email', account.email], ['password', PASSWORD]]).toString(),
      )
    expect(offered.text).toContain('action="/pilots/new?from&#x3D;1"')
    const again = hiddenIn(offered.text).filter(([name]) => name !== '_csrf')
    expect(again.map(([name]) => name)).toEqual(['lines[0][name]', 'lines[1][name]', 'tags[]', 'tags[]', 'story'])
    expect(again.at(-1)?.[1]).toBe(story)
  })

  it.each([
    ['a password', '/me/password', { current: PASSWORD, password: 'a secret that was typed' }],
    ['a token', '/link', { token: 'a secret that was typed' }],
  ])('is never carried where %s was in it', async (_what, path, fields) => {
    const { visitor } = await expired()
    const answer = await visitor.post(path, fields)
    expect(answer.text).not.toContain('a secret that was typed')
    expect(answer.text).not.toContain('kept[')
  })

  it('is refused, not carried, when it came from another site', async () => {
    const { visitor } = await expired()
    const answer = await visitor.agent
      .post('/me')
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({ name: 'Planted' })
    expect(answer.status).toBe(403)
    expect(answer.text).not.toContain('Planted')
  })

  it('leads to the page it came from where there is nothing to carry', async () => {
    const { visitor } = await expired()
    const answer = await visitor.agent
      .post('/me/password')
      .set('Referer', 'http://127.0.0.1/me?x=1')
      .set('Host', '127.0.0.1')
      .type('form')
      .send({ current: 'x', password: 'y' })
    expect(answer.status).toBe(401)
    expect(new Map(hiddenIn(answer.text)).get('to')).toBe('/me?x=1')
  })

  it('is offered again at once when somebody signed in anew in another tab', async () => {
    const { app, account, visitor } = await expired()
    const old = visitor.csrf
    await visitor.signIn(account)
    const answer = await visitor.agent
      .post('/me')
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send({ _csrf: old, name: typed, version: 1 })
    expect(answer.status).toBe(403)
    expect(await nameOf(account.id)).toBe(account.name)
    const again = Object.fromEntries(hiddenIn(answer.text))
    expect(again.name).toBe(typed)
    const sent = await visitor.agent.post('/me').type('form').send(again)
    expect(sent.status).toBe(303)
    expect(await nameOf(account.id)).toBe(typed)
    expect(app).toBeDefined()
  })

  describe('that asks for a file', () => {
    /** Somebody who logs readings, long after signing in, on the page for uploads. */
    async function uploader() {
      const clock = new TestClock()
      const app = testApp(database, { clock })
      const { pilot, parents } = await givenMeasuredPilot(database)
      const visitor = await signedInAs(app, parents.people.team)
      return { clock, visitor, account: parents.people.team, form: `/pilots/${pilot.id}/data/upload` }
    }
    const ROWS = `customer,arm,Second visit\r\n${'c,gate “30” & 東京,1\r\n'.repeat(20_000)}`
    const actionIn = (page: string): string => unescaped(/<form[^>]*action="([^"]+)" enctype="multipart\/form-data"/.exec(page)?.[1] ?? '')
    const importsOf = (visitor: Visitor, form: string) => visitor.get(form.replace('/upload', ''))
    /** As a browser sends it where no file was chosen: the question is there, without a name or a byte. */
    const sendRows = (visitor: Visitor, form: string, pasted: string) =>
      visitor.agent
        .post(`${form}?_csrf=${visitor.csrf}`)
        .field({ _csrf: visitor.csrf, source: 'the warehouse, “week 3”' })
        .attach('file', Buffer.alloc(0), { filename: '', contentType: 'application/octet-stream' })
        .field('pasted', pasted)

    it('keeps its source and the pasted rows through the sign-in', async () => {
      const { clock, visitor, account, form } = await uploader()
      clock.advance(OVER)
      const refused = await sendRows(visitor, form, ROWS)
      expect(refused.status).toBe(401)
      expect(refused.text).toContain('What you typed is kept')
      expect(refused.text).not.toContain('not kept: choose it again')
      const offered = await visitor.post('/sign-in', { ...Object.fromEntries(hiddenIn(refused.text)), email: account.email, password: PASSWORD })
      const again = Object.fromEntries(hiddenIn(offered.text).filter(([name]) => name !== '_csrf'))
      expect(again).toEqual({ source: 'the warehouse, “week 3”', pasted: ROWS })
      const sent = await visitor.agent.post(actionIn(offered.text)).field(again)
      expect([sent.status, sent.headers.location]).toEqual([303, expect.stringContaining('/imports/')])
      expect((await importsOf(visitor, form)).text).toContain('the warehouse, “week 3”')
    })

    it('asks for the file again, and for nothing else', async () => {
      const { clock, visitor, account, form } = await uploader()
      clock.advance(OVER)
      const rows = Buffer.from('customer,arm,Second visit\nc1,gate_30,1\n')
      const refused = await visitor.upload(form, 'file', Buffer.concat([rows, Buffer.alloc(8_000_000)]), 'week <3>.csv', { source: 'data warehouse' })
      expect(refused.status).toBe(401)
      expect(refused.text).toContain('The file week &lt;3&gt;.csv is not kept: choose it again.')
      const offered = await visitor.post('/sign-in', { ...Object.fromEntries(hiddenIn(refused.text)), email: account.email, password: PASSWORD })
      expect(offered.text).toContain('The file week &lt;3&gt;.csv is not kept: choose it again.')
      expect(offered.text).toContain('type="file" id="field-file" name="file"')
      const again = Object.fromEntries(hiddenIn(offered.text))
      const sent = await visitor.agent.post(actionIn(offered.text)).field(again).attach('file', rows, 'week 3.csv')
      expect([sent.status, sent.headers.location]).toEqual([303, expect.stringContaining('/imports/')])
    })

    it('is offered again at once when somebody signed in anew in another tab', async () => {
      const { visitor, account, form } = await uploader()
      const old = visitor.csrf
      await visitor.signIn(account)
      const answer = await visitor.agent.post(`${form}?_csrf=${old}`).set('Sec-Fetch-Site', 'same-origin').field({ source: 'billing', pasted: 'customer\nc1\n' })
      expect(answer.status).toBe(403)
      expect(Object.fromEntries(hiddenIn(answer.text))).toMatchObject({ source: 'billing', pasted: 'customer\nc1\n' })
    })

    it('takes no more from a stranger than a person types', async () => {
      const { form } = await uploader()
      const answer = await new Visitor(testApp(database)).agent.post(form).field({ source: 'x', pasted: 'y'.repeat(1_600_000) })
      expect(answer.status).toBe(401)
      expect(answer.text).toContain('Your session has ended. Sign in, then send the form again.')
      expect(answer.text).not.toContain('yyyy')
    })
  })

  it('is a plain 401 for the API', async () => {
    const answer = await new Visitor(testApp(database)).agent.post('/api/v1/accounts/x/deactivate').send({})
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="Foothold"'])
    expect(answer.type).toBe('application/problem+json')
  })
})

function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }
  return text.replace(/&(?:#x([0-9A-F]+)|(\w+));/gi, (_, code: string | undefined, name: string) =>
    code === undefined ? (named[name] ?? '') : String.fromCodePoint(Number.parseInt(code, 16)),
  )
}
