import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from '../pilots/pilot.entity'

/** What somebody has against a pilot. As long as one is open, the pilot cannot be decided. */
@Entity('objection')
@Check('ck_objection_answer', '(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)')
@Index('ix_objection_pilot', ['pilotId', 'at'])
export class Objection {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_objection' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_objection_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('uuid', { name: 'author_id' })
  @ForeignKey(() => Account, { name: 'fk_objection_author' })
  authorId!: string

  @Column('text')
  body!: string

  @Column('timestamptz')
  at!: Date

  @Column('text', { nullable: true })
  answer!: string | null

  @Column('uuid', { name: 'answered_by_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_objection_answered_by' })
  answeredById!: string | null

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt!: Date | null

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null
}
