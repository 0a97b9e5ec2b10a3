import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm'

@Entity('account')
@Unique('uq_account_email', ['email'])
@Check('ck_account_email_lower', 'email = lower(email)')
export class Account {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_account' })
  id!: string

  @Column('text')
  email!: string

  @Column('text')
  name!: string

  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null

  @Column('boolean', { name: 'is_admin', default: false })
  isAdmin!: boolean

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('timestamptz', { name: 'deactivated_at', nullable: true })
  deactivatedAt!: Date | null

  @Column('integer', { default: 1 })
  version!: number
}
