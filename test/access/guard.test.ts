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
  const table = { 'GET /things/:program': 'program.read', 'GET /things/new': 'program.create', 'POST /things/:program': 'program.manage' } as const
  const installation = new Set<Role>(roles.includes('admin') ? ['admin'] : ['person'])
  app.use(
    guard(table, {
      inInstallation: () => Promise.resolve(installation),
      inProgram: () => Promise.resolve(standing),
      onPilot: () => Promise.resolve({ programId: null, standing }),
    }),
  )
  app.use((_req, res) => void res.sendStatus(200))
  const answer: ErrorRequestHandler = (error, _req, res, next) => {
    if (error instanceof Missing || error instanceof Forbidden) res.sendStatus(error instanceof Missing ? 404 : 403)
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
    ['somebody makes an id up', ['lead'], 'get', '/things/7', 404],
    ['somebody asks for what no row names', ['lead', 'admin'], 'get', '/elsewhere', 404],
    ['somebody uses another method', ['lead'], 'delete', path, 404],
  ] as const)('%s', async (_what, roles, method, address, status) => {
    expect((await request(guarded(roles))[method](address)).status).toBe(status)
  })
})
