import { randomUUID } from 'node:crypto'
import type { Express } from 'express'
import request, { type Response } from 'supertest'
import { may, type Deed, type Role } from '../../server/access/permissions'
import { ROUTE_TABLE, type Access } from '../../server/access/routeTable'
import { Account } from '../../server/accounts/account.entity'
import { routesOf } from '../../server/platform/http/routesOf'
import type { Services } from '../../server/services'
import { testApp, testServices } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, givenAccount, tokenIn } from '../support/given/accounts'
import { givenPilot } from '../support/given/pilots'

/** Where each person of the table stands; the stranger and the administrator are nothing to the program. */
const PEOPLE = {
  admin: { inside: [], installation: ['person', 'admin'] },
  lead: { inside: ['lead'], installation: ['person'] },
  sponsor: { inside: ['sponsor'], installation: ['person'] },
  namedSponsor: { inside: ['sponsor', 'namedSponsor'], installation: ['person'] },
  finance: { inside: ['finance'], installation: ['person'] },
  owner: { inside: ['member', 'owner'], installation: ['person'] },
  team: { inside: ['member', 'team'], installation: ['person'] },
  member: { inside: ['member'], installation: ['person'] },
  viewer: { inside: ['viewer'], installation: ['person'] },
  stranger: { inside: [], installation: ['person'] },
} as const satisfies Record<string, { inside: readonly Role[]; installation: readonly Role[] }>
type Name = keyof typeof PEOPLE

/** What somebody who may not is told; a refusal for another reason has another sentence. */
const ROLE_REFUSED = 'Your role in this program does not allow this.'

interface Visitor {
  readonly cookie: string
  readonly csrf: string
  readonly bearer: string
}

const rows = Object.entries(ROUTE_TABLE) as [string, Access][]
const ofProgram = rows.filter(([, access]) => access !== 'public' && access !== 'signedIn') as [string, Deed][]
const ofPerson = rows.filter(([, access]) => access === 'signedIn').map(([route]) => route)

describe('every route', () => {
  const database = givenDatabase()
  let services: Services
  let app: Express
  let ids: Record<string, string>
  const visitors = new Map<Name, Visitor>()

  beforeAll(async () => {
    services = testServices(database)
    app = testApp(database, {}, services)
    const { pilot, parents } = await givenPilot(database, { state: 'proposed' })
    const { people } = parents
    ids = { program: parents.program.id, pilot: pilot.id, gate: 'select', number: '1' }
    const admin = await givenAccount(database, { isAdmin: true, passwordHash: null })
    const accounts: Record<Name, string> = {
      admin: admin.id,
      lead: people.lead.accountId,
      sponsor: people.secondSponsor.accountId,
      namedSponsor: people.sponsor.accountId,
      finance: people.finance.accountId,
      owner: people.owner.accountId,
      team: people.team.accountId,
      member: people.member.accountId,
      viewer: people.viewer.accountId,
      stranger: people.stranger.accountId,
    }
    for (const [name, id] of Object.entries(accounts)) visitors.set(name as Name, await visitor(id))
  })

  async function visitor(accountId: string, scope: 'read' | 'write' = 'write'): Promise<Visitor> {
    const tokens = await database.write(tx => services.sessions.begin(tx, accountId, 'a test'))
    const cookie = `foothold-session=${tokens.sessionToken}; foothold-refresh=${tokens.refreshToken}`
    const page = await request(app).get('/me').set('Cookie', cookie)
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: accountId }))
    return { cookie, csrf: tokenIn(page.text) ?? '', bearer: await givenAccessToken(database, account, { scope }) }
  }

  /** The route with the ids of the test in place of its parameters; what there is none of gets an id of nothing. */
  async function ask(route: string, as: Visitor | null): Promise<Response> {
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? randomUUID())
    const sent = request(app)[method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'](path).redirects(0)
    if (path.startsWith('/api/')) {
      if (as) sent.set('Authorization', `Bearer ${as.bearer}`)
      return method === 'GET' ? sent : sent.send({})
    }
    if (as) sent.set('Cookie', as.cookie)
    return method === 'GET' ? sent : sent.type('form').send({ _csrf: as?.csrf ?? '' })
  }

  it('that is mounted has its row, and every row is mounted', () => {
    const mounted = routesOf(app.router).sort()
    const apart = ['GET /assets/:file']
    expect(Object.keys(ROUTE_TABLE).filter(route => !apart.includes(route)).sort()).toEqual(mounted)
  })

  describe.each(ofProgram)('%s (%s)', (route, deed) => {
    it('lets in whom the table names, refuses the others, and knows no strangers', async () => {
      const isOfProgram = /:(program|pilot)\b/.test(route)
      const answers = await Promise.all(
        (Object.keys(PEOPLE) as Name[]).map(async name => {
          const standing = new Set<Role>(isOfProgram ? PEOPLE[name].inside : PEOPLE[name].installation)
          const expected = standing.size === 0 ? 'unknown' : may(standing, deed) ? 'let in' : 'refused'
          const answer = await ask(route, visitors.get(name) ?? null)
          return [name, expected, outcome(answer, expected)] as const
        }),
      )
      expect(answers.map(([name, , was]) => [name, was])).toEqual(answers.map(([name, expected]) => [name, expected]))
    })

    it('asks who is there', async () => {
      expect(outcome(await ask(route, null), 'who')).toBe('who')
    })
  })

  it.each(ofPerson)('%s is there for everybody who is signed in, and for nobody else', async route => {
    const fresh = await visitor((await givenAccount(database, { passwordHash: null })).id)
    expect(outcome(await ask(route, fresh), 'let in')).toBe('let in')
    expect(outcome(await ask(route, null), 'who')).toBe('who')
  })

  it('of the API that changes something refuses an access token that may only read', async () => {
    const lead = await database.read(tx =>
      tx.query<{ id: string }[]>(`SELECT account_id AS id FROM membership WHERE program_id = $1 AND 'lead' = ANY (roles)`, [ids.program]),
    )
    const reader = await visitor(lead[0]?.id ?? '', 'read')
    const changing = ofProgram.filter(([route, deed]) => /^(POST|PUT|PATCH|DELETE) \/api/.test(route) && may(new Set(['lead']), deed))
    const statuses = await Promise.all(changing.map(async ([route]) => [route, (await ask(route, reader)).status]))
    expect(statuses.filter(([, status]) => status !== 403)).toEqual([])
  })
})

function outcome({ status, text }: Response, expected: string): string {
  if (status >= 500) return `failed with ${status}`
  if (status === 401 || (status === 303 && expected === 'who')) return 'who'
  if (status === 403 && (text.includes(ROLE_REFUSED) || expected === 'refused')) return 'refused'
  // a form without a session has no token that could fit; it is turned away before anybody asks who sent it
  if (status === 403 && expected === 'who') return 'who'
  if (status === 404 && expected === 'unknown') return 'unknown'
  return 'let in'
}
