import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { AuditChain } from './auditChain.entity'
import { wholeNumber } from '../platform/database/wholeNumber'

@Entity('audit_entry')
@Unique('uq_audit_entry_position', ['chainId', 'position'])
@Index('ix_audit_entry_subject', ['subjectKind', 'subjectId', 'at'])
export class AuditEntry {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_audit_entry' })
  id!: string

  @Column('uuid', { name: 'chain_id' })
  @ForeignKey(() => AuditChain, { name: 'fk_audit_entry_chain', onDelete: 'CASCADE' })
  chainId!: string

  @Column('bigint', { transformer: wholeNumber })
  position!: number

  @Column('timestamptz')
  at!: Date

  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null

  @Column('text', { name: 'actor_name' })
  actorName!: string

  @Column('text')
  action!: string

  @Column('text', { name: 'subject_kind' })
  subjectKind!: string

  @Column('uuid', { name: 'subject_id', nullable: true })
  subjectId!: string | null

  @Column('jsonb')
  details!: unknown

  @Column('text', { name: 'previous_hash' })
  previousHash!: string

  @Column('text')
  hash!: string
}
