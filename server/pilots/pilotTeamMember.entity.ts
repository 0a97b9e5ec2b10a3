import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from './pilot.entity'

@Entity('pilot_team_member')
@Unique('uq_pilot_team_member_account', ['pilotId', 'accountId'])
@Index('ix_pilot_team_member_account', ['accountId'])
export class PilotTeamMember {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_pilot_team_member' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_pilot_team_member_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('uuid', { name: 'account_id' })
  @ForeignKey(() => Account, { name: 'fk_pilot_team_member_account' })
  accountId!: string

  @Column('timestamptz', { name: 'added_at' })
  addedAt!: Date
}
