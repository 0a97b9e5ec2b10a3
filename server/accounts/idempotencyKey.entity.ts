import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Account } from './account.entity'

/** What an answer said was made, and no more: what else it said may be nobody's to read by the time it is asked for again. */
export interface KeptAnswer {
  readonly status: number
  readonly location: string | null
  readonly id: string | null
}

/** A key under which somebody sent a deed; the row is saved with the deed. */
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

  /** Null until it is known, for ever where the process ended before or the answer was a failure of ours. */
  @Column('jsonb', { nullable: true })
  answer!: KeptAnswer | null
}
