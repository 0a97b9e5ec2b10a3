import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Plan } from './plan.entity'

/** A change to a locked plan: numbered, with its reason, and the whole plan as it holds from then on. */
@Entity('plan_amendment')
@Unique('uq_plan_amendment_number', ['planId', 'number'])
export class PlanAmendment {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_plan_amendment' })
  id!: string

  @Column('uuid', { name: 'plan_id' })
  @ForeignKey(() => Plan, { name: 'fk_plan_amendment_plan', onDelete: 'CASCADE' })
  planId!: string

  @Column('integer')
  number!: number

  @Column('text')
  reason!: string

  @Column('text')
  canonical!: string

  @Column('text')
  hash!: string

  @Column('timestamptz')
  at!: Date

  @Column('uuid', { name: 'actor_id' })
  @ForeignKey(() => Account, { name: 'fk_plan_amendment_actor' })
  actorId!: string

  /** Outcome readings had entered Foothold by then; the evidence loses a level. */
  @Column('boolean', { name: 'after_first_outcome' })
  afterFirstOutcome!: boolean
}
