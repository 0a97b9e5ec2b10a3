import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Account } from './account.entity'

export type SessionEnd = 'signedOut' | 'everywhere' | 'reused' | 'password' | 'deactivated'

/** One sign-in and all tokens that renewed it. Only hashes of the refresh tokens are kept. */
@Entity('session_family')
@Check(
  'ck_session_family_ended_because',
  "ended_because IN ('signedOut', 'everywhere', 'reused', 'password', 'deactivated')",
)
@Check('ck_session_family_ended', '(ended_at IS NULL) = (ended_because IS NULL)')
@Index('ix_session_family_account', ['accountId'])
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
  endedBecause!: SessionEnd | null

  /** What the browser called itself at sign-in, for the person's own list. */
  @Column('text', { name: 'user_agent', default: '' })
  userAgent!: string
}
