import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Program } from '../programs/program.entity'

/** One version of the criteria that a program scores by; the highest number is the present one. */
@Entity('scoring_model')
@Unique('uq_scoring_model_number', ['programId', 'number'])
export class ScoringModel {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_scoring_model' })
  id!: string

  @Column('uuid', { name: 'program_id' })
  @ForeignKey(() => Program, { name: 'fk_scoring_model_program', onDelete: 'CASCADE' })
  programId!: string

  @Column('integer')
  number!: number

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('uuid', { name: 'created_by_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_scoring_model_created_by' })
  createdById!: string | null
}
