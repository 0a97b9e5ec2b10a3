import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from './pilot.entity'

@Entity('gate_passage')
@Index('ix_gate_passage_pilot', ['pilotId', 'at'])
export class GatePassage {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_gate_passage' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_gate_passage_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('text')
  transition!: string

  @Column('text', { name: 'from_state' })
  fromState!: string

  @Column('text', { name: 'to_state' })
  toState!: string

  @Column('uuid', { name: 'actor_id' })
  @ForeignKey(() => Account, { name: 'fk_gate_passage_actor' })
  actorId!: string

  @Column('timestamptz')
  at!: Date

  @Column('text', { default: '' })
  reason!: string

  @Column('jsonb')
  criteria!: unknown
}
