import { Column, Entity, PrimaryColumn } from 'typeorm'

/** How often somebody tried to sign in within a span of time: one row for each account, address and pair of both. */
@Entity('sign_in_attempt')
export class SignInAttempt {
  /** A hash: neither addresses nor e-mails of strangers are kept. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_sign_in_attempt' })
  key!: string

  @Column('integer')
  attempts!: number

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date
}
