import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from '../pilots/pilot.entity'
import type { DecisionRow } from './decisionRule.rules'

/** How the groups that are compared come about. How much each allows an analysis to say is in `findings/evidence.rules`. */
export const PLAN_DESIGNS = [
  'randomised',
  'clusterRandomised',
  'comparison',
  'beforeAfter',
  'timeSeries',
  'syntheticControl',
  'benchmark',
] as const
export type PlanDesign = (typeof PLAN_DESIGNS)[number]

/** Whether the same units are measured in both groups. */
export const PLAN_PAIRINGS = ['independent', 'paired'] as const
export type PlanPairing = (typeof PLAN_PAIRINGS)[number]

/**
 * The analysis plan of a pilot: one row, written until it is locked. The columns keep the terms as they were locked;
 * what holds after amendments is read with `planInForce`.
 */
@Entity('plan')
@Unique('uq_plan_pilot', ['pilotId'])
@Check(
  'ck_plan_design',
  "design IN ('randomised', 'clusterRandomised', 'comparison', 'beforeAfter', 'timeSeries', 'syntheticControl', 'benchmark')",
)
@Check('ck_plan_pairing', "pairing IN ('independent', 'paired')")
@Check('ck_plan_alpha', 'alpha > 0 AND alpha < 1')
@Check('ck_plan_smallest_effect', 'smallest_effect > 0')
@Check('ck_plan_minimum_delivered', 'minimum_delivered BETWEEN 0 AND 1')
@Check('ck_plan_allocation_treatment', 'allocation_treatment > 0 AND allocation_treatment < 1')
@Check('ck_plan_locked', '(locked_at IS NULL) = (hash IS NULL) AND (locked_at IS NULL) = (canonical IS NULL)')
export class Plan {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_plan' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_plan_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('text')
  design!: PlanDesign

  @Column('text', { default: 'independent' })
  pairing!: PlanPairing

  @Column('double precision')
  alpha!: number

  /** In the unit of the primary metric; a share for proportions. */
  @Column('double precision', { name: 'smallest_effect' })
  smallestEffect!: number

  @Column('integer', { name: 'planned_per_arm', nullable: true })
  plannedPerArm!: number | null

  @Column('double precision', { name: 'baseline_value', nullable: true })
  baselineValue!: number | null

  @Column('double precision', { name: 'baseline_sd', nullable: true })
  baselineSd!: number | null

  @Column('double precision', { name: 'minimum_delivered' })
  minimumDelivered!: number

  @Column('double precision', { name: 'allocation_treatment' })
  allocationTreatment!: number

  @Column('jsonb', { name: 'decision_rule' })
  decisionRule!: readonly DecisionRow[]

  @Column('timestamptz', { name: 'locked_at', nullable: true })
  lockedAt!: Date | null

  @Column('uuid', { name: 'locked_by_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_plan_locked_by' })
  lockedById!: string | null

  /** The canonical JSON of the content, to the byte what was hashed. */
  @Column('text', { nullable: true })
  canonical!: string | null

  @Column('text', { nullable: true })
  hash!: string | null

  @Column('integer', { default: 1 })
  version!: number
}
