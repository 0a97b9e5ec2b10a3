import { AccessTokenService } from './accounts/accessToken.service'
import { SessionService } from './accounts/session.service'
import { SignInService } from './accounts/signIn.service'
import type { Config } from './config'
import { PlanService } from './plans/plan.service'
import type { Clock } from './platform/clock'
import type { Database } from './platform/database/database'
import { FormTokens } from './platform/http/csrf'
import type { Logger } from './platform/logging'

/** What the services stand on. */
export interface Foundations {
  readonly config: Config
  /** Signs session tokens and form tokens; from the settings or from the data folder. */
  readonly signingSecret: string
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
}

export type Services = ReturnType<typeof createServices>

/** The only place that makes services. */
export function createServices({ signingSecret, database, clock, logger }: Foundations) {
  const sessions = new SessionService(database, clock, signingSecret)
  return {
    database,
    clock,
    logger,
    formTokens: new FormTokens(signingSecret),
    sessions,
    signIn: new SignInService(database, clock, sessions),
    accessTokens: new AccessTokenService(database, clock),
    plans: new PlanService(database, clock),
  }
}
