import { AuditChain } from './audit/auditChain.entity'
import { AuditEntry } from './audit/auditEntry.entity'
import { Account } from './accounts/account.entity'
import { SessionFamily } from './accounts/sessionFamily.entity'
import { AccountLink } from './accounts/accountLink.entity'
import { AccessToken } from './accounts/accessToken.entity'
import { SignInAttempt } from './accounts/signInAttempt.entity'
import { IdempotencyKey } from './accounts/idempotencyKey.entity'
import { Program } from './programs/program.entity'
import { Department } from './programs/department.entity'
import { Membership } from './programs/membership.entity'
import { Journey } from './journeys/journey.entity'
import { JourneyVersion } from './journeys/journeyVersion.entity'
import { Stage } from './journeys/stage.entity'
import { Handoff } from './journeys/handoff.entity'
import { Metric } from './metrics/metric.entity'
import { Pilot } from './pilots/pilot.entity'
import { PilotSegment } from './pilots/pilotSegment.entity'
import { PilotTeamMember } from './pilots/pilotTeamMember.entity'
import { GatePassage } from './pilots/gatePassage.entity'
import { CriterionOverride } from './pilots/criterionOverride.entity'
import { PilotComment } from './pilots/pilotComment.entity'
import { Objection } from './governance/objection.entity'
import { ScoringModel } from './scoring/scoringModel.entity'
import { ScoringCriterion } from './scoring/scoringCriterion.entity'
import { RaterInvitation } from './scoring/raterInvitation.entity'
import { Score } from './scoring/score.entity'
import { ScoreValue } from './scoring/scoreValue.entity'
import { Plan } from './plans/plan.entity'
import { PlanMetric } from './plans/planMetric.entity'
import { PlanAmendment } from './plans/planAmendment.entity'
import { ReadingImport } from './readings/readingImport.entity'
import { Reading } from './readings/reading.entity'
import { ReadingCell } from './readings/readingCell.entity'
import { Finding } from './findings/finding.entity'
import { CaseLine } from './cases/caseLine.entity'
import { CaseAppraisal } from './cases/caseAppraisal.entity'
import { Decision } from './governance/decision.entity'
import { QualityReview } from './governance/qualityReview.entity'
import { BenefitReading } from './governance/benefitReading.entity'

/** Every table, for the app and for TypeORM's command line. */
export const entities = [
  AuditChain,
  AuditEntry,
  Account,
  SessionFamily,
  AccountLink,
  AccessToken,
  SignInAttempt,
  IdempotencyKey,
  Program,
  Department,
  Membership,
  Journey,
  JourneyVersion,
  Stage,
  Handoff,
  Metric,
  Pilot,
  PilotSegment,
  PilotTeamMember,
  GatePassage,
  CriterionOverride,
  PilotComment,
  Objection,
  ScoringModel,
  ScoringCriterion,
  RaterInvitation,
  Score,
  ScoreValue,
  Plan,
  PlanMetric,
  PlanAmendment,
  ReadingImport,
  Reading,
  ReadingCell,
  Finding,
  CaseLine,
  CaseAppraisal,
  Decision,
  QualityReview,
  BenefitReading,
]
