import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Department } from '../programs/department.entity'
import { JourneyVersion } from './journeyVersion.entity'

@Entity('stage')
@Unique('uq_stage_key', ['journeyVersionId', 'key'])
@Unique('uq_stage_position', ['journeyVersionId', 'position'])
export class Stage {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_stage' })
  id!: string

  @Column('uuid', { name: 'journey_version_id' })
  @ForeignKey(() => JourneyVersion, { name: 'fk_stage_journey_version', onDelete: 'CASCADE' })
  journeyVersionId!: string

  @Column('uuid')
  key!: string

  @Column('integer')
  position!: number

  @Column('text')
  name!: string

  @Column('text', { name: 'customer_goal', default: '' })
  customerGoal!: string

  @Column('text', { default: '' })
  channel!: string

  @Column('uuid', { name: 'department_id', nullable: true })
  @ForeignKey(() => Department, { name: 'fk_stage_department' })
  departmentId!: string | null
}
