import type { Deed } from './permissions'

/**
 * What a route asks for: a deed of the permission table, or one of two words. `public` routes stand above the sign-in
 * line of app.ts; `signedIn` is for pages about the person alone.
 */
export type Access = Deed | 'public' | 'signedIn'

/**
 * Every route of the app and what it asks for. A route without a row keeps the app from starting, so nothing can be
 * open by being forgotten. A path carries the standing it is judged by: `/programs/:program`, `/pilots/:pilot`, and
 * for everything else the installation.
 */
export const ROUTE_TABLE = {
  // operations
  'GET /health': 'public',
  'GET /ready': 'public',
  'GET /assets/:file': 'public',

  // accounts
  'GET /sign-in': 'public',
  'POST /sign-in': 'public',
  'POST /sign-out': 'public',
  'GET /forgot': 'public',

  // programs

  // journeys

  // metrics

  // pilots

  // scoring

  // plans
  'GET /pilots/:pilot/plan': 'program.read',
  'GET /pilots/:pilot/plan/edit': 'plan.edit',
  'POST /pilots/:pilot/plan/edit': 'plan.edit',
  'POST /pilots/:pilot/plan/lock': 'plan.edit',
  'GET /pilots/:pilot/plan/amend': 'plan.edit',
  'POST /pilots/:pilot/plan/amend': 'plan.edit',
  'GET /pilots/:pilot/plan/canonical.json': 'program.read',
  'GET /pilots/:pilot/plan/amendments/:number/canonical.json': 'program.read',
  'GET /api/v1/pilots/:pilot/plan': 'program.read',
  'PUT /api/v1/pilots/:pilot/plan': 'plan.edit',
  'POST /api/v1/pilots/:pilot/plan/lock': 'plan.edit',
  'GET /api/v1/pilots/:pilot/plan/amendments': 'program.read',
  'POST /api/v1/pilots/:pilot/plan/amendments': 'plan.edit',
  'GET /api/v1/pilots/:pilot/plan/canonical': 'program.read',
  'GET /api/v1/pilots/:pilot/plan/amendments/:number/canonical': 'program.read',

  // readings

  // findings

  // cases

  // governance

  // home

  // sample
} satisfies Record<string, Access>
