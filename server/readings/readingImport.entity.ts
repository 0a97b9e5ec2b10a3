import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from '../pilots/pilot.entity'
import { keptJson } from '../platform/database/keptJson'
import { wholeNumber } from '../platform/database/wholeNumber'
import type { Checked } from './check.rules'
import type { Mapping } from './mapping.rules'
import type { Arm, Period } from './reading.entity'

export type ReadingImportKind = 'rows' | 'summary'
export type ReadingImportState = 'uploaded' | 'committed' | 'undone' | 'discarded'

export interface MissingCell {
  readonly metricId: string
  readonly arm: Arm
  readonly period: Period
  readonly missing: number
}

/** Readings that came together, from one file or typed as one summary: one entry in the history, undone as a whole. */
@Entity('reading_import')
@Check('ck_reading_import_kind', "kind IN ('rows', 'summary')")
@Check('ck_reading_import_state', "state IN ('uploaded', 'committed', 'undone', 'discarded')")
@Index('ix_reading_import_pilot', ['pilotId', 'at'])
@Index('uq_reading_import_checksum', ['pilotId', 'checksum'], { unique: true, where: "state = 'committed'" })
export class ReadingImport {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_reading_import' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_reading_import_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('text')
  kind!: ReadingImportKind

  @Column('text')
  state!: ReadingImportState

  @Column('text')
  source!: string

  @Column('text', { name: 'file_name', nullable: true })
  fileName!: string | null

  @Column('text')
  checksum!: string

  @Column('bigint', { name: 'size_bytes', default: 0, transformer: wholeNumber })
  sizeBytes!: number

  /** How the file is read; null until somebody has said so, and for typed summaries. */
  @Column('jsonb', { nullable: true, transformer: keptJson })
  mapping!: Mapping | null

  /** What reading every row under this mapping found. */
  @Column('jsonb', { nullable: true, transformer: keptJson })
  checked!: Checked | null

  @Column('integer', { name: 'row_count', default: 0 })
  rowCount!: number

  @Column('integer', { name: 'missing_count', default: 0 })
  missingCount!: number

  @Column('integer', { name: 'duplicate_count', default: 0 })
  duplicateCount!: number

  /** Values that the file left empty, by metric, arm and period. */
  @Column('jsonb', { name: 'missing_by_cell', default: [] })
  missingByCell!: readonly MissingCell[]

  @Column('uuid', { name: 'actor_id' })
  @ForeignKey(() => Account, { name: 'fk_reading_import_actor' })
  actorId!: string

  @Column('timestamptz')
  at!: Date

  @Column('timestamptz', { name: 'committed_at', nullable: true })
  committedAt!: Date | null

  @Column('uuid', { name: 'committed_by_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_reading_import_committed_by' })
  committedById!: string | null

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt!: Date | null

  @Column('uuid', { name: 'undone_by_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_reading_import_undone_by' })
  undoneById!: string | null

  @Column('text', { name: 'undone_because', nullable: true })
  undoneBecause!: string | null
}
