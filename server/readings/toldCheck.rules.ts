import type { MetricKind } from '../metrics/metric.entity'
import type { Checked } from './check.rules'
import type { Mapping } from './mapping.rules'
import type { RowFault } from './rowReader'

/** What a check may tell: a number is null where it would say how often an outcome was a yes or a no. */
export interface ToldCheck {
  readonly good: number | null
  readonly faultyRows: number | null
  readonly faultCount: number | null
  readonly counts: Checked['counts'] | null
  /** The first different faults; `rows` is null for words of yes and no. */
  readonly faults: readonly (RowFault & { readonly rows: number | null })[]
  /** More faults than are listed. */
  readonly isCut: boolean
}

type Metrics = readonly { readonly id: string; readonly kind: MetricKind }[]

/** A word that is not understood as yes or no stands on as many lines as there are such outcomes, so these are not counted. */
export function toldCheck(checked: Checked, mapping: Mapping, metrics: Metrics): ToldCheck {
  const { good, faultyRows, faultCount, counts } = checked
  const kinds = checked.faultKinds ?? checked.faults.map(fault => ({ ...fault, rows: 1 }))
  const truths = truthColumns(mapping, metrics)
  const isCut = kinds.reduce((sum, { rows }) => sum + rows, 0) < faultCount
  const faults = kinds.map(kind => (truths.has(kind.column) ? { ...kind, rows: null } : kind))
  const isTelling = faults.some(({ rows }) => rows === null)
  return { ...(isTelling ? { good: null, faultyRows: null, faultCount: null, counts: null } : { good, faultyRows, faultCount, counts }), faults, isCut }
}

/** What a check tells those who may not log readings: how many, but no row of the file and nobody in it. */
export const withoutRows = (checked: Checked): Checked => ({
  ...checked,
  faults: [],
  faultKinds: [],
  preview: [],
  ...(checked.repeats && { repeats: { ...checked.repeats, first: [] } }),
})

/** As many different words as are remembered; a column with more holds no words for yes and no. */
const MOST_REMEMBERED = 5_000

/** Whether a fault is to be told: a word for yes or no only the first time. */
export function onceForEachWord(mapping: Mapping, metrics: Metrics): (fault: RowFault) => boolean {
  const truths = truthColumns(mapping, metrics)
  const seen = new Set<string>()
  return ({ column, cell }) => {
    if (!truths.has(column)) return true
    const key = JSON.stringify([column, cell])
    if (seen.has(key)) return false
    if (seen.size < MOST_REMEMBERED) seen.add(key)
    return true
  }
}

function truthColumns({ values, columns }: Mapping, metrics: Metrics): ReadonlySet<string> {
  return new Set(values.flatMap(({ metricId, column }) => (metrics.some(({ id, kind }) => id === metricId && kind === 'proportion') ? [columns[column] ?? ''] : [])))
}
