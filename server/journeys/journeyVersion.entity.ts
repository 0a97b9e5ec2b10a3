import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Journey } from './journey.entity'

@Entity('journey_version')
@Unique('uq_journey_version_number', ['journeyId', 'number'])
export class JourneyVersion {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_journey_version' })
  id!: string

  @Column('uuid', { name: 'journey_id' })
  @ForeignKey(() => Journey, { name: 'fk_journey_version_journey', onDelete: 'CASCADE' })
  journeyId!: string

  @Column('integer')
  number!: number

  @Column('text', { name: 'customer_segment' })
  customerSegment!: string

  @Column('text')
  goal!: string

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('uuid', { name: 'created_by_id' })
  @ForeignKey(() => Account, { name: 'fk_journey_version_created_by' })
  createdById!: string
}
