import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm'
import { Metric } from '../metrics/metric.entity'
import { ReadingImport } from './readingImport.entity'

export const READING_ARMS = ['control', 'treatment'] as const
export type ReadingArm = (typeof READING_ARMS)[number]

export const READING_PERIODS = ['baseline', 'outcome'] as const
export type ReadingPeriod = (typeof READING_PERIODS)[number]

@Entity('reading')
@Check('ck_reading_arm', "arm IN ('control', 'treatment')")
@Check('ck_reading_period', "period IN ('baseline', 'outcome')")
export class Reading {
  @PrimaryColumn('uuid', { name: 'import_id', primaryKeyConstraintName: 'pk_reading' })
  @ForeignKey(() => ReadingImport, { name: 'fk_reading_import', onDelete: 'CASCADE' })
  importId!: string

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'pk_reading' })
  line!: number

  @PrimaryColumn('uuid', { name: 'metric_id', primaryKeyConstraintName: 'pk_reading' })
  @ForeignKey(() => Metric, { name: 'fk_reading_metric' })
  metricId!: string

  @Column('text')
  unit!: string

  @Column('text')
  arm!: ReadingArm

  @Column('text')
  period!: ReadingPeriod

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
