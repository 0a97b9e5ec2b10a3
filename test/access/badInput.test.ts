import { randomUUID } from 'node:crypto'
import type { Express } from 'express'
import type { SchemaObject } from 'openapi3-ts'
import request, { type Response, type Test } from 'supertest'
import { MAY, type Deed, type Role } from '../../server/access/permissions'
import { ROUTE_TABLE, type Access } from '../../server/access/routeTable'
import { Account } from '../../server/accounts/account.entity'
import { OPERATIONS } from '../../server/openApi'
import { Invalid } from '../../server/platform/errors'
import { openApiDocument } from '../../server/platform/http/openApi'
import { readInput } from '../../server/platform/http/readInput'
import type { Services } from '../../server/services'
import { testApp, testServices } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, givenAccount, tokenIn } from '../support/given/accounts'
import { givenPilot } from '../support/given/pilots'
import { plausibleBody } from '../support/plausibleBody'

/** Handlers that take whatever is sent, and why. */
const TAKES_ANYTHING: Readonly<Record<string, string>> = {
  'POST /me/sign-out-everywhere': 'asks nothing, and whoever wants out is let out',
  'POST /programs/:program/journeys/new/arrange': 'saves nothing, and shows again what was typed',
}

const routes = (Object.entries(ROUTE_TABLE) as [string, Access][]).filter(([, access]) => access !== 'public') as [string, Deed | 'signedIn'][]
const changing = routes.filter(([route]) => !route.startsWith('GET'))
const ofApi = changing.filter(([route]) => route.includes(' /api/'))
const ofPages = changing.filter(([route]) => !route.includes(' /api/') && !(route in TAKES_ANYTHING))

/** What is sent where an id belongs. */
const NO_IDS = ['not-an-id', '0', "1' OR '1'='1", '%00', '..%2f..%2fetc', 'x'.repeat(300), '00000000-0000-0000-0000-000000000000']

/** What is sent where an object of answers belongs. */
const NO_ANSWERS: readonly (readonly [string, unknown])[] = [
  ['a list', []],
  ['a text', 'text'],
  ['unknown fields', { unexpected: 'field', isAdmin: true }],
  ['fields of a prototype', JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {}}}')],
  ['lists where texts belong', { title: ['a'], name: [[]], reason: [1], version: [1], email: [{}], kind: ['x'] }],
  ['objects where numbers belong', { version: {}, value: {}, amountLikely: { $gt: 0 }, name: {}, kind: {} }],
  ['endless numbers', { version: 1e308, alpha: 'NaN', value: '-Infinity', figure: '1e999' }],
  ['text of a megabyte', { name: 'x'.repeat(1_000_000), reason: 'x'.repeat(1_000_000) }],
]

/** What no field of its kind can hold, although JSON can spell it. */
const POISON: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'huge numbers': { number: 3e300 },
  'huge numbers below zero': { number: -1e308 },
  'halves of characters': { string: 'Dep \ud83d' },
  'NULs': { string: 'Dep\u0000' },
}

type Path = readonly (string | number)[]

/** Every field of a body, however deep, with the kind of value that stands there. */
function fieldsOf(value: unknown, path: Path = []): [Path, string][] {
  if (typeof value !== 'object' || value === null) return [[path, typeof value === 'number' ? 'number' : typeof value]]
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return entries.flatMap(([name, inner]) => fieldsOf(inner, [...path, name]))
}

/** The same body with something else in one place. */
function replaced(value: unknown, [name, ...rest]: Path, other: unknown): unknown {
  if (name === undefined) return other
  if (Array.isArray(value)) return value.map((inner: unknown, at) => (at === name ? replaced(inner, rest, other) : inner))
  const object = value as Record<string, unknown>
  return { ...object, [name]: replaced(object[name], rest, other) }
}

const shapes = OPERATIONS.flatMap(({ route, input, query }) => [input, query].flatMap(shape => (shape ? [[shape.name, route, shape] as const] : [])))

describe('a body that is right but for one field', () => {
  const { Problem: _answer, ...schemas } = openApiDocument(OPERATIONS, { title: 'Foothold', server: '' }).components?.schemas ?? {}

  it.each(shapes)('is refused as %s of %s, which names the field', (name, _route, shape) => {
    const body = plausibleBody(schemas[name] as SchemaObject, schemas)
    const taken = fieldsOf(body).flatMap(([path, type]) =>
      Object.entries(POISON).filter(([, poison]) => type in poison && faultAt(shape, replaced(body, path, poison[type]), path) === null).map(([what]) => `${path.join('.')} took ${what}`),
    )
    expect(taken).toEqual([])
  })

  it('cannot hold a whole number that the database could not', () => {
    const integers = [...JSON.stringify(schemas).matchAll(/\{"type":"integer"[^}]*\}/g)].map(([text]) => JSON.parse(text) as SchemaObject)
    expect(integers.length).toBeGreaterThan(20)
    expect(integers.filter(({ minimum = -Infinity, maximum = Infinity }) => minimum < -(2 ** 31) || maximum >= 2 ** 31)).toEqual([])
  })
})

/** What the reader says of one field, or of the list it stands in; null when it takes it. */
function faultAt(shape: new () => object, body: unknown, path: Path): string | null {
  try {
    readInput(shape, body)
    return null
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return error.fields[path.join('.')] ?? error.fields[path.slice(0, -1).join('.')] ?? null
  }
}

describe('bad input', () => {
  const database = givenDatabase()
  let services: Services
  let app: Express
  let ids: Record<string, string>
  const visitors = new Map<Role, { cookie: string; csrf: string; bearer: string }>()

  beforeAll(async () => {
    services = testServices(database)
    app = testApp(database, {}, services)
    const { pilot, parents } = await givenPilot(database, { state: 'proposed' })
    const { people } = parents
    ids = { program: parents.program.id, pilot: pilot.id, gate: 'select', number: '1' }
    const admin = await givenAccount(database, { isAdmin: true, passwordHash: null })
    const accounts: Partial<Record<Role, string>> = {
      admin: admin.id,
      lead: people.lead.accountId,
      namedSponsor: people.sponsor.accountId,
      sponsor: people.secondSponsor.accountId,
      finance: people.finance.accountId,
      owner: people.owner.accountId,
      person: people.viewer.accountId,
    }
    for (const [role, id] of Object.entries(accounts)) visitors.set(role as Role, await visitor(id))
  })

  async function visitor(accountId: string) {
    const tokens = await database.write(tx => services.sessions.begin(tx, accountId, 'a test'))
    const cookie = `foothold-session=${tokens.sessionToken}; foothold-refresh=${tokens.refreshToken}`
    const page = await request(app).get('/me').set('Cookie', cookie)
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: accountId }))
    return { cookie, csrf: tokenIn(page.text) ?? '', bearer: await givenAccessToken(database, account) }
  }

  /** Somebody who may do the deed, so that it is the input that is refused. */
  function allowed(deed: Deed | 'signedIn') {
    const roles: readonly Role[] = deed === 'signedIn' ? ['person'] : MAY[deed]
    const found = roles.map(role => visitors.get(role)).find(each => each !== undefined)
    if (!found) throw new Error(`Nobody in this test may do ${deed}.`)
    return found
  }

  function sent(route: string, deed: Deed | 'signedIn', wrong: Readonly<Record<string, string>> = {}, as = allowed(deed)): Test {
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern.replace(/:(\w+)/g, (_, name: string) => wrong[name] ?? ids[name] ?? randomUUID())
    const test = request(app)[method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'](path).redirects(0)
    return path.startsWith('/api/') ? test.set('Authorization', `Bearer ${as.bearer}`) : test.set('Cookie', as.cookie).set('x-csrf-token', as.csrf)
  }

  /** A digest of everything that is kept, but for what merely says who was here. */
  async function everything(): Promise<string> {
    return database.read(async tx => {
      const tables = await tx.query<{ name: string }[]>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
            AND tablename NOT IN ('session_family', 'access_token', 'migrations') ORDER BY 1`,
      )
      const digests = tables.map(({ name }) => `(SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM "${name}" t)`)
      const [row] = await tx.query<{ digest: string }[]>(`SELECT md5(concat(${digests.join(', ')})) AS digest`)
      return row?.digest ?? ''
    })
  }

  /** Refused in words: with a status that says so, and for the API as a problem document. */
  const clearly = ({ status, type, text }: Response, api: boolean): string => {
    // or nothing of what was sent would have been looked at
    if (status === 401) return 'not signed in'
    if (text.includes('does not belong to your present session')) return 'taken for a form of another session'
    const refused = status >= 400 && status < 500
    if (!refused) return `answered ${status}`
    if (api && type !== 'application/problem+json') return `refused as ${type}`
    return text.length > 20 ? 'refused' : 'refused without a word'
  }

  async function expectRefusals(tests: readonly (readonly [string, Promise<Response>])[]): Promise<void> {
    const before = await everything()
    const answers = await Promise.all(tests.map(async ([what, answer]) => [what, clearly(await answer, what.includes(' /api/'))]))
    expect(answers.filter(([, was]) => was !== 'refused')).toEqual([])
    expect(await everything()).toBe(before)
  }

  it.each(routes.filter(([route]) => /:(?!number|gate)/.test(route)))('in the address of %s finds nothing', async (route, deed) => {
    const names = [...route.matchAll(/:(\w+)/g)].map(([, name = '']) => name).filter(name => !['number', 'gate'].includes(name))
    await expectRefusals(
      names.flatMap(name => NO_IDS.map(id => [`${route} with ${name} ${id.slice(0, 20)}`, Promise.resolve(sent(route, deed, { [name]: id }))] as const)),
    )
  })

  it.each(ofApi)('as JSON to %s is refused in words and changes nothing', async (route, deed) => {
    await expectRefusals([
      ...NO_ANSWERS.map(([what, body]) => [`${route} with ${what}`, Promise.resolve(sent(route, deed).send(body as object))] as const),
      [`${route} with half a document`, Promise.resolve(sent(route, deed).type('json').send('{"name": '))],
      [`${route} with another kind of content`, Promise.resolve(sent(route, deed).type('text/plain').send('name=x'))],
      [`${route} with too much`, Promise.resolve(sent(route, deed).send({ name: 'x'.repeat(3_000_000) }))],
    ])
  })

  it.each(Object.entries(TAKES_ANYTHING))('in the form of %s changes no answer, for it %s', async route => {
    const own = await visitor((await givenAccount(database, { isAdmin: true })).id)
    const answers = await Promise.all(
      ['', 'unexpected=field&isAdmin=true', 'name[a][b]=1&version[]=1&reason[$gt]=&kind[]=x&title[]=y&unexpected=1'].map(body =>
        sent(route, 'program.manage', {}, route.includes(':') ? undefined : own).type('form').send(body),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(3).fill(route.includes(':') ? 200 : 303))
  })

  it.each(ofPages)('in the form of %s is refused in words and changes nothing', async (route, deed) => {
    await expectRefusals([
      [`${route} with unknown fields`, Promise.resolve(sent(route, deed).type('form').send({ unexpected: 'field', isAdmin: 'true' }))],
      [`${route} with objects`, Promise.resolve(sent(route, deed).type('form').send('name[a][b]=1&version[]=1&reason[$gt]=&kind[]=x&title[]=y&unexpected=1'))],
      [`${route} with too much`, Promise.resolve(sent(route, deed).type('form').send({ name: 'x'.repeat(1_000_000) }))],
    ])
  })
})
