import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from './pilot.entity'

@Entity('criterion_override')
@Unique('uq_criterion_override', ['pilotId', 'gate', 'criterion'])
export class CriterionOverride {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_criterion_override' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_criterion_override_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('text')
  gate!: string

  @Column('text')
  criterion!: string

  @Column('text')
  reason!: string

  @Column('uuid', { name: 'actor_id' })
  @ForeignKey(() => Account, { name: 'fk_criterion_override_actor' })
  actorId!: string

  @Column('timestamptz')
  at!: Date
}
