import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Metric } from '../metrics/metric.entity'
import { wholeNumber } from '../platform/database/wholeNumber'
import type { Arm, Period } from './reading.entity'
import { ReadingImport } from './readingImport.entity'

/**
 * What the readings of one metric, arm, period, cluster and day come down to: the moments that every analysis is a
 * function of. `m2` is the sum of squared deviations from `mean`. Cells of several imports merge exactly.
 */
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
  arm!: Arm

  @Column('text')
  period!: Period

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
