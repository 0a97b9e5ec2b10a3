import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Program } from '../programs/program.entity'

@Entity('journey')
@Unique('uq_journey_name', ['programId', 'name'])
export class Journey {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_journey' })
  id!: string

  @Column('uuid', { name: 'program_id' })
  @ForeignKey(() => Program, { name: 'fk_journey_program', onDelete: 'CASCADE' })
  programId!: string

  @Column('text')
  name!: string

  @Column('uuid', { name: 'owner_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_journey_owner' })
  ownerId!: string | null

  @Column('integer', { name: 'latest_version', default: 1 })
  latestVersion!: number

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date
}
