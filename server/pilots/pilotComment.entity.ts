import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from './pilot.entity'

@Entity('pilot_comment')
@Index('ix_pilot_comment_pilot', ['pilotId', 'at'])
export class PilotComment {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_pilot_comment' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_pilot_comment_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('uuid', { name: 'author_id' })
  @ForeignKey(() => Account, { name: 'fk_pilot_comment_author' })
  authorId!: string

  @Column('text')
  body!: string

  @Column('timestamptz')
  at!: Date
}
