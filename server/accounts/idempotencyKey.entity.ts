import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Account } from './account.entity'

/** An answer as it was sent. */
export interface KeptAnswer {
  readonly status: number
  readonly contentType: string | null
  readonly location: string | null
  readonly body: string
}

/** A key under which somebody sent a deed; the row is there exactly when the deed was done. */
@Entity('idempotency_key')
@Index('ix_idempotency_key_taken', ['takenAt'])
export class IdempotencyKey {
  @PrimaryColumn('uuid', { name: 'account_id', primaryKeyConstraintName: 'pk_idempotency_key' })
  @ForeignKey(() => Account, { name: 'fk_idempotency_key_account', onDelete: 'CASCADE' })
  accountId!: string

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_idempotency_key' })
  key!: string

  /** SHA-256 of what was asked. */
  @Column('text')
  request!: string

  @Column('timestamptz', { name: 'taken_at' })
  takenAt!: Date

  /** Null until it is sent, for ever where it holds a secret. */
  @Column('jsonb', { nullable: true })
  answer!: KeptAnswer | null
}
