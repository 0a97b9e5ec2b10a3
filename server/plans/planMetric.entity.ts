import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Metric } from '../metrics/metric.entity'
import { Plan } from './plan.entity'

export const PLAN_METRIC_ROLES = ['primary', 'secondary', 'guardrail'] as const
export type PlanMetricRole = (typeof PLAN_METRIC_ROLES)[number]

/** A metric that a plan looks at; exactly one is primary. */
@Entity('plan_metric')
@Unique('uq_plan_metric_metric', ['planId', 'metricId'])
@Check('ck_plan_metric_role', "role IN ('primary', 'secondary', 'guardrail')")
@Check('ck_plan_metric_margin', "(role = 'guardrail') = (margin IS NOT NULL) AND margin > 0")
@Index('uq_plan_metric_primary', ['planId'], { unique: true, where: "role = 'primary'" })
export class PlanMetric {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_plan_metric' })
  id!: string

  @Column('uuid', { name: 'plan_id' })
  @ForeignKey(() => Plan, { name: 'fk_plan_metric_plan', onDelete: 'CASCADE' })
  planId!: string

  @Column('uuid', { name: 'metric_id' })
  @ForeignKey(() => Metric, { name: 'fk_plan_metric_metric' })
  metricId!: string

  @Column('text')
  role!: PlanMetricRole

  /** Guardrails only: how much worse the metric may become, in its unit. */
  @Column('double precision', { nullable: true })
  margin!: number | null
}
