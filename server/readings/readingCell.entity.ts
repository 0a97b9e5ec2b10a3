import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Metric } from '../metrics/metric.entity'
import { ReadingImport } from './readingImport.entity'
import { wholeNumber } from '../platform/database/wholeNumber'

export const READING_CELL_ARMS = ['control', 'treatment'] as const
export type ReadingCellArm = (typeof READING_CELL_ARMS)[number]

export const READING_CELL_PERIODS = ['baseline', 'outcome'] as const
export type ReadingCellPeriod = (typeof READING_CELL_PERIODS)[number]

@Entity('reading_cell')
@Unique('uq_reading_cell', ['importId', 'metricId', 'arm', 'period', 'cluster', 'day'])
@Check('ck_reading_cell_arm', "arm IN ('control', 'treatment')")
@Check('ck_reading_cell_period', "period IN ('baseline', 'outcome')")
@Check('ck_reading_cell_n', 'n > 0 AND m2 >= 0')
@Index('ix_reading_cell_metric', ['metricId', 'importId'])
export class ReadingCell {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_reading_cell' })
  id!: string

  @Column('uuid', { name: 'import_id' })
  @ForeignKey(() => ReadingImport, { name: 'fk_reading_cell_import', onDelete: 'CASCADE' })
  importId!: string

  @Column('uuid', { name: 'metric_id' })
  @ForeignKey(() => Metric, { name: 'fk_reading_cell_metric' })
  metricId!: string

  @Column('text')
  arm!: ReadingCellArm

  @Column('text')
  period!: ReadingCellPeriod

  @Column('text', { nullable: true })
  cluster!: string | null

  @Column('date', { nullable: true })
  day!: string | null

  @Column('bigint', { transformer: wholeNumber })
  n!: number

  @Column('double precision')
  mean!: number

  @Column('double precision')
  m2!: number

  @Column('double precision', { nullable: true })
  exposure!: number | null
}
