import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler } from 'express'
import request from 'supertest'
import { guard } from '../../server/access/guard'
import type { Role } from '../../server/access/permissions'
import { Forbidden, Missing } from '../../server/platform/errors'

/** An app that answers everything, so that only the guard refuses. */
function guarded(roles: readonly Role[]) {
  const app = express()
  const standing = new Set(roles)
  app.use((req, _res, next) => {
    req.actor = { accountId: 'somebody', name: 'Somebody', email: 's@example.com', isAdmin: false, scope: 'write' }
    next()
  })
  const table = { 'GET /things/:program': 'program.read', 'GET /things/new': 'program.create', 'POST /things/:program': 'program.manage', 'POST /things/:pilot/decision': 'pilot.decide', 'POST /things/:pilot/start': 'pilot.launch' } as const
  const installation = new Set<Role>(roles.includes('admin') ? ['admin'] : ['person'])
  app.use(
    guard(table, {
      inInstallation: () => Promise.resolve(installation),
      inProgram: () => Promise.resolve(standing),
      onPilot: () => Promise.resolve({ programId: null, standing }),
      named: role => Promise.resolve({ person: role === 'owner' ? null : { accountId: 'anna', name: 'Anna Weber', isStill: true }, pastIn: null }),
    }),
  )
  app.use((_req, res) => void res.sendStatus(200))
  const answer: ErrorRequestHandler = (error, _req, res, next) => {
    if (error instanceof Missing || error instanceof Forbidden) res.status(error instanceof Missing ? 404 : 403).send(error.message)
    else next(error)
  }
  app.use(answer)
  return app
}

describe('the guard', () => {
  const path = `/things/${randomUUID()}`

  it.each([
    ['a member reads', ['member'], 'get', path, 200],
    ['a member changes', ['member'], 'post', path, 403],
    ['a lead changes', ['lead'], 'post', path, 200],
    ['a stranger reads', [], 'get', path, 404],
    ['an administrator opens a page that only looks like an id', ['admin'], 'get', '/things/new', 200],
    ['a lead opens it', ['lead'], 'get', '/things/new', 403],
    ['a lead decides for the sponsor', ['lead'], 'post', `${path}/decision`, 403],
    ['a stranger does', [], 'post', `${path}/decision`, 404],
    ['somebody makes an id up', ['lead'], 'get', '/things/7', 404],
    ['somebody asks for what no row names', ['lead', 'admin'], 'get', '/elsewhere', 404],
    ['somebody uses another method', ['lead'], 'delete', path, 404],
  ] as const)('%s', async (_what, roles, method, address, status) => {
    expect((await request(guarded(roles))[method](address)).status).toBe(status)
  })

  it('names the person who alone may do it', async () => {
    const answer = (roles: readonly Role[], deed: string) => request(guarded(roles)).post(`${path}/${deed}`)
    expect((await answer(['lead'], 'decision')).text).toBe('Only Anna Weber, the sponsor named on this pilot, can do this.')
    expect((await answer(['lead'], 'start')).text).toBe('Only the owner of this pilot can do this, and nobody is named yet.')
    expect((await answer([], 'decision')).text).not.toContain('Anna')
  })
})
