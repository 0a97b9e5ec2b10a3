import type { MetricKind } from '../metrics/metric.entity'
import { LARGEST_MEASUREMENT, numberIn } from '../platform/numberIn'
import { dayIn } from './dayIn'
import { columnOf, MISSING_WORDS, NO_WORDS, YES_WORDS, type Mapping, type PlannedMetric } from './mapping.rules'
import type { Arm, Period } from './reading.entity'
import { ownText, type CsvRecord } from './csvRecords'

/** One record as it was understood. A value is null where the file leaves it empty. */
export interface ReadRow {
  readonly line: number
  /** Null where the file names none: then the line is a unit of its own. */
  readonly unit: string | null
  readonly arm: Arm
  readonly period: Period
  readonly day: string | null
  readonly cluster: string | null
  readonly exposure: number | null
  readonly preValue: number | null
  /** In the order of the mapping's values. */
  readonly values: readonly (number | null)[]
}

/** Why a record is no reading. */
export interface RowFault {
  readonly line: number
  /** Name of the column; '' for the record as a whole. */
  readonly column: string
  readonly cell: string
  readonly reason: string
}

export type Understood = { readonly row: ReadRow } | { readonly faults: readonly RowFault[] } | 'leftOut'

/** What the rules of the pilot say to a row: null, or why such a reading is not taken now. */
export type Refusal = (row: Pick<ReadRow, 'arm' | 'period'>) => string | null

const LONGEST_TEXT = 200
const TOO_LARGE = 'This number is too large to be measured.'
/** Different days that are remembered, so that each is understood once. */
const MOST_DAYS = 5_000
const MISSING = new Set(MISSING_WORDS)

/**
 * Turns records into readings, each by itself. Everything that the mapping leaves open was settled before, so what is
 * found here is a fault of the row.
 */
export function rowReader(mapping: Mapping, metrics: readonly PlannedMetric[], refusal: Refusal): (record: CsvRecord) => Understood {
  const armOf = wordReader(mapping.arm, mapping.armWords)
  const periodOf = wordReader(mapping.period, mapping.periodWords)
  const dayColumn = columnOf(mapping.day)
  const dayAlways = mapping.day !== null && 'always' in mapping.day ? mapping.day.always : null
  const days = new Map<string, string | null>() // few days, many rows
  const kinds = mapping.values.map(({ metricId }) => metrics.find(metric => metric.id === metricId)?.kind ?? 'mean')
  const truth = new Map<string, number | null>([
    ...YES_WORDS.map(word => [word, 1] as const),
    ...NO_WORDS.map(word => [word, 0] as const),
    ...mapping.truthWords.map(({ word, means }) => [word.trim().toLowerCase(), means === 'yes' ? 1 : means === 'no' ? 0 : null] as const),
  ])

  return ({ line, cells, fault }) => {
    const faults: RowFault[] = []
    const blame = (column: number | null, reason: string): null => {
      const name = column === null ? '' : (mapping.columns[column] ?? '')
      faults.push({ line, column: name, cell: column === null ? '' : shortened(cells[column] ?? ''), reason })
      return null
    }
    if (fault !== undefined) {
      blame(null, fault)
      return { faults }
    }
    if (cells.length !== mapping.columns.length) {
      blame(null, `This line has ${cells.length} cells where the first one has ${mapping.columns.length}. Mend the line in the file and upload it again.`)
      return { faults }
    }
    const text = (column: number): string => cells[column] ?? ''
    const number = (column: number | null): number | null => {
      if (column === null) return null
      const cell = text(column)
      if (isMissing(cell)) return null
      const value = numberIn(cell, mapping.decimal)
      if (value === null) return blame(column, 'This is not a number.')
      return Math.abs(value) <= LARGEST_MEASUREMENT ? value : blame(column, TOO_LARGE)
    }
    const name = (column: number, what: string): string | null => {
      const cell = text(column).trim()
      if (cell.length > LONGEST_TEXT) return blame(column, `The ${what} is longer than ${LONGEST_TEXT} characters.`)
      if (cell.includes('\u0000')) return blame(column, `The ${what} holds an invisible NUL character.`)
      return cell
    }

    const arm = armOf(cells)
    const period = periodOf(cells)
    if (arm === 'leaveOut' || period === 'leaveOut') return 'leftOut'
    if (arm === null) blame(columnOf(mapping.arm), mapping.arm === null ? 'Say below which column tells the group.' : 'Say below which group this word means.')
    if (period === null) blame(columnOf(mapping.period), mapping.period === null ? 'Say below which column tells the period, or that every row is of one.' : 'Say below which period this word means.')
    const refused = arm !== null && period !== null ? refusal({ arm, period }) : null
    if (refused !== null) blame(columnOf(mapping.period), refused)

    const unit = mapping.unit === null ? null : name(mapping.unit, 'unit')
    if (unit === '') blame(mapping.unit, 'The unit is empty.')
    const cluster = mapping.cluster === null ? null : name(mapping.cluster, 'group') || null
    let day = dayAlways
    if (dayColumn !== null) {
      const cell = text(dayColumn)
      let known = days.get(cell)
      if (known === undefined) {
        known = isMissing(cell) ? null : dayIn(cell, mapping.dates)
        if (days.size < MOST_DAYS) days.set(ownText(cell), known)
      }
      if (known === null && !isMissing(cell)) blame(dayColumn, `This is not a date written as ${mapping.dates}.`)
      day = known
    }
    const exposure = number(mapping.exposure)
    if (exposure !== null && exposure <= 0) blame(mapping.exposure, 'An exposure must be above zero.')
    const preValue = number(mapping.preValue)
    const values = mapping.values.map(({ column }, index) => {
      const cell = text(column)
      const kind = kinds[index]
      if (kind === 'proportion') {
        const known = truth.get(cell.trim().toLowerCase())
        if (known !== undefined) return known
        return isMissing(cell) ? null : blame(column, 'This is neither yes nor no. Say below what the word means.')
      }
      const value = number(column)
      if (value === null) return null
      return valueFault(kind, value) === null ? value : blame(column, valueFault(kind, value) ?? '')
    })
    if (faults.length > 0 || arm === null || period === null) return { faults }
    return { row: { line, unit, arm, period, day, cluster, exposure, preValue, values } }
  }
}

/** What a kind of metric cannot be; null when the value is possible. */
function valueFault(kind: MetricKind | undefined, value: number): string | null {
  if (kind === 'nps' && value !== -100 && value !== 0 && value !== 100) return 'A net promoter value is -100, 0 or 100.'
  if (kind === 'count' && (value < 0 || !Number.isInteger(value))) return 'A count is a whole number of 0 or more.'
  if (kind === 'duration' && value < 0) return 'A duration is 0 or more.'
  return null
}

export const isMissing = (cell: string): boolean => cell === '' || (cell.length < 6 && MISSING.has(cell.trim().toLowerCase()))

const shortened = (cell: string): string => (cell.length > 60 ? `${cell.slice(0, 59)}…` : cell)

function wordReader<T extends string>(
  place: { readonly column: number } | { readonly always: T } | null,
  words: readonly { readonly word: string; readonly means: T | 'leaveOut' }[],
): (cells: readonly string[]) => T | 'leaveOut' | null {
  if (place === null) return () => null
  if ('always' in place) return () => place.always
  const meanings = new Map(words.map(({ word, means }) => [word.trim().toLowerCase(), means]))
  return cells => {
    const cell = cells[place.column] ?? ''
    return meanings.get(cell) ?? meanings.get(cell.trim().toLowerCase()) ?? null
  }
}
