import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Program } from './program.entity'

/** A part of the company that owns stages of a journey. */
@Entity('department')
@Unique('uq_department_name', ['programId', 'name'])
export class Department {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_department' })
  id!: string

  @Column('uuid', { name: 'program_id' })
  @ForeignKey(() => Program, { name: 'fk_department_program', onDelete: 'CASCADE' })
  programId!: string

  @Column('text')
  name!: string

  @Column('integer', { default: 1 })
  version!: number
}
