import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Department } from './department.entity'
import { Program } from './program.entity'

export const PROGRAM_ROLES = ['lead', 'sponsor', 'finance', 'member', 'viewer'] as const
export type ProgramRole = (typeof PROGRAM_ROLES)[number]

/** A person's place in a program. Never deleted: whoever leaves keeps a name in the history, and may come back. */
@Entity('membership')
@Unique('uq_membership_account', ['programId', 'accountId'])
@Check('ck_membership_roles', "cardinality(roles) > 0 AND roles <@ ARRAY['lead', 'sponsor', 'finance', 'member', 'viewer']")
@Index('ix_membership_account', ['accountId'])
export class Membership {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_membership' })
  id!: string

  @Column('uuid', { name: 'program_id' })
  @ForeignKey(() => Program, { name: 'fk_membership_program', onDelete: 'CASCADE' })
  programId!: string

  @Column('uuid', { name: 'account_id' })
  @ForeignKey(() => Account, { name: 'fk_membership_account' })
  accountId!: string

  @Column('text', { array: true })
  roles!: ProgramRole[]

  @Column('uuid', { name: 'department_id', nullable: true })
  @ForeignKey(() => Department, { name: 'fk_membership_department' })
  departmentId!: string | null

  @Column('boolean', { name: 'is_department_head', default: false })
  isDepartmentHead!: boolean

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null

  @Column('integer', { default: 1 })
  version!: number
}
