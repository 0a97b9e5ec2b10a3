import { Check, Column, Entity, PrimaryColumn } from 'typeorm'

/** A group in a study. */
export const ARMS = ['control', 'treatment'] as const
export type Arm = (typeof ARMS)[number]

/** Before the change, or with it. */
export const PERIODS = ['baseline', 'outcome'] as const
export type Period = (typeof PERIODS)[number]

/**
 * One observation of one metric, as it was read from line `line` of its import. Without foreign keys: they would cost
 * three quarters of an import's time. Rows are written in the transaction of their import and go with it.
 */
@Entity('reading')
@Check('ck_reading_arm', "arm IN ('control', 'treatment')")
@Check('ck_reading_period', "period IN ('baseline', 'outcome')")
export class Reading {
  @PrimaryColumn('uuid', { name: 'import_id', primaryKeyConstraintName: 'pk_reading' })
  importId!: string

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'pk_reading' })
  line!: number

  @PrimaryColumn('uuid', { name: 'metric_id', primaryKeyConstraintName: 'pk_reading' })
  metricId!: string

  @Column('text')
  unit!: string

  @Column('text')
  arm!: Arm

  @Column('text')
  period!: Period

  @Column('date', { nullable: true })
  day!: string | null

  @Column('text', { nullable: true })
  cluster!: string | null

  @Column('double precision')
  value!: number

  @Column('double precision', { nullable: true })
  exposure!: number | null

  @Column('double precision', { name: 'pre_value', nullable: true })
  preValue!: number | null
}
