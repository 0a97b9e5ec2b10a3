import { copyFrom, copyLine, type CopyTarget } from '../platform/database/copyFrom'
import type { Transaction } from '../platform/database/database'
import { ReadingCell } from './readingCell.entity'
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
   * Copies the rows of one import to where they stay, one reading for each value. Nothing of them counts, or is seen by
   * anybody, before the transaction of their import is over.
   */
  async copyRows(importId: string, metricIds: readonly string[], work: (add: (row: ReadRow) => void, flush: () => Promise<void>) => Promise<void>): Promise<void> {
    await this.tx.query('SET LOCAL statement_timeout = 0') // an import takes as long as its file is long
    await copyFrom(this.tx, `reading (${COPIED})`, target => work(...buffered(target, importId, metricIds)))
  }

  /**
   * Reduces the rows of an import to moments per metric, arm, period, cluster and day, all in the database.
   *
   * Deviations are taken from a value near the metric's mean before they are squared, so nothing cancels where the mean
   * is large beside the spread. The mean of the first thousand rows is near enough, and all rows are read once.
   */
  async reduce(importId: string, metricIds: readonly string[]): Promise<void> {
    for (const metricId of metricIds) {
      await this.tx.query(
        `WITH own AS NOT MATERIALIZED (SELECT * FROM reading WHERE import_id = $1 AND metric_id = $2)
         INSERT INTO reading_cell (import_id, metric_id, arm, period, cluster, day, n, mean, m2, exposure)
         SELECT $1, $2, arm, period, cluster, day, count(*), near + avg(value - near),
                greatest(0, regr_sxx(value - near, value - near)), sum(exposure)
           FROM own, (SELECT avg(value) AS near FROM (SELECT value FROM own LIMIT 1000) AS first) AS middle
          GROUP BY arm, period, cluster, day, near`,
        [importId, metricId],
      )
    }
  }

  /**
   * Rows of an import whose unit has been seen before in the same period: in their own file or in an import that counts
   * already, in their own arm or, worse, in the other one.
   */
  async repeats(pilotId: string, importId: string, metricIds: readonly string[]): Promise<number> {
    // all units of a large file at once; what does not fit is sorted on disk. A file has just come, so the planner
    // knows nothing of it: left to itself, it may compare a million rows with a million others one by one
    await this.tx.query("SET LOCAL work_mem = '64MB'")
    await this.tx.query('SET LOCAL enable_nestloop = off')
    const earlier = await this.tx.query<{ id: string }[]>(
      `SELECT i.id FROM reading_import i WHERE ${COMMITTED} AND i.kind = 'rows' AND i.id <> $2`,
      [pilotId, importId],
    )
    const lines = metricIds.length === 1 ? 'SELECT unit, period' : 'SELECT DISTINCT line, unit, period'
    const [row] = await this.tx.query<{ repeats: string }[]>(
      `WITH fresh AS MATERIALIZED (
         SELECT unit, period, count(*) AS rows FROM (${lines} FROM reading WHERE import_id = $1 AND metric_id = ANY ($2)) AS own GROUP BY unit, period)
       SELECT coalesce(sum(rows - 1), 0)
            + (SELECT count(*) FROM fresh
                WHERE (unit, period) IN (SELECT unit, period FROM reading WHERE import_id = ANY ($3) AND metric_id = ANY ($2))) AS repeats
         FROM fresh`,
      [importId, metricIds, earlier.map(({ id }) => id)],
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

const COPIED = 'import_id, line, metric_id, unit, arm, period, day, cluster, value, exposure, pre_value'
const FLUSH_AT = 64 * 1024

/** Gathers lines, and writes them on when the reader of the file pauses. A value that is missing is no reading. */
function buffered(target: CopyTarget, importId: string, metricIds: readonly string[]): [add: (row: ReadRow) => void, flush: () => Promise<void>] {
  let pieces: string[] = []
  let text = ''
  const add = ({ line, unit, arm, period, day, cluster, exposure, preValue, values }: ReadRow): void => {
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] ?? null
      const metricId = metricIds[at]
      if (value === null || metricId === undefined) continue
      text += copyLine([importId, line, metricId, unit ?? `${importId} line ${line}`, arm, period, day, cluster, value, exposure, preValue])
    }
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
