import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { CaseLine } from '../cases/caseLine.entity'
import { Pilot } from '../pilots/pilot.entity'
import { wholeNumber } from '../platform/database/wholeNumber'

/** What a benefit line of the case turned out to be worth a year, read after the rollout. Later readings stand beside it. */
@Entity('benefit_reading')
@Index('ix_benefit_reading_line', ['caseLineId', 'at'])
export class BenefitReading {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_benefit_reading' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_benefit_reading_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('uuid', { name: 'case_line_id' })
  @ForeignKey(() => CaseLine, { name: 'fk_benefit_reading_line', onDelete: 'CASCADE' })
  caseLineId!: string

  /** Cents a year; below zero where the benefit turned into a loss. */
  @Column('bigint', { name: 'amount_cents', transformer: wholeNumber })
  amountCents!: number

  @Column('text')
  source!: string

  @Column('uuid', { name: 'actor_id' })
  @ForeignKey(() => Account, { name: 'fk_benefit_reading_actor' })
  actorId!: string

  @Column('timestamptz')
  at!: Date
}
