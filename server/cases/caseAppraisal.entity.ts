import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Pilot } from '../pilots/pilot.entity'
import type { SimulatedNetPresentValue } from '../statistics/finance/simulateNetPresentValue'
import type { AppraisalInputs } from './appraisal.rules'

/** What a case was worth, as computed once from inputs that are kept beside it; never changed. */
@Entity('case_appraisal')
@Unique('uq_case_appraisal_number', ['pilotId', 'number'])
export class CaseAppraisal {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_case_appraisal' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_case_appraisal_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('integer')
  number!: number

  @Column('jsonb')
  inputs!: AppraisalInputs

  @Column('text', { name: 'inputs_digest' })
  inputsDigest!: string

  /** A whole number; text, because the driver would round a large one. */
  @Column('text')
  seed!: string

  @Column('integer')
  draws!: number

  @Column('jsonb')
  result!: SimulatedNetPresentValue

  @Column('text', { name: 'engine_version' })
  engineVersion!: string

  @Column('timestamptz', { name: 'computed_at' })
  computedAt!: Date
}
