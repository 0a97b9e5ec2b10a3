import { Router, type Request, type RequestHandler, type RequestParamHandler } from 'express'
import { Forbidden, Missing } from '../platform/errors'
import { uuid } from '../platform/http/params'
import type { Actor } from './actor'
import { namedFor, onlyFor, type NamedPlace, type NamedRole } from './namedPerson'
import { authorize, may, type Deed, type Standing } from './permissions'
import type { Access } from './routeTable'

/** What the guard found out about the request; pages use it for their frame. */
export interface Scope {
  readonly programId: string | null
  readonly standing: Standing
}

/** How to find out where somebody stands; the app brings the stores. */
export interface Standings {
  inInstallation(actor: Actor): Promise<Standing>
  inProgram(actor: Actor, programId: string): Promise<Standing>
  onPilot(actor: Actor, pilotId: string): Promise<{ programId: string | null; standing: Standing }>
  /** Whom the pilot names; asked only to tell somebody else who that is. */
  named(role: NamedRole, pilotId: string): Promise<NamedPlace>
}

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the guard for every route below the sign-in line. */
    scope: Scope
  }
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const
type Method = (typeof METHODS)[number]

/**
 * Asks the permission table before any feature's handler runs: a stranger gets "there is no such page", one of us who
 * may not is told so; what no row knows does not exist. Services ask again inside their transaction.
 */
export function guard(table: Readonly<Record<string, Access>>, standings: Standings): Router {
  const router = Router()
  router.use((req, _res, next) => {
    req.scope = NOWHERE
    next()
  })
  router.param('program', onlyUuid)
  router.param('pilot', onlyUuid)
  for (const [route, access] of Object.entries(table)) {
    if (access === 'public') continue
    const { method, path } = parsed(route)
    router[method](path, check(access === 'signedIn' ? 'self.manage' : access, method, standings))
  }
  router.use((req, _res, next) => {
    next(req.scope === NOWHERE ? new Missing() : undefined)
  })
  return router
}

const NOWHERE: Scope = { programId: null, standing: new Set() }

/** A row with an id in it says nothing about `/programs/new`: another row does, or the page does not exist. */
const onlyUuid: RequestParamHandler = (req, res, next, value, name) => {
  void uuid(req, res, (fault?: unknown) => next(fault ? 'route' : undefined), value, name)
}

function check(deed: Deed, method: Method, standings: Standings): RequestHandler {
  return async (req, _res, next) => {
    req.scope = await scopeOf(req, standings)
    await assertNobodyElse(req, deed, standings)
    authorize(req.scope.standing, deed)
    if (method !== 'get' && req.actor.scope === 'read') throw new Forbidden('This access token may only read.')
    next()
  }
}

/** What belongs to one person of a pilot is refused with the name of that person; strangers learn none. */
async function assertNobodyElse(req: Request, deed: Deed, standings: Standings): Promise<void> {
  const { pilot } = req.params
  const role = namedFor(deed)
  if (role === null || typeof pilot !== 'string' || req.scope.standing.size === 0 || may(req.scope.standing, deed)) return
  const { accountId } = req.actor
  throw onlyFor(role, await standings.named(role, pilot), { accountId, isLead: req.scope.standing.has('lead') })
}

async function scopeOf(req: Request, standings: Standings): Promise<Scope> {
  const { pilot, program } = req.params
  if (typeof pilot === 'string') return standings.onPilot(req.actor, pilot)
  if (typeof program === 'string') return { programId: program, standing: await standings.inProgram(req.actor, program) }
  return { programId: null, standing: await standings.inInstallation(req.actor) }
}

function parsed(route: string): { method: Method; path: string } {
  const [verb = '', path = ''] = route.split(' ')
  const method = METHODS.find(known => known === verb.toLowerCase())
  if (!method || !path.startsWith('/')) throw new Error(`The route table names "${route}", which is no route.`)
  return { method, path }
}
