import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from './account.entity'

export const ACCOUNT_LINK_KINDS = ['firstAdmin', 'invitation', 'reset', 'signIn'] as const
export type AccountLinkKind = (typeof ACCOUNT_LINK_KINDS)[number]

/** An address that is good for one act, once. Only the hash of its token is kept. */
@Entity('account_link')
@Unique('uq_account_link_token', ['tokenHash'])
@Check('ck_account_link_kind', "kind IN ('firstAdmin', 'invitation', 'reset', 'signIn')")
@Index('ix_account_link_account', ['accountId'])
export class AccountLink {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_account_link' })
  id!: string

  @Column('text')
  kind!: AccountLinkKind

  @Column('text', { name: 'token_hash' })
  tokenHash!: string

  /** Whose it is; nobody's yet for the first administrator's. */
  @Column('uuid', { name: 'account_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_account_link_account', onDelete: 'CASCADE' })
  accountId!: string | null

  /** Who made it; null for a command on the machine. */
  @Column('uuid', { name: 'created_by_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_account_link_created_by', onDelete: 'SET NULL' })
  createdById!: string | null

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null
}
