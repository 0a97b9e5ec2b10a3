import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Program } from '../programs/program.entity'
import { wholeNumber } from '../platform/database/wholeNumber'

export const METRIC_KINDS = ['proportion', 'mean', 'count', 'ratio', 'nps', 'duration'] as const
export type MetricKind = (typeof METRIC_KINDS)[number]

export const METRIC_DIRECTIONS = ['higher', 'lower'] as const
export type MetricDirection = (typeof METRIC_DIRECTIONS)[number]

export const METRIC_PERSPECTIVES = ['customer', 'internal'] as const
export type MetricPerspective = (typeof METRIC_PERSPECTIVES)[number]

/** Something measured. */
@Entity('metric')
@Unique('uq_metric_name', ['programId', 'name'])
@Check('ck_metric_kind', "kind IN ('proportion', 'mean', 'count', 'ratio', 'nps', 'duration')")
@Check('ck_metric_direction', "direction IN ('higher', 'lower')")
@Check('ck_metric_perspective', "perspective IN ('customer', 'internal')")
@Check('ck_metric_smallest_effect', 'smallest_effect > 0')
@Check('ck_metric_guardrail_margin', 'guardrail_margin > 0')
export class Metric {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_metric' })
  id!: string

  @Column('uuid', { name: 'program_id' })
  @ForeignKey(() => Program, { name: 'fk_metric_program', onDelete: 'CASCADE' })
  programId!: string

  @Column('text')
  name!: string

  @Column('text')
  kind!: MetricKind

  @Column('text', { default: '' })
  unit!: string

  @Column('text')
  direction!: MetricDirection

  @Column('text')
  perspective!: MetricPerspective

  /** In the metric's unit; of a proportion a difference of shares. Where a plan starts from. */
  @Column('double precision', { name: 'smallest_effect', nullable: true })
  smallestEffect!: number | null

  /** In the same unit: how much worse is acceptable while another metric improves. */
  @Column('double precision', { name: 'guardrail_margin', nullable: true })
  guardrailMargin!: number | null

  /** For one unit of change in one case; of a proportion for one case whose answer changes. */
  @Column('bigint', { name: 'money_per_unit_cents', nullable: true, transformer: wholeNumber })
  moneyPerUnitCents!: number | null

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('integer', { default: 1 })
  version!: number
}
