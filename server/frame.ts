import type { RequestHandler } from 'express'
import type { Config } from './config'
import { may, type Standing } from './access/permissions'
import { isApi } from './platform/http/errorHandler'
import { readAsIn } from './platform/http/typedIn'
import { takeNotice } from './platform/http/notice'
import type { Frame, RailEntry, TrailStep } from './platform/views/frame'
import { ProgramStore, type MyProgram } from './programs/program.store'
import type { Services } from './services'

/** What a page shows where nobody has signed in yet. The CSRF line adds its token. */
export function bareFrame(config: Config, { clock }: Services): RequestHandler {
  return (req, res, next) => {
    // a POST leads on to a page; the receipt is for that one
    const notice = req.method === 'GET' ? takeNotice(req, res) : null
    res.locals.frame = {
      locale: 'en-GB',
      timeZone: 'UTC',
      currency: 'EUR',
      now: clock.now(),
      path: req.originalUrl,
      address: config.baseUrl + req.originalUrl,
      csrf: '',
      ...(notice && { notice }),
    } satisfies Frame
    next()
  }
}

/**
 * Who is signed in and the programs to switch between. Stands before the guard, so that its refusals look like pages
 * too. Costs one query, whatever the number of programs.
 */
export function personFrame({ database }: Services): RequestHandler {
  return async (req, res, next) => {
    if (!isApi(req)) {
      const programs = await database.read(tx => new ProgramStore(tx).mine(req.actor.accountId))
      res.locals.programs = programs
      res.locals.frame = {
        ...(res.locals.frame as Frame),
        person: {
          name: req.actor.name,
          email: req.actor.email,
          links: [{ label: 'Profile and access', href: '/me' }],
          signOutTo: '/sign-out',
        },
        programs: programs.map(({ id, name }) => ({ name, href: `/programs/${id}` })),
        rail: rail(undefined, new Set(req.actor.isAdmin ? ['admin'] : []), req.path),
      } satisfies Frame
    }
    next()
  }
}

/** The program of the page, which the guard found in its address: its rail, and how its people write numbers and dates. */
export const programFrame: RequestHandler = (req, res, next) => {
  const { programId, standing } = req.scope
  const programs = (res.locals.programs ?? []) as readonly MyProgram[]
  const program = programs.find(({ id }) => id === programId)
  if (program) {
    const entries = rail(program, standing, req.path)
    const { locale, timeZone, currency } = program
    res.locals.frame = {
      ...(res.locals.frame as Frame),
      locale,
      timeZone,
      currency,
      program: { name: program.name, href: `/programs/${program.id}` },
      programs: programs.map(({ id, name }) => ({ name, href: `/programs/${id}`, current: id === programId })),
      rail: entries,
      above: above(entries, req.path),
      searchTo: `/programs/${program.id}/pilots`,
    } satisfies Frame
    readAsIn(program, next)
    return
  }
  next()
}

/** Home, and the entry of the rail that the page belongs to; nothing above home itself. */
function above([home, ...entries]: readonly RailEntry[], path: string): TrailStep[] {
  if (!home || home.current) return []
  return [home, ...entries.filter(({ current, href }) => current && href !== path)]
}

/** Only what exists and what the person may open. */
function rail(program: MyProgram | undefined, standing: Standing, path: string): RailEntry[] {
  const entry = (label: string, icon: string, href: string, ...also: string[]): RailEntry => ({
    label,
    icon,
    href,
    current: [href, ...also].some(start => path === start || path.startsWith(`${start}/`)),
  })
  if (!program) {
    return [
      entry('Programs', 'home', '/programs'),
      ...(standing.has('admin') ? [entry('Accounts', 'team', '/admin/accounts'), entry('Audit', 'document', '/admin/audit')] : []),
    ]
  }
  const home = `/programs/${program.id}`
  return [
    { label: 'Home', icon: 'home', href: home, current: path === home },
    entry('Journeys', 'journeys', `${home}/journeys`),
    entry('Pilots', 'pilots', `${home}/pilots`, '/pilots'),
    entry('Prioritise', 'prioritise', `${home}/prioritise`),
    entry('Metrics', 'metrics', `${home}/metrics`),
    may(standing, 'program.manage')
      ? entry('Settings', 'settings', `${home}/settings`, `${home}/members`, `${home}/departments`, `${home}/audit`)
      : entry('Members', 'team', `${home}/members`),
  ]
}
