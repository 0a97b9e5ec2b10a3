import { Router } from 'express'
import { accountOperations } from './accounts/account.api'
import { IDEMPOTENCY_PARAMETER } from './accounts/idempotency.middleware'
import { caseOperations } from './cases/case.api'
import { exportOperations } from './exports/export.api'
import { findingOperations } from './findings/finding.api'
import { decisionOperations } from './governance/decision.api'
import { gateOperations } from './governance/gate.api'
import { objectionOperations } from './governance/objection.api'
import { homeOperations } from './home/home.api'
import { journeyOperations } from './journeys/journey.api'
import { metricOperations } from './metrics/metric.api'
import { pilotOperations } from './pilots/pilot.api'
import { planOperations } from './plans/plan.api'
import { openApiDocument, type Operation } from './platform/http/openApi'
import { programOperations } from './programs/program.api'
import { programAuditOperations } from './programs/programAudit.routes'
import { readingOperations } from './readings/reading.api'
import { scoringOperations } from './scoring/score.api'

/** What the API offers, feature by feature. */
export const OPERATIONS: readonly Operation[] = [
  ...accountOperations,
  ...programOperations,
  ...programAuditOperations,
  ...journeyOperations,
  ...metricOperations,
  ...pilotOperations,
  ...scoringOperations,
  ...planOperations,
  ...readingOperations,
  ...findingOperations,
  ...caseOperations,
  ...gateOperations,
  ...decisionOperations,
  ...objectionOperations,
  ...exportOperations,
  ...homeOperations,
]

/** The document, for whoever writes a program against the API. */
export function openApiRoutes(baseUrl: string): Router {
  const router = Router()
  const document = openApiDocument(OPERATIONS, { title: 'Foothold', server: baseUrl, deedParameters: [IDEMPOTENCY_PARAMETER] })
  router.get('/api/v1/openapi.json', (_req, res) => {
    res.json(document)
  })
  return router
}
