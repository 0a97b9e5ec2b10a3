import { keepable } from '../platform/keepable'
import { Invalid, refuse } from '../platform/errors'
import type { MetricKind } from '../metrics/metric.entity'
import type { PlanDesign } from '../plans/plan.entity'
import { DECIMALS, type DecimalSign, numberIn } from '../platform/numberIn'
import { DATE_FORMATS, type DateFormat, dayIn } from './dayIn'
import { recordsOf, type FileFormat } from './fileFormat.rules'
import { ARMS, type Arm, PERIODS, type Period } from './reading.entity'

/** A metric that the plan measures. */
export interface PlannedMetric {
  readonly id: string
  readonly name: string
  readonly kind: MetricKind
  readonly unit: string
}

/** What a word in the file stands for; `leaveOut` passes the row over. */
export interface ArmWord {
  readonly word: string
  readonly means: Arm | 'leaveOut'
}
export interface PeriodWord {
  readonly word: string
  readonly means: Period | 'leaveOut'
}
export interface TruthWord {
  readonly word: string
  readonly means: 'yes' | 'no' | 'missing'
}

/** A column of the file, or one answer for every row of it. Columns are named by position, from 0. */
export type Placed<T> = { readonly column: number } | { readonly always: T }

/** How the records of a file become readings. Stored with the import, so that what was understood can be read later. */
export interface Mapping {
  readonly format: FileFormat
  readonly decimal: DecimalSign
  readonly dates: DateFormat
  /** Names of the columns, from the header or made up. */
  readonly columns: readonly string[]
  /** Null: each line is a unit of its own. */
  readonly unit: number | null
  readonly arm: Placed<Arm> | null
  readonly armWords: readonly ArmWord[]
  /** Whether what some of `armWords` mean is our guess alone, which nobody has confirmed yet. */
  readonly armsAreGuessed: boolean
  readonly period: Placed<Period> | null
  readonly periodWords: readonly PeriodWord[]
  /** The same of `periodWords`; absent from mappings of earlier versions. */
  readonly periodsAreGuessed?: boolean
  readonly day: Placed<string> | null
  readonly cluster: number | null
  readonly exposure: number | null
  readonly preValue: number | null
  readonly values: readonly { readonly metricId: string; readonly column: number }[]
  readonly truthWords: readonly TruthWord[]
}

/** Words that need no explanation, in lower case. */
export const ARM_WORDS: Readonly<Record<Arm, readonly string[]>> = {
  control: ['control', 'c', 'a', 'standard', 'old', 'before'],
  treatment: ['treatment', 'treated', 'test', 't', 'b', 'variant', 'new', 'pilot'],
}
export const PERIOD_WORDS: Readonly<Record<Period, readonly string[]>> = {
  baseline: ['baseline', 'before', 'pre'],
  outcome: ['outcome', 'after', 'post', 'during'],
}
export const YES_WORDS: readonly string[] = ['1', 'true', 'yes', 'y', 't', 'ja', 'oui', 'si', 'x', '1.0']
export const NO_WORDS: readonly string[] = ['0', 'false', 'no', 'n', 'f', 'nein', 'non', '0.0']
/** Cells that hold no value. */
export const MISSING_WORDS: readonly string[] = ['', 'na', 'n/a', 'nan', 'null', 'none', '-', '.']

/** A list of words longer than this is no list of arms. */
export const MOST_WORDS = 12

const COLUMN_HINTS = {
  unit: /^(unit|user|customer|contact|player|account|visitor|member|ticket|case|order|id|uid)?[ _-]?(id|no|number|key)?$/i,
  arm: /^(arm|group|variant|version|treatment|condition|test_?group|bucket|cohort)$/i,
  period: /^(period|phase|wave|time|when)$/i,
  day: /^(date|day|datum|timestamp|created|created_at|.*_date|.*_day)$/i,
  cluster: /^(cluster|store|site|team|branch|region|shop|location|agent)([ _-]?(id|no|name))?$/i,
  exposure: /^(exposure|denominator|visits|trials|opportunities)$/i,
  preValue: /^(pre|pre[ _-]?value|baseline[ _-]?value|value[ _-]?before)$/i,
} as const

/** Whatever it is that has a number of its own, such as "Chat ID". */
const ANY_NUMBER = /\S[ _-](id|uid|key|number)$/i

/**
 * The mapping that a file suggests: by the names of its columns, by the words in them, and by what the plan measures.
 *
 * @param text    the beginning of the file, decoded
 * @param locale  of the program; settles what day 3/4 is when the file leaves it open
 */
export function guessedMapping(text: string, format: FileFormat, plan: { design: PlanDesign; metrics: readonly PlannedMetric[] }, locale: string): Mapping {
  const records = recordsOf(text, format, 500)
  const columns = columnNames(records, format.hasHeader)
  const rows = format.hasHeader ? records.slice(1) : records
  const taken = new Set<number>()
  const words = (column: number): readonly string[] => [...new Set(rows.map(cells => cells[column]?.trim() ?? ''))].filter(Boolean)
  const take = (column: number): number | null => {
    if (column === -1) return null
    taken.add(column)
    return column
  }
  const named = (hint: RegExp): number => columns.findIndex((name, column) => !taken.has(column) && name.trim() !== '' && hint.test(name.trim()))

  const day = take(firstOf(named(COLUMN_HINTS.day), columns.findIndex((_, column) => looksLikeDays(words(column)))))
  const isOneArm = plan.design === 'beforeAfter'
  const arm = isOneArm ? null : take(firstOf(named(COLUMN_HINTS.arm), columns.findIndex((_, column) => speaksOf(words(column), ARM_WORDS))))
  const period = take(firstOf(
    columns.findIndex((_, column) => !taken.has(column) && speaksOf(words(column), PERIOD_WORDS)),
    named(COLUMN_HINTS.period),
    isOneArm ? columns.findIndex((name, column) => !taken.has(column) && COLUMN_HINTS.arm.test(name.trim()) && isListOfWords(words(column))) : -1,
  ))
  const unit = take(firstOf(
    named(COLUMN_HINTS.unit),
    columns.findIndex((name, column) => !taken.has(column) && ANY_NUMBER.test(name.trim()) && !COLUMN_HINTS.cluster.test(name.trim())),
  ))
  const cluster = take(named(COLUMN_HINTS.cluster))
  const exposure = take(named(COLUMN_HINTS.exposure))
  const preValue = take(named(COLUMN_HINTS.preValue))
  const values = guessedValues(columns, words, taken, plan.metrics)
  const dayWords = day === null ? [] : words(day)
  return {
    format,
    decimal: guessedDecimal(format, values.flatMap(({ column }) => words(column))),
    dates: guessedDates(dayWords, locale),
    columns,
    unit,
    arm: arm === null ? (isOneArm ? { always: 'treatment' } : null) : { column: arm },
    armWords: arm === null ? [] : guessedWords(words(arm), ARM_WORDS, 'later is treatment'),
    armsAreGuessed: arm !== null,
    // without a control group the period is the comparison, so nobody but the person can say it of a file that does not
    period: period !== null ? { column: period } : isOneArm ? null : { always: 'outcome' },
    periodWords: period === null ? [] : guessedWords(words(period), PERIOD_WORDS),
    periodsAreGuessed: period !== null,
    day: day === null ? null : { column: day },
    cluster,
    exposure,
    preValue,
    values,
    truthWords: [],
  }
}

/** Names for the columns: those of the header, and "Column 3" where there is none. No two are the same. */
export function columnNames(records: readonly (readonly string[])[], hasHeader: boolean): string[] {
  const names: string[] = []
  for (const [column, cell] of (records[0] ?? []).entries()) {
    const name = (hasHeader && keepable(cell.trim().slice(0, 100))) || `Column ${column + 1}`
    names.push(names.includes(name) ? `${name} (${column + 1})` : name)
  }
  return names
}

/**
 * What the words of a column stand for. Where there are two words and one is plain, the second meaning falls to the other.
 * Of two arms that nobody knows the later one in order (gate_30, gate_40) is taken for the treatment; of two periods none
 * is taken for anything, for "after" comes before "before". The page shows what was guessed, to be looked at.
 */
export function guessedWords<T extends string>(
  words: readonly string[],
  known: Readonly<Record<T, readonly string[]>>,
  order: 'says nothing' | 'later is treatment' = 'says nothing',
): { word: string; means: T }[] {
  const meanings = Object.entries<readonly string[]>(known) as [T, readonly string[]][]
  const plain = (word: string): T | null => meanings.find(([, list]) => list.includes(word.trim().toLowerCase()))?.[0] ?? null
  const sorted = [...words].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
  if (sorted.length === 2 && meanings.length === 2) {
    const [first = '', second = ''] = sorted
    const [[earlier], [later]] = meanings as [[T, unknown], [T, unknown]]
    const opposite = (meaning: T | null): T | null => (meaning === null ? null : meaning === earlier ? later : earlier)
    if (order === 'says nothing' && plain(first) === null && plain(second) === null) return []
    const means = plain(first) ?? opposite(plain(second)) ?? earlier
    const other = plain(second) ?? (means === earlier ? later : earlier)
    return [{ word: first, means }, { word: second, means: other }]
  }
  return sorted.slice(0, MOST_WORDS).flatMap(word => {
    const means = plain(word)
    return means === null ? [] : [{ word, means }]
  })
}

/** Words as reading a whole file found them. */
type FoundWords = readonly { readonly word: string }[]

/** The guess of what the words mean, made again where the whole file holds words that its beginning did not. */
export function withWordsOf(mapping: Mapping, found: { readonly arm: FoundWords; readonly period: FoundWords }): Mapping {
  const isNew = (words: FoundWords, told: FoundWords): boolean => words.some(({ word }) => word !== '' && !told.some(each => each.word === word))
  const all = (words: FoundWords): string[] => words.flatMap(({ word }) => (word === '' ? [] : [word]))
  const armWords = isNew(found.arm, mapping.armWords) ? guessedWords(all(found.arm), ARM_WORDS, 'later is treatment') : mapping.armWords
  const periodWords = isNew(found.period, mapping.periodWords) ? guessedWords(all(found.period), PERIOD_WORDS) : mapping.periodWords
  const isSame = armWords.length === mapping.armWords.length && periodWords.length === mapping.periodWords.length
  return isSame ? mapping : { ...mapping, armWords, periodWords }
}

/** The words whose meaning is our guess alone: they do not tell it by themselves, and nobody has said it. */
export function guessesIn({ armWords, armsAreGuessed, periodWords, periodsAreGuessed = false }: Mapping): readonly (ArmWord | PeriodWord)[] {
  const isGuess = (known: Readonly<Record<string, readonly string[]>>) => ({ word, means }: ArmWord | PeriodWord) =>
    means !== 'leaveOut' && !Object.values(known).some(list => list.includes(word.trim().toLowerCase()))
  return [
    ...(armsAreGuessed ? armWords.filter(isGuess(ARM_WORDS)) : []),
    ...(periodsAreGuessed ? periodWords.filter(isGuess(PERIOD_WORDS)) : []),
  ]
}

/** For rows that are to count at once. @throws Invalid where a word means what we guess, and nobody has looked at that */
export function requireNoGuess(mapping: Mapping): void {
  const guesses = guessesIn(mapping).map(({ word, means }) => `“${word.slice(0, 60)}” as ${means}`)
  if (guesses.length === 0) return
  throw new Invalid({ mapping: `We would take ${guesses.join(', ')}, which is a guess. Say it in the mapping, or leave out commit and commit the import once you have looked at it.` })
}

/**
 * Refuses a mapping that cannot be carried out, each fault at the field of the form that mends it.
 *
 * @throws Invalid
 */
export function requireCompleteMapping(mapping: Mapping, design: PlanDesign, metrics: readonly PlannedMetric[]): void {
  const faults: Record<string, string> = {}
  const exists = (column: number): boolean => Number.isInteger(column) && column >= 0 && column < mapping.columns.length
  if (mapping.arm === null) faults.arm = 'Say which column tells the arm, or choose one arm for every row.'
  if (mapping.period === null) faults.period = 'Say which column tells the period, or choose one period for every row.'
  if (mapping.values.length === 0) faults.values = 'Choose the column of at least one metric of the plan.'
  if (design === 'beforeAfter' && mapping.arm !== null && (!('always' in mapping.arm) || mapping.arm.always !== 'treatment')) {
    faults.arm = 'A before/after pilot has one arm. Choose treatment for every row.'
  }
  for (const { column, metricId } of mapping.values) {
    if (!metrics.some(metric => metric.id === metricId)) faults.values = 'Choose among the metrics of the plan.'
    if (!exists(column)) faults.values = 'Choose among the columns of the file.'
  }
  const columns = [mapping.unit, mapping.cluster, mapping.exposure, mapping.preValue, columnOf(mapping.arm), columnOf(mapping.period), columnOf(mapping.day)]
  if (columns.some(column => column !== null && !exists(column))) faults[''] = 'Choose among the columns of the file.'
  if (new Set(mapping.values.map(value => value.metricId)).size < mapping.values.length) faults.values = 'Give each metric one column.'
  refuse(faults)
}

export const columnOf = (place: Placed<unknown> | null): number | null => (place !== null && 'column' in place ? place.column : null)

const firstOf = (...columns: readonly number[]): number => columns.find(column => column !== -1) ?? -1

const isListOfWords = (words: readonly string[]): boolean => words.length > 0 && words.length <= MOST_WORDS

function speaksOf(words: readonly string[], known: Readonly<Record<string, readonly string[]>>): boolean {
  const plain = Object.values(known).flat()
  return isListOfWords(words) && words.filter(word => plain.includes(word.toLowerCase())).length >= Math.min(2, words.length) &&
    words.some(word => word.length > 1)
}

function looksLikeDays(words: readonly string[]): boolean {
  return words.length > 0 && DATE_FORMATS.some(format => words.every(word => dayIn(word, format) !== null))
}

/** A metric finds its column by name first; what is left goes to columns whose cells the metric could hold. */
function guessedValues(
  columns: readonly string[],
  words: (column: number) => readonly string[],
  taken: ReadonlySet<number>,
  metrics: readonly PlannedMetric[],
): { metricId: string; column: number }[] {
  const free = columns.map((_, column) => column).filter(column => !taken.has(column))
  const used = new Set<number>()
  const likeness = (metric: PlannedMetric, column: number): number => {
    const tokens = (text: string): string[] => text.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean)
    const name = tokens(metric.name)
    const own = tokens(columns[column] ?? '')
    const shared = own.filter(token => name.some(word => word === token || (token.length > 3 && word.length > 3 && (word.startsWith(token.slice(0, 4))))))
    return shared.length / Math.max(1, own.length)
  }
  const fits = (metric: PlannedMetric, column: number): boolean => {
    const cells = words(column).filter(cell => !MISSING_WORDS.includes(cell.toLowerCase()))
    if (cells.length === 0) return false
    return metric.kind === 'proportion'
      ? cells.length <= 2 && cells.every(cell => YES_WORDS.includes(cell.toLowerCase()) || NO_WORDS.includes(cell.toLowerCase()))
      : cells.every(cell => numberIn(cell, '.') !== null || numberIn(cell, ',') !== null)
  }
  const chosen = new Map<string, number>()
  const pairs = metrics
    .flatMap(metric => free.map(column => ({ metric, column, score: likeness(metric, column) + (fits(metric, column) ? 0.5 : 0) })))
    .filter(pair => pair.score > 0.5 || (pair.score === 0.5 && (metrics.length === 1 || free.length === 1)))
    .sort((one, other) => other.score - one.score)
  for (const { metric, column } of pairs) {
    if (chosen.has(metric.id) || used.has(column)) continue
    chosen.set(metric.id, column)
    used.add(column)
  }
  return metrics.flatMap(metric => {
    const column = chosen.get(metric.id)
    return column === undefined ? [] : [{ metricId: metric.id, column }]
  })
}

/** A comma inside numbers of a file that is cut at semicolons or tabs is a decimal comma. */
function guessedDecimal(format: FileFormat, words: readonly string[]): DecimalSign {
  const commas = words.filter(word => /^[+-]?\d+,\d+$/.test(word)).length
  const points = words.filter(word => /^[+-]?\d+\.\d+$/.test(word)).length
  return format.delimiter !== 'comma' && commas > points ? DECIMALS[1] : DECIMALS[0]
}

/** The only format that every date of the sample fits; where several do, the one that the locale writes. */
function guessedDates(words: readonly string[], locale: string): DateFormat {
  const fitting = DATE_FORMATS.filter(format => words.length > 0 && words.every(word => dayIn(word, format) !== null))
  const own: DateFormat = locale === 'en-US' ? 'month/day/year' : 'day/month/year'
  return fitting.find(format => format === own) ?? fitting[0] ?? 'year-month-day'
}

export const ARM_CHOICES = [...ARMS, 'leaveOut'] as const
export const PERIOD_CHOICES = [...PERIODS, 'leaveOut'] as const
