import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from '../pilots/pilot.entity'

/** Somebody has looked at the data-quality checks of a pilot. Counts until the data change, or the pilot runs on. */
@Entity('quality_review')
@Index('ix_quality_review_pilot', ['pilotId', 'at'])
export class QualityReview {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_quality_review' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_quality_review_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('uuid', { name: 'actor_id' })
  @ForeignKey(() => Account, { name: 'fk_quality_review_actor' })
  actorId!: string

  @Column('timestamptz')
  at!: Date

  /** What the person made of what the checks say. */
  @Column('text', { default: '' })
  remark!: string
}
