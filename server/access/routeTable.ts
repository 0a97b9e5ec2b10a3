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
  'GET /link': 'public',
  'POST /link': 'public',
  'GET /me': 'signedIn',
  'POST /me': 'signedIn',
  'POST /me/password': 'signedIn',
  'POST /me/sign-out-everywhere': 'signedIn',
  'POST /me/tokens': 'signedIn',
  'POST /me/tokens/:token/revoke': 'signedIn',
  'GET /admin/accounts': 'installation.manage',
  'POST /admin/accounts': 'installation.manage',
  'GET /admin/accounts/:account': 'installation.manage',
  'POST /admin/accounts/:account/link': 'installation.manage',
  'POST /admin/accounts/:account/make-admin': 'installation.manage',
  'POST /admin/accounts/:account/unmake-admin': 'installation.manage',
  'POST /admin/accounts/:account/deactivate': 'installation.manage',
  'POST /admin/accounts/:account/reactivate': 'installation.manage',
  'GET /admin/audit': 'installation.manage',
  'GET /api/v1/me': 'signedIn',
  'GET /api/v1/me/tokens': 'signedIn',
  'DELETE /api/v1/me/tokens/:token': 'signedIn',
  'GET /api/v1/accounts': 'installation.manage',
  'POST /api/v1/accounts/:account/deactivate': 'installation.manage',

  // programs
  'GET /programs': 'signedIn',
  'GET /programs/new': 'program.create',
  'POST /programs/new': 'program.create',
  'GET /programs/:program/settings': 'program.manage',
  'POST /programs/:program/settings': 'program.manage',
  'GET /programs/:program/members': 'program.read',
  'GET /programs/:program/members/invite': 'program.manage',
  'POST /programs/:program/members/invite': 'program.manage',
  'GET /programs/:program/members/:member': 'program.manage',
  'POST /programs/:program/members/:member': 'program.manage',
  'POST /programs/:program/members/:member/end': 'program.manage',
  'POST /programs/:program/members/:member/reactivate': 'program.manage',
  'POST /programs/:program/members/:member/invitation': 'program.manage',
  'GET /programs/:program/departments': 'program.manage',
  'POST /programs/:program/departments': 'program.manage',
  'GET /programs/:program/departments/:department': 'program.manage',
  'POST /programs/:program/departments/:department': 'program.manage',
  'POST /programs/:program/departments/:department/remove': 'program.manage',
  'GET /programs/:program/audit': 'program.manage',
  'GET /programs/:program/audit.csv': 'program.manage',
  'GET /api/v1/programs': 'signedIn',
  'POST /api/v1/programs': 'program.create',
  'GET /api/v1/programs/:program': 'program.read',
  'PUT /api/v1/programs/:program': 'program.manage',
  'GET /api/v1/programs/:program/members': 'program.read',
  'POST /api/v1/programs/:program/members': 'program.manage',
  'GET /api/v1/programs/:program/members/:member': 'program.read',
  'PUT /api/v1/programs/:program/members/:member': 'program.manage',
  'POST /api/v1/programs/:program/members/:member/end': 'program.manage',
  'POST /api/v1/programs/:program/members/:member/reactivate': 'program.manage',
  'POST /api/v1/programs/:program/members/:member/invitation': 'program.manage',
  'GET /api/v1/programs/:program/departments': 'program.read',
  'POST /api/v1/programs/:program/departments': 'program.manage',
  'PUT /api/v1/programs/:program/departments/:department': 'program.manage',
  'DELETE /api/v1/programs/:program/departments/:department': 'program.manage',
  'GET /api/v1/programs/:program/audit': 'program.manage',

  // journeys
  'GET /programs/:program/journeys': 'program.read',
  'GET /programs/:program/journeys/new': 'program.manage',
  'POST /programs/:program/journeys/new': 'program.manage',
  'POST /programs/:program/journeys/new/arrange': 'program.manage',
  'GET /programs/:program/journeys/:journey': 'program.read',
  'GET /programs/:program/journeys/:journey/edit': 'program.manage',
  'POST /programs/:program/journeys/:journey/edit': 'program.manage',
  'POST /programs/:program/journeys/:journey/edit/arrange': 'program.manage',
  'GET /api/v1/programs/:program/journeys': 'program.read',
  'POST /api/v1/programs/:program/journeys': 'program.manage',
  'GET /api/v1/programs/:program/journeys/:journey': 'program.read',
  'PUT /api/v1/programs/:program/journeys/:journey': 'program.manage',
  'GET /api/v1/programs/:program/journeys/:journey/versions/:version': 'program.read',

  // metrics
  'GET /programs/:program/metrics': 'program.read',
  'GET /programs/:program/metrics/new': 'program.manage',
  'POST /programs/:program/metrics/new': 'program.manage',
  'GET /programs/:program/metrics/:metric/edit': 'program.manage',
  'POST /programs/:program/metrics/:metric/edit': 'program.manage',
  'GET /api/v1/programs/:program/metrics': 'program.read',
  'POST /api/v1/programs/:program/metrics': 'program.manage',
  'GET /api/v1/programs/:program/metrics/:metric': 'program.read',
  'PUT /api/v1/programs/:program/metrics/:metric': 'program.manage',

  // pilots
  'GET /programs/:program/pilots': 'program.read',
  'GET /programs/:program/pilots.csv': 'program.export',
  'GET /programs/:program/pilots/new': 'pilot.propose',
  'POST /programs/:program/pilots/new': 'pilot.propose',
  'GET /pilots/:pilot': 'program.read',
  'GET /pilots/:pilot/edit': 'pilot.edit',
  'POST /pilots/:pilot/edit': 'pilot.edit',
  'POST /pilots/:pilot/journey-version': 'pilot.edit',
  'GET /pilots/:pilot/timebox': 'pilot.edit',
  'POST /pilots/:pilot/timebox': 'pilot.edit',
  'GET /pilots/:pilot/team': 'program.read',
  'POST /pilots/:pilot/team': 'pilot.edit',
  'GET /pilots/:pilot/hand-over': 'program.manage',
  'POST /pilots/:pilot/hand-over': 'program.manage',
  'POST /pilots/:pilot/submit': 'pilot.submit',
  'GET /pilots/:pilot/pause': 'pilot.pause',
  'POST /pilots/:pilot/pause': 'pilot.pause',
  'POST /pilots/:pilot/resume': 'pilot.pause',
  'GET /pilots/:pilot/withdraw': 'pilot.withdraw',
  'POST /pilots/:pilot/withdraw': 'pilot.withdraw',
  'GET /pilots/:pilot/activity': 'program.read',
  'POST /pilots/:pilot/activity': 'pilot.comment',
  'GET /api/v1/programs/:program/pilots': 'program.read',
  'POST /api/v1/programs/:program/pilots': 'pilot.propose',
  'GET /api/v1/pilots/:pilot': 'program.read',
  'PUT /api/v1/pilots/:pilot': 'pilot.edit',
  'PUT /api/v1/pilots/:pilot/timebox': 'pilot.edit',
  'POST /api/v1/pilots/:pilot/journey-version': 'pilot.edit',
  'PUT /api/v1/pilots/:pilot/team': 'pilot.edit',
  'POST /api/v1/pilots/:pilot/hand-over': 'program.manage',
  'POST /api/v1/pilots/:pilot/submit': 'pilot.submit',
  'POST /api/v1/pilots/:pilot/pause': 'pilot.pause',
  'POST /api/v1/pilots/:pilot/resume': 'pilot.pause',
  'POST /api/v1/pilots/:pilot/withdraw': 'pilot.withdraw',
  'GET /api/v1/pilots/:pilot/activity': 'program.read',
  'POST /api/v1/pilots/:pilot/comments': 'pilot.comment',

  // scoring
  'GET /programs/:program/prioritise': 'program.read',
  'GET /programs/:program/scoring-model': 'program.read',
  'GET /programs/:program/scoring-model/edit': 'program.manage',
  'POST /programs/:program/scoring-model/edit': 'program.manage',
  'GET /pilots/:pilot/scores': 'program.read',
  'POST /pilots/:pilot/scores': 'score.give',
  'POST /pilots/:pilot/scores/raters': 'scoring.invite',
  'POST /pilots/:pilot/scores/raters/:account/remove': 'scoring.invite',
  'POST /pilots/:pilot/scores/close': 'scoring.close',
  'GET /api/v1/programs/:program/matrix': 'program.read',
  'GET /api/v1/programs/:program/scoring-model': 'program.read',
  'PUT /api/v1/programs/:program/scoring-model': 'program.manage',
  'GET /api/v1/pilots/:pilot/scores': 'program.read',
  'PUT /api/v1/pilots/:pilot/scores': 'score.give',
  'GET /api/v1/pilots/:pilot/raters': 'program.read',
  'POST /api/v1/pilots/:pilot/raters': 'scoring.invite',
  'DELETE /api/v1/pilots/:pilot/raters/:account': 'scoring.invite',
  'POST /api/v1/pilots/:pilot/scoring/close': 'scoring.close',

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
  'GET /pilots/:pilot/case': 'program.read',
  'POST /pilots/:pilot/case/appraise': 'case.edit',
  'GET /pilots/:pilot/case/lines/new': 'case.edit',
  'POST /pilots/:pilot/case/lines/new': 'case.edit',
  'GET /pilots/:pilot/case/lines/:line/edit': 'case.edit',
  'POST /pilots/:pilot/case/lines/:line/edit': 'case.edit',
  'POST /pilots/:pilot/case/lines/:line/delete': 'case.edit',
  'GET /pilots/:pilot/case/lines/:line/finance': 'case.finance',
  'POST /pilots/:pilot/case/lines/:line/finance': 'case.finance',
  'GET /api/v1/pilots/:pilot/case': 'program.read',
  'POST /api/v1/pilots/:pilot/case/appraise': 'case.edit',
  'POST /api/v1/pilots/:pilot/case/lines': 'case.edit',
  'PUT /api/v1/pilots/:pilot/case/lines/:line': 'case.edit',
  'DELETE /api/v1/pilots/:pilot/case/lines/:line': 'case.edit',
  'PUT /api/v1/pilots/:pilot/case/lines/:line/finance': 'case.finance',

  // governance

  // home

  // sample
} satisfies Record<string, Access>
