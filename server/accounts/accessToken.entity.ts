import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from './account.entity'

export const ACCESS_TOKEN_SCOPES = ['read', 'write'] as const
export type AccessTokenScope = (typeof ACCESS_TOKEN_SCOPES)[number]

@Entity('access_token')
@Unique('uq_access_token_hash', ['tokenHash'])
@Check('ck_access_token_scope', "scope IN ('read', 'write')")
@Index('ix_access_token_account', ['accountId'])
export class AccessToken {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_access_token' })
  id!: string

  @Column('uuid', { name: 'account_id' })
  @ForeignKey(() => Account, { name: 'fk_access_token_account', onDelete: 'CASCADE' })
  accountId!: string

  @Column('text')
  name!: string

  @Column('text', { name: 'token_hash' })
  tokenHash!: string

  @Column('text')
  scope!: AccessTokenScope

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null
}
