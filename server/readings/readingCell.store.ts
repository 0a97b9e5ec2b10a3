import { copyFrom, copyLine, type CopyTarget } from '../platform/database/copyFrom'
import type { Transaction } from '../platform/database/database'
import { ReadingCell } from './readingCell.entity'
import type { MissingCell } from './readingImport.entity'
import type { Arm, Period } from './reading.entity'
import type { ReadRow } from './rowReader'

/** How many values of a metric have been counted; nothing about what they are. */
export interface CountedCell {
  readonly metricId: string
  readonly arm: Arm
  readonly period: Period
  readonly n: number
}

/** A cell as the analysis takes it, of the committed imports alone. */
export interface AnalysedCell extends CountedCell {
  readonly importId: string
  readonly day: string | null
  readonly cluster: string | null
  readonly mean: number
  readonly m2: number
}

const COMMITTED = "i.pilot_id = $1 AND i.state = 'committed'"

/** Readings on their way in, and what they have been reduced to. */
export class ReadingCellStore {
  constructor(private readonly tx: Transaction) {}

  /**
   * Opens a table of this transaction alone for the rows of one import; it vanishes with the transaction.
   *
   * @param values  number of value columns
   */
  async stage(values: number, work: (add: (row: ReadRow) => void, flush: () => Promise<void>) => Promise<void>): Promise<void> {
    const columns = Array.from({ length: values }, (_, index) => `v${index}`)
    await this.tx.query('SET LOCAL statement_timeout = 0') // an import takes as long as its file is long
    await this.tx.query(`
      CREATE TEMPORARY TABLE staged_reading (
        line integer NOT NULL, unit text, arm text NOT NULL, period text NOT NULL, day date, cluster text,
        exposure double precision, pre_value double precision,
        ${columns.map(column => `${column} double precision`).join(', ')}
      ) ON COMMIT DROP`)
    const table = `staged_reading (line, unit, arm, period, day, cluster, exposure, pre_value, ${columns.join(', ')})`
    await copyFrom(this.tx, table, target => work(...buffered(target)))
    await this.tx.query('ANALYZE staged_reading')
  }

  /**
   * Moves the staged rows to where they stay, one reading for each value, and reduces them to moments per metric, arm,
   * period, cluster and day, all in the database.
   *
   * Deviations are taken from the metric's mean before they are squared, so nothing cancels where the mean is large
   * beside the spread.
   */
  async takeStaged(importId: string, metricIds: readonly string[]): Promise<void> {
    const valuesOf = metricIds.map((_, index) => `($${index + 2}::uuid, s.v${index})`).join(', ')
    await this.tx.query(
      `INSERT INTO reading (import_id, line, metric_id, unit, arm, period, day, cluster, value, exposure, pre_value)
       SELECT $1::uuid, s.line, v.metric_id, coalesce(s.unit, $1::uuid::text || ' line ' || s.line), s.arm, s.period, s.day, s.cluster, v.value, s.exposure, s.pre_value
         FROM staged_reading s CROSS JOIN LATERAL (VALUES ${valuesOf}) AS v (metric_id, value)
        WHERE v.value IS NOT NULL`,
      [importId, ...metricIds],
    )
    for (const [index, metricId] of metricIds.entries()) {
      const value = `v${index}`
      await this.tx.query(
        `INSERT INTO reading_cell (import_id, metric_id, arm, period, cluster, day, n, mean, m2, exposure)
         SELECT $1::uuid, $2::uuid, arm, period, cluster, day, count(*), near + avg(${value} - near),
                greatest(0, regr_sxx(${value} - near, ${value} - near)), sum(exposure)
           FROM staged_reading, (SELECT avg(${value}) AS near FROM staged_reading) AS middle
          WHERE ${value} IS NOT NULL
          GROUP BY arm, period, cluster, day, near`,
        [importId, metricId],
      )
    }
  }

  /** Values that the staged rows leave empty. */
  async stagedMissing(metricIds: readonly string[]): Promise<MissingCell[]> {
    const missing = metricIds.map((_, index) => `count(*) FILTER (WHERE v${index} IS NULL)::integer AS m${index}`)
    const rows = await this.tx.query<({ arm: Arm; period: Period } & Record<string, number>)[]>(
      `SELECT arm, period, ${missing.join(', ')} FROM staged_reading GROUP BY arm, period ORDER BY arm, period`,
    )
    return rows.flatMap(row =>
      metricIds.flatMap((metricId, index) => {
        const count = row[`m${index}`] ?? 0
        return count > 0 ? [{ metricId, arm: row.arm, period: row.period, missing: count }] : []
      }),
    )
  }

  /**
   * Staged rows whose unit has been seen before in the same period: in this file or in an earlier import, in its own arm or,
   * worse, in the other one.
   */
  async stagedRepeats(pilotId: string, metricIds: readonly string[]): Promise<number> {
    const [row] = await this.tx.query<{ repeats: string }[]>(
      `WITH fresh AS MATERIALIZED (SELECT unit, period, count(*) AS rows FROM staged_reading WHERE unit IS NOT NULL GROUP BY unit, period)
       SELECT coalesce(sum(fresh.rows - 1), 0)
            + (SELECT count(*) FROM fresh
                WHERE (unit, period) IN (
                  SELECT r.unit, r.period FROM reading r JOIN reading_import i ON i.id = r.import_id
                   WHERE ${COMMITTED} AND r.metric_id = ANY ($2))) AS repeats
         FROM fresh`,
      [pilotId, metricIds],
    )
    return Number(row?.repeats ?? 0)
  }

  async add(importId: string, cells: readonly Omit<ReadingCell, 'id' | 'importId'>[]): Promise<void> {
    await this.tx.insert(ReadingCell, cells.map(cell => ({ ...cell, importId })))
  }

  /** How many readings there are, by metric, arm and period; never what they say. */
  counts(pilotId: string): Promise<CountedCell[]> {
    return this.tx.query<CountedCell[]>(
      `SELECT c.metric_id AS "metricId", c.arm, c.period, sum(c.n)::double precision AS n
         FROM reading_cell c JOIN reading_import i ON i.id = c.import_id
        WHERE ${COMMITTED} GROUP BY c.metric_id, c.arm, c.period ORDER BY c.metric_id, c.period, c.arm`,
      [pilotId],
    )
  }

  /** The same of one import. */
  countsOf(importId: string): Promise<CountedCell[]> {
    return this.tx.query<CountedCell[]>(
      `SELECT metric_id AS "metricId", arm, period, sum(n)::double precision AS n
         FROM reading_cell WHERE import_id = $1 GROUP BY metric_id, arm, period ORDER BY metric_id, period, arm`,
      [importId],
    )
  }

  /**
   * Every cell of the committed readings, in an order that is always the same. For the analysis of a concluded pilot:
   * nobody else asks for means.
   */
  analysed(pilotId: string): Promise<AnalysedCell[]> {
    return this.tx.query<AnalysedCell[]>(
      `SELECT c.import_id AS "importId", c.metric_id AS "metricId", c.arm, c.period, c.day::text, c.cluster,
              c.n::double precision AS n, c.mean, c.m2
         FROM reading_cell c JOIN reading_import i ON i.id = c.import_id
        WHERE ${COMMITTED}
        ORDER BY i.committed_at, i.id, c.metric_id, c.arm, c.period, c.day NULLS FIRST, c.cluster NULLS FIRST`,
      [pilotId],
    )
  }
}

const FLUSH_AT = 64 * 1024

/** Gathers lines, and writes them on when the reader of the file pauses. */
function buffered(target: CopyTarget): [add: (row: ReadRow) => void, flush: () => Promise<void>] {
  let pieces: string[] = []
  let text = ''
  const add = (row: ReadRow): void => {
    text += copyLine([row.line, row.unit, row.arm, row.period, row.day, row.cluster, row.exposure, row.preValue, ...row.values])
    if (text.length < FLUSH_AT) return
    pieces.push(text)
    text = ''
  }
  const flush = async (): Promise<void> => {
    const ready = text === '' ? pieces : [...pieces, text]
    pieces = []
    text = ''
    for (const piece of ready) await target.write(piece)
  }
  return [add, flush]
}
