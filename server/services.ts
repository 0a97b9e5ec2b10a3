import type { Config } from './config'
import { PlanService } from './plans/plan.service'
import type { Clock } from './platform/clock'
import type { Database } from './platform/database/database'
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
export function createServices({ database, clock, logger }: Foundations) {
  const plans = new PlanService(database, clock)
  return { database, clock, logger, plans }
}
