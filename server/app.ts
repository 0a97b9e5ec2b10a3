import compression from 'compression'
import cookieParser from 'cookie-parser'
import express, { type Express } from 'express'
import { accountApi } from './accounts/account.api'
import { accountRoutes } from './accounts/account.routes'
import { accountLinkRoutes } from './accounts/accountLink.routes'
import { administrationRoutes } from './accounts/administration.routes'
import { idempotency } from './accounts/idempotency.middleware'
import { SessionCookies } from './accounts/session.cookies'
import { requireSignIn, sessionOwner, sessions } from './accounts/session.middleware'
import { askToSignIn, signInRoutes } from './accounts/signIn.routes'
import type { ChangesInWords } from './audit/entryWords.rules'
import { exportApi } from './exports/export.api'
import { exportRoutes } from './exports/export.routes'
import { findingApi } from './findings/finding.api'
import { findingRoutes } from './findings/finding.routes'
import { guard, type Standings } from './access/guard'
import { ROUTE_TABLE } from './access/routeTable'
import { caseApi } from './cases/case.api'
import { caseRoutes } from './cases/case.routes'
import { caseChangesInWords } from './cases/lineInWords'
import type { Config } from './config'
import { bareFrame, personFrame, programFrame } from './frame'
import { journeyApi } from './journeys/journey.api'
import { journeyRoutes } from './journeys/journey.routes'
import { metricApi } from './metrics/metric.api'
import { metricRoutes } from './metrics/metric.routes'
import { pilotApi } from './pilots/pilot.api'
import { pilotRoutes } from './pilots/pilot.routes'
import { decisionApi } from './governance/decision.api'
import { decisionRoutes } from './governance/decision.routes'
import { gateApi } from './governance/gate.api'
import { gateRoutes } from './governance/gate.routes'
import { objectionApi } from './governance/objection.api'
import { objectionRoutes } from './governance/objection.routes'
import { homeApi } from './home/home.api'
import { homeRoutes } from './home/home.routes'
import { openApiRoutes } from './openApi'
import { PilotStandingStore } from './pilots/pilotStanding.store'
import { Missing } from './platform/errors'
import { Cookies } from './platform/http/cookies'
import { csrf } from './platform/http/csrf'
import { errorHandler } from './platform/http/errorHandler'
import { healthRoutes } from './platform/http/health'
import { notices } from './platform/http/notice'
import { rateLimit } from './platform/http/rateLimit'
import { refusedUpload } from './platform/http/refusedUpload'
import { requestLog } from './platform/http/requestLog'
import { routesOf } from './platform/http/routesOf'
import { securityHeaders } from './platform/http/securityHeaders'
import { Assets } from './platform/views/assets'
import { useViews } from './platform/views/engine'
import { planApi } from './plans/plan.api'
import { planRoutes } from './plans/plan.routes'
import { planChangesInWords } from './plans/planDifferences'
import { departmentRoutes } from './programs/department.routes'
import { memberRoutes } from './programs/member.routes'
import { MemberStore } from './programs/member.store'
import { programApi } from './programs/program.api'
import { programRoutes } from './programs/program.routes'
import { programAuditRoutes } from './programs/programAudit.routes'
import { readingApi } from './readings/reading.api'
import { readingRoutes, UPLOAD_FIELD, UPLOAD_FORM } from './readings/reading.routes'
import { prioritiseRoutes } from './scoring/prioritise.routes'
import { scoringApi } from './scoring/score.api'
import { scoreRoutes } from './scoring/score.routes'
import { sampleRoutes } from './sample/sample.routes'
import type { Services } from './services'

/** What entries of the log changed, told by the feature that wrote them. */
const changesInWords: ChangesInWords = (...entry) => planChangesInWords(...entry) ?? caseChangesInWords(...entry)

const FORM_LIMIT = '512kb'
/** The sign-in form may carry a whole form that was typed before the session ended, pasted rows in any script among it. */
const SIGN_IN_LIMIT = '5mb'
const SIGN_IN_FIELDS = 1_100
const JSON_LIMIT = '2mb'

/** The whole app, from the first line a request meets to the last. */
export function createApp(config: Config, services: Services): Express {
  const { database, formTokens, logger } = services
  const cookies = new Cookies(config.secureCookies)
  const sessionCookies = new SessionCookies(cookies)
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.trustedProxy)
  app.set('query parser', 'simple')
  const assets = new Assets()
  useViews(app, { assets })

  app.use(requestLog(logger))
  app.use(securityHeaders(config))
  app.use('/assets', assets.serve)
  app.use(healthRoutes(database))
  app.use(rateLimit())
  app.use(compression())
  app.use(cookieParser())
  app.use('/sign-in', express.urlencoded({ extended: true, limit: SIGN_IN_LIMIT, parameterLimit: SIGN_IN_FIELDS }))
  app.use(express.urlencoded({ extended: true, limit: FORM_LIMIT }))
  app.use(express.json({ limit: JSON_LIMIT, type: ['application/json', 'application/*+json'] }))
  app.use(notices(cookies))
  app.use(bareFrame(config, services))
  app.use(sessions(services.sessions, services.accessTokens, sessionCookies))
  app.use(csrf({ tokens: formTokens, baseUrl: config.baseUrl, cookies, owner: sessionOwner }))
  app.use(openApiRoutes(config.baseUrl))
  app.use(signInRoutes({ ...services, cookies: sessionCookies }))
  app.use(accountLinkRoutes({ ...services, cookies: sessionCookies }))
  app.use(requireSignIn) // below this line everybody has a name
  app.use(personFrame(services))
  app.use(guard(ROUTE_TABLE, standings(services)))
  app.use(idempotency(services.idempotency, logger))
  app.use(programFrame)
  // the features, in the order of a pilot's life
  app.use(accountRoutes({ ...services, cookies: sessionCookies }))
  app.use(administrationRoutes(services.administration))
  app.use(accountApi(services))
  app.use(programRoutes(services.programs))
  app.use(memberRoutes(services.members))
  app.use(departmentRoutes(services.departments))
  app.use(programAuditRoutes(services.programAudit, changesInWords))
  app.use(programApi(services))
  app.use(journeyRoutes(services.journeys))
  app.use(journeyApi(services.journeys))
  app.use(metricRoutes(services.metrics))
  app.use(metricApi(services.metrics))
  app.use(pilotRoutes({ ...services, overviewAddition: (seen, actor) => services.overviews.of(seen, actor), changesInWords }))
  app.use(pilotApi(services))
  app.use(prioritiseRoutes(services.matrix, services.scoringModels))
  app.use(scoreRoutes(services.scores))
  app.use(scoringApi(services))
  app.use(planRoutes(services.plans))
  app.use(planApi(services.plans))
  app.use(readingRoutes(services))
  app.use(readingApi(services))
  app.use(findingRoutes(services.findings))
  app.use(findingApi(services.findings))
  app.use(caseRoutes(services.cases))
  app.use(caseApi(services.cases))
  app.use(gateRoutes(services.gates))
  app.use(gateApi(services.gates))
  app.use(decisionRoutes(services.decisions))
  app.use(decisionApi(services.decisions))
  app.use(objectionRoutes(services.objections))
  app.use(objectionApi(services.objections))
  app.use(exportRoutes(services.exports))
  app.use(exportApi(services.exports))
  app.use(homeRoutes(services.home))
  app.use(homeApi(services.home))

  app.use(sampleRoutes(services.sample))

  app.use(() => {
    throw new Missing()
  })
  app.use(UPLOAD_FORM, refusedUpload(UPLOAD_FIELD))
  app.use(askToSignIn(config))
  app.use(errorHandler(logger))
  everyRouteHasARow(app)
  return app
}

function standings({ database }: Services): Standings {
  return {
    inInstallation: actor => database.read(tx => new MemberStore(tx).standingInInstallation(actor)),
    inProgram: (actor, program) => database.read(tx => new MemberStore(tx).standingInProgram(actor, program)),
    onPilot: (actor, pilot) => database.read(tx => new PilotStandingStore(tx).ofPilot(actor, pilot)),
    named: (role, pilot) => database.read(tx => new PilotStandingStore(tx).named(role, pilot)),
  }
}

/** Default deny: a route that the table does not know is a mistake that nobody should be able to deploy. */
function everyRouteHasARow(app: Express): void {
  const known = new Set(Object.keys(ROUTE_TABLE))
  const unknown = routesOf(app.router).filter(route => !known.has(route))
  if (unknown.length > 0) throw new Error(`These routes have no row in access/routeTable.ts: ${unknown.join(', ')}.`)
}
