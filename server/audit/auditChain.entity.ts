import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { wholeNumber } from '../platform/database/wholeNumber'

@Entity('audit_chain')
@Unique('uq_audit_chain_program', ['programId'])
export class AuditChain {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_audit_chain' })
  id!: string

  @Column('uuid', { name: 'program_id', nullable: true })
  programId!: string | null

  @Column('bigint', { default: 0, transformer: wholeNumber })
  length!: number

  @Column('text', { name: 'head_hash' })
  headHash!: string
}
