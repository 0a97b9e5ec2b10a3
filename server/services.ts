import { join } from 'node:path'
import { AccessTokenService } from './accounts/accessToken.service'
import { AccountService } from './accounts/account.service'
import { AccountLinkService } from './accounts/accountLink.service'
import { AdministrationService } from './accounts/administration.service'
import { IdempotencyService } from './accounts/idempotency.service'
import { SessionService } from './accounts/session.service'
import { SignInService } from './accounts/signIn.service'
import { ThrottleService } from './accounts/throttle.service'
import { AuditService } from './audit/audit.service'
import type { LateEntry } from './audit/lateEntry'
import { CaseService } from './cases/case.service'
import type { Config } from './config'
import { JourneyService } from './journeys/journey.service'
import { MetricService } from './metrics/metric.service'
import { ExportService } from './exports/export.service'
import { Spool } from './exports/spool'
import { FindingService } from './findings/finding.service'
import { PilotActivityService } from './pilots/pilotActivity.service'
import { screenOutcomes } from './pilots/screenOutcomes'
import { PilotListService } from './pilots/pilotList.service'
import { PilotService } from './pilots/pilot.service'
import { DecisionService } from './governance/decision.service'
import { DecisionStore } from './governance/decision.store'
import { GateService } from './governance/gate.service'
import { OverviewService } from './governance/overview.service'
import { ObjectionService } from './governance/objection.service'
import { HomeService } from './home/home.service'
import { PlanService } from './plans/plan.service'
import { AbandonedUploadService } from './readings/abandonedUpload.service'
import { DeliveryService } from './readings/delivery.service'
import { FileImportService } from './readings/fileImport.service'
import { ImportUndoService } from './readings/importUndo.service'
import { ReadingService } from './readings/reading.service'
import { SummaryService } from './readings/summary.service'
import { Uploads } from './readings/uploads'
import type { Clock } from './platform/clock'
import type { Database } from './platform/database/database'
import { FormTokens } from './platform/http/csrf'
import type { Logger } from './platform/logging'
import { DepartmentService } from './programs/department.service'
import { invitingWith } from './programs/inviting'
import { MemberService } from './programs/member.service'
import { ProgramService } from './programs/program.service'
import { ProgramAuditService } from './programs/programAudit.service'
import { SampleService } from './sample/sample.service'
import { MatrixService } from './scoring/matrix.service'
import { ScoreService } from './scoring/score.service'
import { ScoringModelService } from './scoring/scoringModel.service'

/** What the services stand on. */
export interface Foundations {
  readonly config: Config
  /** Signs session tokens and form tokens; from the settings or from the data folder. */
  readonly signingSecret: string
  /** Where files may be kept that outlive a request, such as uploads. */
  readonly folder: string
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
}

export type Services = ReturnType<typeof createServices>

/** The only place that makes services. */
export function createServices(foundations: Foundations) {
  const services = useCases(foundations)
  const { database, clock, accountLinks } = services
  // the sample is told through everybody's use cases, in a transaction and at times of its own
  const deeds = (within: Database, time: Clock) => useCases({ ...foundations, database: within, clock: time })
  const snapshot = (within: Database) => useCases({ ...foundations, database: within })
  const spool = new Spool(join(foundations.folder, 'exports'))
  return { ...services, exports: new ExportService(database, clock, spool, snapshot), sample: new SampleService(database, clock, accountLinks, deeds) }
}

function useCases({ config, signingSecret, folder, database, clock, logger }: Foundations) {
  const sessions = new SessionService(database, clock, signingSecret)
  const throttle = new ThrottleService(database, clock)
  const accountLinks = new AccountLinkService(database, clock, sessions, config.baseUrl)
  const inviting = invitingWith(accountLinks)
  const uploads = new Uploads(join(folder, 'uploads'))
  const cases = new CaseService(database, clock, async (tx, pilotId) => (await new DecisionStore(tx).awaiting(pilotId)) !== null)
  const findings = new FindingService(database, clock, (...made) => cases.followFinding(...made))
  const resultsOf = async (...change: Parameters<FindingService['compute']>): Promise<LateEntry> => (await findings.compute(...change)).tell
  const resultsAnew = async (...change: Parameters<FindingService['compute']>): Promise<void> => (await resultsOf(...change))()
  return {
    database,
    clock,
    logger,
    audit: new AuditService(database),
    formTokens: new FormTokens(signingSecret),
    sessions,
    throttle,
    signIn: new SignInService(database, clock, sessions, throttle),
    accessTokens: new AccessTokenService(database, clock),
    accounts: new AccountService(database, clock, sessions, throttle),
    idempotency: new IdempotencyService(database, clock),
    accountLinks,
    administration: new AdministrationService(database, clock, accountLinks),
    programs: new ProgramService(database, clock, inviting),
    members: new MemberService(database, clock, inviting),
    departments: new DepartmentService(database, clock),
    programAudit: new ProgramAuditService(database, screenOutcomes),
    journeys: new JourneyService(database, clock),
    metrics: new MetricService(database, clock),
    pilots: new PilotService(database, clock),
    pilotList: new PilotListService(database),
    pilotActivity: new PilotActivityService(database, clock),
    matrix: new MatrixService(database),
    scores: new ScoreService(database, clock),
    scoringModels: new ScoringModelService(database, clock),
    plans: new PlanService(database, clock),
    readings: new ReadingService(database, clock),
    fileImports: new FileImportService(database, clock, uploads, resultsAnew),
    summaries: new SummaryService(database, clock, resultsAnew),
    importUndo: new ImportUndoService(database, clock, resultsAnew),
    delivery: new DeliveryService(database, clock, resultsAnew),
    abandonedUploads: new AbandonedUploadService(database, clock, uploads),
    findings,
    cases,
    gates: new GateService(database, clock, resultsOf),
    decisions: new DecisionService(database, clock),
    overviews: new OverviewService(database, clock),
    objections: new ObjectionService(database, clock),
    home: new HomeService(database, clock),
  }
}
