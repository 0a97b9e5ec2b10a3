import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Account } from './account.entity'

export const SESSION_FAMILY_ENDED_BECAUSES = ['signedOut', 'everywhere', 'reused', 'password', 'deactivated'] as const
export type SessionFamilyEndedBecause = (typeof SESSION_FAMILY_ENDED_BECAUSES)[number]

@Entity('session_family')
@Check('ck_session_family_ended_because', "ended_because IN ('signedOut', 'everywhere', 'reused', 'password', 'deactivated')")
@Index('ix_session_family_account', ['accountId'])
@Index('uq_session_family_current', ['currentHash'], { unique: true })
@Index('ix_session_family_previous', ['previousHash'])
export class SessionFamily {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_session_family' })
  id!: string

  @Column('uuid', { name: 'account_id' })
  @ForeignKey(() => Account, { name: 'fk_session_family_account', onDelete: 'CASCADE' })
  accountId!: string

  @Column('text', { name: 'current_hash' })
  currentHash!: string

  @Column('text', { name: 'previous_hash', nullable: true })
  previousHash!: string | null

  @Column('timestamptz', { name: 'rotated_at' })
  rotatedAt!: Date

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null

  @Column('text', { name: 'ended_because', nullable: true })
  endedBecause!: SessionFamilyEndedBecause | null

  @Column('text', { name: 'user_agent', default: '' })
  userAgent!: string
}
