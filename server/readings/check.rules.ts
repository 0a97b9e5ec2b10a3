import { isAfterEnd, isBeforeLock, isInFuture, type DayBounds } from './dating.rules'
import { ownText, type CsvRecord } from './csvRecords'
import { columnOf, MISSING_WORDS, MOST_WORDS, NO_WORDS, YES_WORDS, type Mapping } from './mapping.rules'
import type { Arm, Period } from './reading.entity'
import type { MissingCell } from './readingImport.entity'
import type { RepeatTally, Repeats } from './repeats.rules'
import type { ReadRow, RowFault, Understood } from './rowReader'

/** What reading a whole file under one mapping found; nothing of it is a result. */
export interface Checked {
  /** Records after the header. */
  readonly rows: number
  /** Rows that become readings. */
  readonly good: number
  /** Rows passed over because a word of theirs is to be left out. */
  readonly leftOut: number
  readonly faultyRows: number
  readonly faultCount: number
  /** The first faults; the rest are in the file of faults. */
  readonly faults: readonly RowFault[]
  /** The first different faults, each with how many rows have it; absent from checks of earlier versions. */
  readonly faultKinds?: readonly FaultKind[]
  /** Whether the word of an answer is not understood, on whatever line; absent from checks of earlier versions. */
  readonly hasAnswerFaults?: boolean
  /** The first rows, as understood. */
  readonly preview: readonly ReadRow[]
  /** Good rows by arm and period, and how many of their values are empty, in the order of the mapping's values. */
  readonly counts: readonly { readonly arm: Arm; readonly period: Period; readonly rows: number; readonly missing: readonly number[] }[]
  /** Values left empty, in the order of the mapping's values. */
  readonly missing: readonly number[]
  /** Outcomes dated before the plan was locked; null for none, and absent from checks of earlier versions. */
  readonly beforeLock?: { readonly rows: number; readonly earliest: string } | null
  /** Outcomes dated after the planned end, and rows of days to come; each null for none, absent from earlier versions. */
  readonly afterEnd?: LateRows | null
  readonly inFuture?: LateRows | null
  /** Absent from checks of earlier versions, and while rows are staged. */
  readonly repeats?: Repeats
  readonly words: { readonly arm: readonly WordCount[]; readonly period: readonly WordCount[]; readonly truth: readonly WordCount[] }
}

/** A fault that many rows may have: told once, with the first line that has it. */
export interface FaultKind extends RowFault {
  readonly rows: number
}

/** Rows with dates that nobody expects. */
export interface LateRows {
  readonly rows: number
  readonly latest: string
}

export interface WordCount {
  readonly word: string
  readonly rows: number
}

const FIRST_FAULTS = 20
const PREVIEW_ROWS = 8

/** Gathers what a check of a file finds, row by row, in memory that does not grow with the file. */
export class CheckTally {
  private rows = 0
  private good = 0
  private leftOut = 0
  private faultyRows = 0
  private faultCount = 0
  private readonly faults: RowFault[] = []
  private readonly kinds = new Map<string, RowFault & { rows: number }>()
  private readonly preview: ReadRow[] = []
  private readonly counts = new Map<string, { arm: Arm; period: Period; rows: number; missing: number[] }>()
  private readonly missing: number[]
  private readonly words = { arm: new Words(), period: new Words(), truth: new Words() }
  private readonly beforeLock = new Days()
  private readonly afterEnd = new Days()
  private readonly inFuture = new Days()
  private hasAnswerFaults = false
  private readonly armColumn: number | null
  private readonly periodColumn: number | null

  /**
   * @param truthColumns   columns whose words are to be read as yes or no
   * @param answerColumns  names of the columns whose cells are one of a few answers
   * @param repeats        null where they are looked for elsewhere
   */
  constructor(
    mapping: Mapping,
    private readonly truthColumns: readonly number[],
    private readonly answerColumns: ReadonlySet<string>,
    private readonly bounds: DayBounds,
    private readonly repeats: RepeatTally | null,
  ) {
    this.missing = mapping.values.map(() => 0)
    this.armColumn = columnOf(mapping.arm)
    this.periodColumn = columnOf(mapping.period)
  }

  add(record: CsvRecord, understood: Understood): void {
    this.rows += 1
    if (this.armColumn !== null) this.words.arm.add(record.cells[this.armColumn])
    if (this.periodColumn !== null) this.words.period.add(record.cells[this.periodColumn])
    for (const column of this.truthColumns) this.addTruth(record.cells[column])
    if (understood === 'leftOut') {
      this.leftOut += 1
    } else if ('faults' in understood) {
      this.faultyRows += 1
      this.faultCount += understood.faults.length
      for (const fault of understood.faults) this.addFault(fault)
    } else {
      this.addRow(understood.row)
    }
  }

  result(): Checked {
    return {
      rows: this.rows,
      good: this.good,
      leftOut: this.leftOut,
      faultyRows: this.faultyRows,
      faultCount: this.faultCount,
      faults: this.faults,
      faultKinds: [...this.kinds.values()],
      hasAnswerFaults: this.hasAnswerFaults,
      preview: this.preview,
      counts: [...this.counts.values()],
      missing: this.missing,
      beforeLock: this.beforeLock.among(({ rows, earliest }) => ({ rows, earliest })),
      afterEnd: this.afterEnd.among(({ rows, latest }) => ({ rows, latest })),
      inFuture: this.inFuture.among(({ rows, latest }) => ({ rows, latest })),
      ...(this.repeats && { repeats: this.repeats.result() }),
      words: { arm: this.words.arm.list(), period: this.words.period.list(), truth: this.words.truth.list() },
    }
  }

  private addFault(fault: RowFault): void {
    this.hasAnswerFaults ||= this.answerColumns.has(fault.column)
    if (this.faults.length < FIRST_FAULTS) this.faults.push(fault)
    const key = JSON.stringify([fault.column, fault.cell, fault.reason])
    const kind = this.kinds.get(key)
    if (kind) kind.rows += 1
    else if (this.kinds.size < FIRST_FAULTS) this.kinds.set(key, { ...fault, rows: 1 })
  }

  private addRow(row: ReadRow): void {
    this.good += 1
    if (this.preview.length < PREVIEW_ROWS) this.preview.push(row)
    const key = `${row.arm} ${row.period}`
    let count = this.counts.get(key)
    if (!count) {
      count = { arm: row.arm, period: row.period, rows: 0, missing: this.missing.map(() => 0) }
      this.counts.set(key, count)
    }
    count.rows += 1
    if (row.values.some(value => value !== null)) this.repeats?.add(row)
    if (row.day !== null) {
      if (isBeforeLock(row, this.bounds.lock)) this.beforeLock.add(row.day)
      if (isAfterEnd(row, this.bounds)) this.afterEnd.add(row.day)
      if (isInFuture(row, this.bounds)) this.inFuture.add(row.day)
    }
    for (let index = 0; index < row.values.length; index += 1) {
      if (row.values[index] !== null) continue
      count.missing[index] = (count.missing[index] ?? 0) + 1
      this.missing[index] = (this.missing[index] ?? 0) + 1
    }
  }

  /** Only words that do not speak for themselves need to be shown. */
  private addTruth(cell: string | undefined): void {
    const word = cell?.trim().toLowerCase() ?? ''
    if (!KNOWN_TRUTH.has(word)) this.words.truth.add(cell)
  }
}

/** The different faults, each with the first line that has it. */
export const faultsInWords = ({ faultKinds, faults }: Checked): string[] =>
  (faultKinds ?? faults).map(({ line, column, cell, reason }) => `Line ${line}${column === '' ? '' : `, ${column}${cell === '' ? '' : ` “${cell}”`}`}: ${reason}`)

/** What a checked file leaves empty, by metric, arm and period. */
export function missingCells({ counts }: Checked, mapping: Mapping): MissingCell[] {
  return counts.flatMap(({ arm, period, missing }) =>
    mapping.values.flatMap(({ metricId }, index) => {
      const count = missing[index] ?? 0
      return count > 0 ? [{ metricId, arm, period, missing: count }] : []
    }),
  )
}

const KNOWN_TRUTH = new Set([...YES_WORDS, ...NO_WORDS, ...MISSING_WORDS])

/** Rows of some kind: how many, and the first and last of their days. */
class Days {
  private rows = 0
  private earliest = ''
  private latest = ''

  add(day: string): void {
    this.rows += 1
    if (this.earliest === '' || day < this.earliest) this.earliest = day
    if (day > this.latest) this.latest = day
  }

  /** Null where there are none. */
  among<T>(told: (days: { readonly rows: number; readonly earliest: string; readonly latest: string }) => T): T | null {
    return this.rows === 0 ? null : told({ rows: this.rows, earliest: this.earliest, latest: this.latest })
  }
}

/** The different words of a column with their number, up to as many as a list of arms may have. */
class Words {
  private readonly counts = new Map<string, number>()

  add(cell: string | undefined): void {
    const word = cell?.trim() ?? ''
    const known = this.counts.get(word)
    if (known !== undefined) this.counts.set(word, known + 1)
    else if (this.counts.size < MOST_WORDS && word.length <= 100) this.counts.set(ownText(word), 1)
  }

  list(): WordCount[] {
    return [...this.counts].map(([word, rows]) => ({ word, rows }))
  }
}
