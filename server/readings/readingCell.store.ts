import { copyFrom, copyLine, type CopyTarget } from '../platform/database/copyFrom'
import type { Transaction } from '../platform/database/database'
import { eachRow } from '../platform/database/eachRow'
import type { CountedCell, DailyCell, DayBounds } from './dating.rules'
import { ReadingCell } from './readingCell.entity'
import { FIRST_REPEATS, type RepeatedUnit, type Repeats } from './repeats.rules'
import type { ReadRow } from './rowReader'

/** A cell as the analysis takes it, of the committed imports alone. */
export interface AnalysedCell extends CountedCell {
  readonly importId: string
  readonly day: string | null
  readonly cluster: string | null
  readonly mean: number
  readonly m2: number
}

/** A mean of so many standard deviations is large beside them: below it, a single pass keeps ten digits of a million rows. */
const LARGE_MEAN = 10

const COMMITTED = "i.pilot_id = $1 AND i.state = 'committed'"

/** Readings on their way in, and what they have been reduced to. */
export class ReadingCellStore {
  constructor(private readonly tx: Transaction) {}

  /**
   * Copies the rows of a file into a table of this transaction alone; it vanishes with the transaction, and nothing of it
   * counts before `takeStaged`.
   *
   * @param valueCount  values in a row
   */
  async stage(valueCount: number, work: (add: (row: ReadRow) => void, flush: () => Promise<void>) => Promise<void>): Promise<void> {
    const values = Array.from({ length: valueCount }, (_, at) => `v${at}`)
    await this.tx.query('SET LOCAL statement_timeout = 0') // an import takes as long as its file is long
    await this.tx.query(`
      CREATE TEMPORARY TABLE staged_reading (
        line integer NOT NULL, unit text, arm text NOT NULL, period text NOT NULL, day date, cluster text,
        exposure double precision, pre_value double precision, ${values.map(value => `${value} double precision`).join(', ')}
      ) ON COMMIT DROP`)
    const columns = `line, unit, arm, period, day, cluster, exposure, pre_value, ${values.join(', ')}`
    await copyFrom(this.tx, `staged_reading (${columns})`, target => work(...buffered(target)))
    // of tables that have just come the planner knows little: it must not read one of them once for each row of the other
    await this.tx.query('ANALYZE staged_reading')
    await this.tx.query('SET LOCAL enable_nestloop = off')
    await this.tx.query("SET LOCAL work_mem = '64MB'") // for all units of a large file; what does not fit is sorted on disk
  }

  /**
   * Takes the staged rows to where they stay, one reading for each value that is not missing, and reduces them to moments
   * per metric, arm, period, cluster and day, all in the database.
   *
   * `regr_sxx` follows Youngs and Cramer, which loses digits where the mean is large beside the spread, above all in a
   * sorted file. Cells where it is are read a second time, as deviations from their mean. Roots are divided, since the
   * smallest m2 divided by two is an underflow, which PostgreSQL refuses.
   */
  async takeStaged(importId: string, metricIds: readonly string[]): Promise<void> {
    for (const [at, metricId] of metricIds.entries()) {
      const value = `s.v${at}`
      await this.tx.query(
        `INSERT INTO reading (import_id, line, metric_id, unit, arm, period, day, cluster, value, exposure, pre_value)
         SELECT $1, s.line, $2, coalesce(s.unit, $1::uuid || ' line ' || s.line), s.arm, s.period, s.day, s.cluster, ${value}, s.exposure, s.pre_value
           FROM staged_reading s WHERE ${value} IS NOT NULL`,
        [importId, metricId],
      )
      await this.tx.query(
        `INSERT INTO reading_cell (import_id, metric_id, arm, period, cluster, day, n, mean, m2, exposure)
         SELECT $1, $2, s.arm, s.period, s.cluster, s.day, count(*), avg(${value}), regr_sxx(${value}, ${value}), sum(s.exposure)
           FROM staged_reading s WHERE ${value} IS NOT NULL
          GROUP BY s.arm, s.period, s.cluster, s.day`,
        [importId, metricId],
      )
      await this.tx.query(
        `UPDATE reading_cell c SET mean = again.mean, m2 = again.m2
           FROM (SELECT o.id, o.mean + avg(${value} - o.mean) AS mean, regr_sxx(${value} - o.mean, ${value} - o.mean) AS m2
                   FROM reading_cell o
                   JOIN staged_reading s ON s.arm = o.arm AND s.period = o.period
                    AND coalesce(s.cluster, '') = coalesce(o.cluster, '') AND coalesce(s.day, '-infinity') = coalesce(o.day, '-infinity')
                  WHERE o.import_id = $1 AND o.metric_id = $2 AND ${value} IS NOT NULL AND abs(o.mean) > ${LARGE_MEAN} * (sqrt(o.m2) / sqrt(o.n))
                  GROUP BY o.id, o.mean) AS again
          WHERE c.id = again.id`,
        [importId, metricId],
      )
    }
  }

  /**
   * Staged rows whose unit has been seen before in the same period: in their own file or in an import that counts
   * already, in their own arm or, worse, in the other one. Rows without any value become no reading and repeat nobody.
   */
  async stagedRepeats(pilotId: string, metricIds: readonly string[]): Promise<Repeats> {
    const earlier = await this.tx.query<{ id: string }[]>(`SELECT i.id FROM reading_import i WHERE ${COMMITTED} AND i.kind = 'rows'`, [pilotId])
    const values = metricIds.map((_, at) => `v${at} IS NOT NULL`).join(' OR ')
    return this.repeats(`staged_reading WHERE unit IS NOT NULL AND (${values})`, earlier.map(({ id }) => id), metricIds)
  }

  /** The same of an import that counts, beside those that count and were added before it. */
  async committedRepeats(pilotId: string, { id, committedAt }: { readonly id: string; readonly committedAt: Date | null }, metricIds: readonly string[]): Promise<Repeats> {
    const earlier = await this.tx.query<{ id: string }[]>(
      `SELECT i.id FROM reading_import i WHERE ${COMMITTED} AND i.kind = 'rows' AND (i.committed_at, i.id) < ($2, $3)`,
      [pilotId, committedAt, id],
    )
    const own = '(SELECT DISTINCT line, unit, arm, period FROM reading WHERE import_id = $1) AS own'
    return this.joining(() => this.repeats(own, earlier.map(each => each.id), metricIds, [id]))
  }

  /** Of these imports, those that have a unit of another one in the same period. */
  async sharingUnits(importId: string, among: readonly string[]): Promise<ReadonlySet<string>> {
    if (among.length === 0) return new Set()
    const sharing = await this.joining(() =>
      this.tx.query<{ id: string }[]>(
        `SELECT DISTINCT o.import_id AS id
           FROM reading o JOIN (SELECT DISTINCT unit, period FROM reading WHERE import_id = $1) AS own ON own.unit = o.unit AND own.period = o.period
          WHERE o.import_id = ANY ($2)`,
        [importId, among],
      ),
    )
    return new Set(sharing.map(({ id }) => id))
  }

  /** Both sides of such a join may be long, as with staged rows. */
  private async joining<T>(join: () => Promise<T>): Promise<T> {
    await this.tx.query('SET LOCAL statement_timeout = 0')
    await this.tx.query('SET LOCAL enable_nestloop = off')
    const found = await join()
    await this.tx.query('SET LOCAL enable_nestloop = DEFAULT')
    return found
  }

  /** @param asked  the parameters of `rows` */
  private async repeats(rows: string, earlier: readonly string[], metricIds: readonly string[], asked: readonly unknown[] = []): Promise<Repeats> {
    const [imports, metrics] = [`$${asked.length + 1}`, `$${asked.length + 2}`]
    const [found] = await this.tx.query<{ rows: number; first: RepeatedUnit[] | null }[]>(
      `WITH units AS MATERIALIZED (
         SELECT unit, period, count(*) AS rows, min(line) AS line, max(line) AS last_line, count(*) FILTER (WHERE arm = 'control') AS controls
           FROM ${rows} GROUP BY unit, period),
       repeated AS MATERIALIZED (${earlier.length > 0 ? repeatedAnywhere(imports, metrics) : REPEATED_IN_FILE})
       SELECT (SELECT coalesce(sum(rows - 1 + is_earlier::integer), 0)::double precision FROM repeated) AS rows,
              (SELECT json_agg(json_build_object('unit', unit, 'line', line, 'lastLine', last_line, 'rows', rows,
                                                 'inBothArms', controls > 0 AND controls < rows, 'inEarlierImport', is_earlier) ORDER BY line)
                 FROM (SELECT * FROM repeated ORDER BY line LIMIT ${FIRST_REPEATS}) AS first_ones) AS first`,
      earlier.length > 0 ? [...asked, earlier, metricIds] : [...asked],
    )
    return { rows: found?.rows ?? 0, first: found?.first ?? [], isWhole: true }
  }

  async add(importId: string, cells: readonly Omit<ReadingCell, 'id' | 'importId'>[]): Promise<void> {
    await this.tx.insert(ReadingCell, cells.map(cell => ({ ...cell, importId })))
  }

  /** How many readings there are, by metric, arm and period; never what they say. */
  counts(pilotId: string): Promise<CountedCell[]> {
    return this.tx.query<CountedCell[]>(counted(COMMITTED, IMPORT), [pilotId])
  }

  /** The same of days that lie alike to every bound: one of them stands for all, so that a long pilot is read as fast as a short one. */
  datedCounts(pilotId: string, bounds: DayBounds): Promise<DailyCell[]> {
    return this.tx.query<DailyCell[]>(counted(COMMITTED, IMPORT, ALIKE), [pilotId, daysOf(bounds)])
  }

  /** The same of one import. */
  datedCountsOf(importId: string, bounds: DayBounds): Promise<DailyCell[]> {
    return this.tx.query<DailyCell[]>(counted('c.import_id = $1', '', ALIKE), [importId, daysOf(bounds)])
  }

  /**
   * Every cell of the committed readings, in an order that is always the same. For the analysis of a concluded pilot:
   * nobody else asks for means.
   */
  analysed(pilotId: string): Promise<AnalysedCell[]> {
    return this.tx.query<AnalysedCell[]>(ANALYSED, [pilotId])
  }

  /** The same one by one, for the lifetime of the transaction. */
  eachAnalysed(pilotId: string): AsyncIterable<AnalysedCell> {
    return eachRow<AnalysedCell>(this.tx, 'analysed_cells', ANALYSED, [pilotId])
  }
}

const REPEATED_IN_FILE = 'SELECT *, false AS is_earlier FROM units WHERE rows > 1'

/**
 * A join, which may spill to disk; asked unit by unit it would end for no large file. Of the earlier readings only those
 * of the file's own units are sorted out, since of those there are no more than the file has.
 */
const repeatedAnywhere = (imports: string, metrics: string): string => `
  SELECT units.*, earlier.unit IS NOT NULL AS is_earlier
    FROM units LEFT JOIN (SELECT DISTINCT r.unit, r.period FROM reading r JOIN units u ON u.unit = r.unit AND u.period = r.period
                           WHERE r.import_id = ANY (${imports}) AND r.metric_id = ANY (${metrics})) AS earlier
      ON earlier.unit = units.unit AND earlier.period = units.period
   WHERE units.rows > 1 OR earlier.unit IS NOT NULL`

const IMPORT = 'JOIN reading_import i ON i.id = c.import_id'
/** Before each bound, on it, and after it; apart from what bears no date. */
const ALIKE = {
  shown: ', min(c.day)::text AS day',
  key: ', width_bucket(c.day, (SELECT array_agg(edge ORDER BY edge) FROM unnest($2::date[]) AS bound, unnest(ARRAY[bound, bound + 1]) AS edge))',
}
const daysOf = ({ lock, end, today }: DayBounds): string[] => [lock, end, today].filter(day => day !== null)

const counted = (where: string, join: string, day = { shown: '', key: '' }): string => `
  SELECT c.metric_id AS "metricId", c.arm, c.period, sum(c.n)::double precision AS n${day.shown}
    FROM reading_cell c ${join}
   WHERE ${where} GROUP BY c.metric_id, c.arm, c.period${day.key} ORDER BY c.metric_id, c.period, c.arm${day.key}`

const ANALYSED = `
  SELECT c.import_id AS "importId", c.metric_id AS "metricId", c.arm, c.period, c.day::text, c.cluster,
         c.n::double precision AS n, c.mean, c.m2
    FROM reading_cell c JOIN reading_import i ON i.id = c.import_id
   WHERE ${COMMITTED}
   ORDER BY i.committed_at, i.id, c.metric_id, c.arm, c.period, c.day NULLS FIRST, c.cluster NULLS FIRST`
const FLUSH_AT = 64 * 1024

/** Gathers lines, and writes them on when the reader of the file pauses. */
function buffered(target: CopyTarget): [add: (row: ReadRow) => void, flush: () => Promise<void>] {
  let pieces: string[] = []
  let text = ''
  const add = ({ line, unit, arm, period, day, cluster, exposure, preValue, values }: ReadRow): void => {
    text += copyLine([line, unit, arm, period, day, cluster, exposure, preValue, ...values])
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
