import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from '../pilots/pilot.entity'

/** Somebody who is asked to score a pilot. */
@Entity('rater_invitation')
@Unique('uq_rater_invitation_account', ['pilotId', 'accountId'])
@Index('ix_rater_invitation_account', ['accountId'])
export class RaterInvitation {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_rater_invitation' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_rater_invitation_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('uuid', { name: 'account_id' })
  @ForeignKey(() => Account, { name: 'fk_rater_invitation_account' })
  accountId!: string

  @Column('uuid', { name: 'invited_by_id' })
  @ForeignKey(() => Account, { name: 'fk_rater_invitation_invited_by' })
  invitedById!: string

  @Column('timestamptz', { name: 'invited_at' })
  invitedAt!: Date
}
