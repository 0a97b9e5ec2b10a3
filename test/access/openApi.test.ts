import { randomUUID } from 'node:crypto'
import type { Express } from 'express'
import type { OpenAPIObject, OperationObject, ResponseObject, SchemaObject } from 'openapi3-ts'
import request, { type Test } from 'supertest'
import { MAY, type Role } from '../../server/access/permissions'
import { ROUTE_TABLE, type Access } from '../../server/access/routeTable'
import { Account } from '../../server/accounts/account.entity'
import { HandoffInput } from '../../server/journeys/journey.input'
import { OPERATIONS } from '../../server/openApi'
import { openApiDocument } from '../../server/platform/http/openApi'
import { readInput } from '../../server/platform/http/readInput'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, givenAccount } from '../support/given/accounts'
import { givenPilot } from '../support/given/pilots'
import { plausibleBody } from '../support/plausibleBody'

describe('the OpenAPI document', () => {
  const database = givenDatabase()
  let app: Express
  let document: OpenAPIObject
  let ids: Record<string, string>
  const tokens = new Map<Role, string>()

  beforeAll(async () => {
    app = testApp(database)
    document = (await request(app).get('/api/v1/openapi.json')).body as OpenAPIObject
    const { pilot, parents } = await givenPilot(database, { state: 'proposed' })
    const { lead, sponsor, secondSponsor, finance, owner, viewer } = parents.people
    ids = { program: parents.program.id, pilot: pilot.id, gate: 'select', number: '1' }
    const people = { lead, namedSponsor: sponsor, sponsor: secondSponsor, finance, owner, person: viewer }
    for (const [role, { accountId }] of Object.entries(people)) {
      const account = await database.read(tx => tx.findOneByOrFail(Account, { id: accountId }))
      tokens.set(role as Role, await givenAccessToken(database, account))
    }
    tokens.set('admin', await givenAccessToken(database, await givenAccount(database, { isAdmin: true, passwordHash: null })))
  })

  it('names every route of the API, and no other', () => {
    const routes = Object.keys(ROUTE_TABLE).filter(route => route.includes(' /api/v1/') && !route.endsWith('openapi.json'))
    expect(OPERATIONS.map(({ route }) => route).sort()).toEqual(routes.sort())
  })

  it('refers only to schemas that it holds', () => {
    const text = JSON.stringify(document)
    const held = Object.keys(document.components?.schemas ?? {})
    const named = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = '']) => name)
    expect(named.filter(name => !held.includes(name))).toEqual([])
  })

  it('gives every operation a name of its own', () => {
    const names = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>).flatMap(path =>
      Object.values(path).map(({ operationId }) => operationId),
    )
    expect(new Set(names).size).toBe(names.length)
  })

  it('requires no field of a schema that the schema does not have', () => {
    const schemas = Object.entries(document.components?.schemas ?? {}) as [string, SchemaObject][]
    const amiss = schemas.flatMap(([name, { required = [], properties = {} }]) => required.filter(field => !(field in properties)).map(field => `${name}.${field}`))
    expect(amiss).toEqual([])
  })

  it('asks of a row what its reader asks', () => {
    expect(readInput(HandoffInput, {})).toMatchObject({ informationItems: [] })
    expect(document.components?.schemas?.HandoffInput).not.toHaveProperty('required')
    expect(document.components?.schemas?.StageInput).toHaveProperty('required', ['name'])
  })

  const shapes = OPERATIONS.flatMap(({ route, input, query }) => [input, query].flatMap(shape => (shape ? [[route, shape.name, shape] as const] : [])))

  it.each(shapes)('is kept to by the reader of %s: it takes a whole %s made from its schema', (_route, name, shape) => {
    const schemas = document.components?.schemas ?? {}
    const body = plausibleBody(schemas[name] as SchemaObject, schemas)
    expect(() => readInput(shape, body)).not.toThrow()
  })

  it('is not made where two input classes have one name', () => {
    const twin = class HandoffInput {}
    const operation = { summary: 'A twin.', answer: 'Nothing.' }
    const both = [{ ...operation, route: 'POST /a', input: HandoffInput }, { ...operation, route: 'POST /b', input: twin }]
    expect(() => openApiDocument(both, { title: 'Twins', server: '' })).toThrow('Two input classes are called HandoffInput.')
  })

  /** Somebody who may do what a route does, asking for it with its own address where the test knows one. */
  function asked(route: string): Test {
    const access = ROUTE_TABLE[route as keyof typeof ROUTE_TABLE] as Access
    const roles: readonly Role[] = access === 'signedIn' || access === 'public' ? ['person'] : MAY[access]
    const token = roles.map(role => tokens.get(role)).find(each => each !== undefined) ?? ''
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? randomUUID())
    return request(app)[method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'](path).set('Authorization', `Bearer ${token}`)
  }

  it('says with which status and as what each operation answers', async () => {
    const schemas = document.components?.schemas ?? {}
    const amiss: unknown[] = []
    const successes: string[] = []
    // what reads comes before what changes
    for (const { route, input } of [...OPERATIONS].sort((one, other) => Number(one.route > other.route) - Number(one.route < other.route))) {
      const [method = '', path = ''] = route.split(' ')
      const { [path.replace(/:(\w+)/g, '{$1}')]: described } = document.paths as Record<string, Record<string, OperationObject>>
      const responses = (described?.[method.toLowerCase()]?.responses ?? {}) as Record<string, ResponseObject>
      const { status, type } = await asked(route).send(input && (plausibleBody(schemas[input.name] as SchemaObject, schemas) as object))
      const isRefused = status >= 400
      if (!isRefused) successes.push(route)
      const response = responses[String(status)] ?? (isRefused ? responses.default : undefined)
      const types = response && Object.keys(response.content ?? {})
      if (types?.join() !== type) amiss.push({ route, status, type, said: types ?? 'nothing' })
    }
    expect(amiss).toEqual([])
    expect(successes.length).toBeGreaterThan(30)
  })

  const reading = OPERATIONS.flatMap(({ route, input }) => (input && !route.startsWith('GET') ? [[route, input.name] as const] : []))

  it.each(reading)('says of %s what it reads', async (route, schemaName) => {
    const schema = document.components?.schemas?.[schemaName] as SchemaObject
    const send = (body: object) => asked(route).send(body)
    const empty = await send({})
    if ((schema.required ?? []).length > 0) {
      const fields = (empty.body as { errors: { field: string }[] }).errors.map(({ field }) => field)
      expect(fields.sort()).toEqual([...(schema.required ?? [])].sort())
    }
    const unknown = await send({ nobodyAsked: 1 })
    expect(unknown.status).toBe(422)
    expect(JSON.stringify(unknown.body)).toContain('nobodyAsked')
  })
})
