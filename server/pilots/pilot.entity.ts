import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Journey } from '../journeys/journey.entity'
import { Metric } from '../metrics/metric.entity'
import { Program } from '../programs/program.entity'
import { wholeNumber } from '../platform/database/wholeNumber'

export const PILOT_STATES = [
  'draft',
  'proposed',
  'approved',
  'running',
  'concluded',
  'scaling',
  'sustained',
  'stopped',
  'withdrawn',
] as const
export type PilotState = (typeof PILOT_STATES)[number]

@Entity('pilot')
@Unique('uq_pilot_number', ['programId', 'number'])
@Unique('uq_pilot_title', ['programId', 'title'])
@Check(
  'ck_pilot_state',
  "state IN ('draft', 'proposed', 'approved', 'running', 'concluded', 'scaling', 'sustained', 'stopped', 'withdrawn')",
)
@Check('ck_pilot_timebox', 'ends_on >= starts_on')
@Check('ck_pilot_smallest_effect', 'smallest_effect > 0')
@Check('ck_pilot_budget', 'budget_cents >= 0')
@Check('ck_pilot_share_delivered', 'share_delivered BETWEEN 0 AND 1')
@Index('ix_pilot_list', ['programId', 'state', 'stateSince'])
@Index('ix_pilot_since', ['programId', 'stateSince'])
@Index('ix_pilot_ends', ['programId', 'endsOn', 'number'])
@Index('ix_pilot_life', { synchronize: false }) // on an expression, which stands in the migration
@Index('ix_pilot_parent', ['parentId'])
@Index('ix_pilot_proposer', ['proposerId'])
@Index('ix_pilot_owner', ['ownerId'])
@Index('ix_pilot_sponsor', ['sponsorId', 'state'])
export class Pilot {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_pilot' })
  id!: string

  @Column('uuid', { name: 'program_id' })
  @ForeignKey(() => Program, { name: 'fk_pilot_program', onDelete: 'CASCADE' })
  programId!: string

  @Column('integer')
  number!: number

  @Column('text')
  title!: string

  @Column('text', { default: 'draft' })
  state!: PilotState

  @Column('uuid', { name: 'proposer_id' })
  @ForeignKey(() => Account, { name: 'fk_pilot_proposer' })
  proposerId!: string

  @Column('uuid', { name: 'owner_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_pilot_owner' })
  ownerId!: string | null

  @Column('uuid', { name: 'sponsor_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_pilot_sponsor' })
  sponsorId!: string | null

  @Column('uuid', { name: 'parent_id', nullable: true })
  @ForeignKey(() => Pilot, { name: 'fk_pilot_parent', onDelete: 'SET NULL' })
  parentId!: string | null

  @Column('uuid', { name: 'journey_id', nullable: true })
  @ForeignKey(() => Journey, { name: 'fk_pilot_journey' })
  journeyId!: string | null

  @Column('integer', { name: 'journey_version', nullable: true })
  journeyVersion!: number | null

  @Column('uuid', { name: 'metric_id', nullable: true })
  @ForeignKey(() => Metric, { name: 'fk_pilot_metric' })
  metricId!: string | null

  @Column('text', { default: '' })
  change!: string

  @Column('text', { name: 'for_whom', default: '' })
  forWhom!: string

  @Column('text', { name: 'expected_effect', default: '' })
  expectedEffect!: string

  @Column('text', { default: '' })
  because!: string

  @Column('text', { name: 'vision_sentence', default: '' })
  visionSentence!: string

  @Column('double precision', { name: 'smallest_effect', nullable: true })
  smallestEffect!: number | null

  @Column('date', { name: 'starts_on', nullable: true })
  startsOn!: string | null

  @Column('date', { name: 'ends_on', nullable: true })
  endsOn!: string | null

  @Column('bigint', { name: 'budget_cents', nullable: true, transformer: wholeNumber })
  budgetCents!: number | null

  @Column('text', { name: 'budget_source', default: '' })
  budgetSource!: string

  @Column('integer', { name: 'most_customers', nullable: true })
  mostCustomers!: number | null

  @Column('bigint', { name: 'most_spend_cents', nullable: true, transformer: wholeNumber })
  mostSpendCents!: number | null

  @Column('text', { name: 'stop_rule', default: '' })
  stopRule!: string

  @Column('text', { name: 'rollback_step', default: '' })
  rollbackStep!: string

  @Column('double precision', { name: 'arrivals_per_week', nullable: true })
  arrivalsPerWeek!: number | null

  @Column('double precision', { name: 'share_delivered', nullable: true })
  shareDelivered!: number | null

  @Column('text', { name: 'share_delivered_source', default: '' })
  shareDeliveredSource!: string

  @Column('timestamptz', { name: 'scoring_closed_at', nullable: true })
  scoringClosedAt!: Date | null

  @Column('timestamptz', { name: 'paused_at', nullable: true })
  pausedAt!: Date | null

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt!: Date | null

  @Column('timestamptz', { name: 'selected_at', nullable: true })
  selectedAt!: Date | null

  @Column('timestamptz', { name: 'launched_at', nullable: true })
  launchedAt!: Date | null

  @Column('timestamptz', { name: 'concluded_at', nullable: true })
  concludedAt!: Date | null

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null

  @Column('timestamptz', { name: 'state_since' })
  stateSince!: Date

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('integer', { default: 1 })
  version!: number
}
