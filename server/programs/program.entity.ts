import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import type { EvidenceLevel } from './evidenceLevel'

/** A transformation programme: the boundary of who may see what. */
@Entity('program')
@Check('ck_program_discount_rate', 'discount_rate > -1 AND discount_rate <= 1')
@Check('ck_program_horizon_years', 'horizon_years BETWEEN 1 AND 20')
@Check('ck_program_evidence_bar', 'evidence_bar BETWEEN 1 AND 5')
@Check('ck_program_raters_needed', 'raters_needed BETWEEN 1 AND 20')
@Index('uq_program_sample', ['isSample'], { unique: true, where: 'is_sample' })
export class Program {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_program' })
  id!: string

  @Column('text')
  name!: string

  @Column('text')
  vision!: string

  @Column('text', { default: 'EUR' })
  currency!: string

  @Column('text', { name: 'time_zone', default: 'UTC' })
  timeZone!: string

  @Column('text', { default: 'en-GB' })
  locale!: string

  /** A share a year: 0.08. */
  @Column('double precision', { name: 'discount_rate' })
  discountRate!: number

  @Column('integer', { name: 'horizon_years', default: 3 })
  horizonYears!: number

  /** The evidence level from which a pilot may be scaled. */
  @Column('integer', { name: 'evidence_bar', default: 3 })
  evidenceBar!: EvidenceLevel

  @Column('integer', { name: 'raters_needed', default: 3 })
  ratersNeeded!: number

  @Column('boolean', { name: 'is_sample', default: false })
  isSample!: boolean

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('integer', { default: 1 })
  version!: number
}
