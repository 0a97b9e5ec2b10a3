import type { MetricKind } from '../metrics/metric.entity'
import type { Checked, LateRows } from './check.rules'
import type { Mapping } from './mapping.rules'
import type { Repeats } from './repeats.rules'
import type { RowFault } from './rowReader'

/**
 * What a check may tell. While the word of an answer (yes or no, or how likely to recommend) is not understood, numbers of
 * rows that are good are null, and so is what else was counted among them alone: the others are as many as such outcomes.
 */
export interface ToldCheck extends Pick<Checked, 'rows' | 'leftOut' | 'preview' | 'missing' | 'words'> {
  readonly good: number | null
  readonly faultyRows: number | null
  readonly faultCount: number | null
  readonly counts: Checked['counts'] | null
  /** The first different faults; `rows` is null for words of an answer. */
  readonly faults: readonly (RowFault & { readonly rows: number | null })[]
  /** More faults than are listed. */
  readonly isCut: boolean
  readonly beforeLock: NonNullable<Checked['beforeLock']> | null
  readonly afterEnd: LateRows | null
  readonly inFuture: LateRows | null
  readonly repeats: Repeats | null
}

type Metrics = readonly { readonly id: string; readonly kind: MetricKind }[]

/** An answer that is not understood stands on as many lines as there are such outcomes, so these are not counted. */
export function toldCheck(checked: Checked, mapping: Mapping, metrics: Metrics): ToldCheck {
  const { rows, leftOut, good, faultyRows, faultCount, counts, preview, missing, words, beforeLock = null, afterEnd = null, inFuture = null, repeats = null } = checked
  const kinds = checked.faultKinds ?? checked.faults.map(fault => ({ ...fault, rows: 1 }))
  const answers = answerColumns(mapping, metrics)
  const isCut = kinds.reduce((sum, kind) => sum + kind.rows, 0) < faultCount
  const faults = kinds.map(kind => (answers.has(kind.column) ? { ...kind, rows: null } : kind))
  const isTelling = faults.some(fault => fault.rows === null) || (checked.hasAnswerFaults ?? (isCut && answers.size > 0))
  const all = { rows, leftOut, preview, missing, words, faults, isCut }
  if (!isTelling) return { ...all, good, faultyRows, faultCount, counts, beforeLock, afterEnd, inFuture, repeats }
  const untold = { good: null, faultyRows: null, faultCount: null, counts: null, beforeLock: null, afterEnd: null, inFuture: null, repeats: null }
  return { ...all, missing: [], ...untold }
}

/** What a check tells those who may not log readings: how many, but no row of the file, nobody and no word in it. */
export const withoutRows = (told: ToldCheck): ToldCheck => ({
  ...told,
  faults: [],
  preview: [],
  words: { arm: [], period: [], truth: [] },
  repeats: told.repeats && { ...told.repeats, first: [] },
})

/** As many different words as are remembered; a column with more holds no words for an answer. */
const MOST_REMEMBERED = 5_000

/** Whether a fault is to be told: a word for an answer only the first time. */
export function onceForEachWord(mapping: Mapping, metrics: Metrics): (fault: RowFault) => boolean {
  const answers = answerColumns(mapping, metrics)
  const seen = new Set<string>()
  return ({ column, cell }) => {
    if (!answers.has(column)) return true
    const key = JSON.stringify([column, cell])
    if (seen.has(key)) return false
    if (seen.size < MOST_REMEMBERED) seen.add(key)
    return true
  }
}

/** Names of the columns whose cells are one of a few answers, so that a number of equal cells is a result. */
export function answerColumns({ values, columns }: Mapping, metrics: Metrics): ReadonlySet<string> {
  const isAnswer = (metricId: string): boolean => metrics.some(({ id, kind }) => id === metricId && (kind === 'proportion' || kind === 'nps'))
  return new Set(values.flatMap(({ metricId, column }) => (isAnswer(metricId) ? [columns[column] ?? ''] : [])))
}
