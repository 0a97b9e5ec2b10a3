import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Metric } from '../metrics/metric.entity'
import { Pilot } from '../pilots/pilot.entity'
import type { Action, FiredRow, Verdict } from '../plans/decisionRule.rules'
import type { EvidenceLevel } from '../programs/evidenceLevel'
import type { PlanMetricRole } from '../plans/planMetric.entity'
import type { DataCheck } from '../readings/dataCheck.rules'
import type { EvidenceReason } from './evidence.rules'
import type { FindingInputs, FindingResult } from './finding.rules'
import type { Working } from './working.rules'

/** The result of one analysis of one metric: written once, never changed. A later analysis has the next number. */
@Entity('finding')
@Unique('uq_finding_number', ['pilotId', 'metricId', 'number'])
@Check('ck_finding_role', "role IN ('primary', 'secondary', 'guardrail')")
@Check('ck_finding_verdict', "verdict IN ('works', 'harms', 'noMeaningfulEffect', 'dontKnow', 'notDelivered')")
@Check('ck_finding_evidence_level', 'evidence_level BETWEEN 1 AND 5')
@Check('ck_finding_fired_action', "fired_action IN ('scale', 'extend', 'adapt', 'stop')")
@Check('ck_finding_primary_fires', "(role = 'primary') = (fired_action IS NOT NULL) AND (role = 'primary') = (fired_rule IS NOT NULL)")
export class Finding {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_finding' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_finding_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('uuid', { name: 'metric_id' })
  @ForeignKey(() => Metric, { name: 'fk_finding_metric' })
  metricId!: string

  @Column('integer')
  number!: number

  @Column('text')
  role!: PlanMetricRole

  @Column('text')
  method!: string

  @Column('text', { name: 'engine_version' })
  engineVersion!: string

  @Column('text', { name: 'plan_hash' })
  planHash!: string

  @Column('jsonb')
  inputs!: FindingInputs

  @Column('text', { name: 'inputs_digest' })
  inputsDigest!: string

  @Column('jsonb')
  result!: FindingResult

  @Column('double precision', { nullable: true })
  estimate!: number | null

  @Column('double precision', { name: 'standard_error', nullable: true })
  standardError!: number | null

  @Column('double precision', { name: 'interval_lower', nullable: true })
  intervalLower!: number | null

  @Column('double precision', { name: 'interval_upper', nullable: true })
  intervalUpper!: number | null

  @Column('double precision', { name: 'p_value', nullable: true })
  pValue!: number | null

  @Column('text', { name: 'not_estimable', nullable: true })
  notEstimable!: string | null

  @Column('text')
  verdict!: Verdict

  @Column('integer', { name: 'evidence_level' })
  evidenceLevel!: EvidenceLevel

  @Column('jsonb', { name: 'evidence_reasons' })
  evidenceReasons!: readonly EvidenceReason[]

  /** The row of the plan's decision rule that this finding fires; the primary metric alone decides. */
  @Column('jsonb', { name: 'fired_rule', nullable: true })
  firedRule!: FiredRow | null

  @Column('text', { name: 'fired_action', nullable: true })
  firedAction!: Action | null

  @Column('text')
  sentence!: string

  @Column('jsonb')
  checks!: readonly DataCheck[]

  /** The calculation, step by step, with the numbers that went in; null where there is none. */
  @Column('jsonb', { nullable: true })
  working!: Working | null

  @Column('boolean', { name: 'is_final' })
  isFinal!: boolean

  @Column('timestamptz', { name: 'computed_at' })
  computedAt!: Date

  @Column('uuid', { name: 'computed_by_id' })
  @ForeignKey(() => Account, { name: 'fk_finding_computed_by' })
  computedById!: string
}
