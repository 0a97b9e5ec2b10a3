import { may } from '../access/permissions'
import type { MetricKind } from '../metrics/metric.entity'
import { pilotHead } from '../pilots/pilotHead'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import { counted, plural } from '../platform/plural'
import { written } from '../platform/views/formats'
import { DATE_FORMATS } from './dayIn'
import { CHECK_CHIPS } from './checkChips'
import type { CountedCell } from './dating.rules'
import { dataChecks } from './dataCheck.rules'
import { DELIMITERS, ENCODINGS, QUOTES } from './fileFormat.rules'
import { groupWords } from './groupWords'
import { guessesIn, type Mapping, type Placed } from './mapping.rules'
import { ARMS, PERIODS, type Arm, type Period } from './reading.entity'
import type { LoggingPilot, SeenData, SeenImport } from './reading.service'
import { readingWay, type ToldImport } from './readingImport.rules'
import type { MeasuringPlan } from './readingImport.store'
import { readingsClosed } from './readingWindow.rules'
import { MOST_COMPARED, repeatsInWords } from './repeats.rules'
import type { ToldCheck } from './toldCheck.rules'
import { UPLOAD_LIMIT_BYTES } from './uploads'

const RUNNING = 'While the pilot runs there are counts here and no values: looking early makes chance look like success.'
const CONCLUDED = 'What the readings say is on the results page.'

/** What views/readings/data.hbs prints: how much there is, where it came from, and whether something is odd about it. */
export function dataPage(seen: SeenData) {
  const { pilot, plan, standing, counts, imports, total } = seen
  const base = `/pilots/${pilot.id}`
  const mayLog = may(standing, 'reading.log') && readingsClosed(pilot.state) === null && plan !== null
  const mayUndo = may(standing, 'reading.log') && readingsClosed(pilot.state) === null
  return {
    head: pilotHead(pilot, 'data'),
    uploadTo: mayLog ? `${base}/data/upload` : null,
    summaryTo: mayLog ? `${base}/data/summary` : null,
    closed: readingsClosed(pilot.state),
    unplanned: plan === null ? { to: `${base}/plan`, label: 'Open the plan' } : null,
    isEmpty: imports.length === 0,
    note: pilot.state === 'running' ? RUNNING : pilot.state === 'concluded' ? CONCLUDED : null,
    counts: countRows(counts, plan),
    checks: checksOf(seen),
    delivery: {
      share: pilot.shareDelivered,
      sharePercent: pilot.shareDelivered === null ? null : Number((pilot.shareDelivered * 100).toPrecision(12)),
      source: pilot.shareDeliveredSource,
      minimum: plan?.minimumDelivered ?? null,
      isEnough: pilot.shareDelivered !== null && plan !== null && pilot.shareDelivered >= plan.minimumDelivered,
      to: may(standing, 'delivery.record') && ['running', 'concluded'].includes(pilot.state) ? `${base}/data/delivery` : null,
    },
    imports: imports.map(each => ({ ...importRow(pilot, each), undoTo: each.state === 'committed' && mayUndo ? `${base}/imports/${each.id}#undo` : null })),
    more: total > imports.length ? total - imports.length : null,
  }
}

function checksOf({ pilot, plan, counts, missing, duplicates, repeated, kinds }: SeenData) {
  if (plan === null || counts.length === 0) return []
  const all = (number: 'beforeLock' | 'undated' | 'afterEnd' | 'inFuture', cells = counts): number => cells.reduce((sum, cell) => sum + cell[number], 0)
  const outcomesBeforeLock = plan.isLocked ? all('beforeLock') : null
  const outcomesUndated = all('undated', counts.filter(({ period }) => period === 'outcome'))
  const late = { afterEnd: all('afterEnd'), inFuture: all('inFuture') }
  return dataChecks({ plan, counts, missing, duplicates, repeated, kinds, outcomesBeforeLock, outcomesUndated, late, locale: pilot.locale }).map(({ name, status, text, named = [] }) => ({
    name,
    chip: CHECK_CHIPS[status],
    text,
    named,
  }))
}

/** What views/readings/upload.hbs prints. */
export function uploadForm({ pilot, plan, closed }: LoggingPilot) {
  return {
    head: pilotHead(pilot, 'data'),
    to: `/pilots/${pilot.id}/data/upload`,
    backTo: `/pilots/${pilot.id}/data`,
    summaryTo: `/pilots/${pilot.id}/data/summary`,
    closed: closed ?? (plan === null ? 'Write the analysis plan first: it says which metrics are measured.' : null),
    limit: `${UPLOAD_LIMIT_BYTES / 1024 / 1024} MB`,
    metrics: (plan?.metrics ?? []).map(({ name }) => name),
  }
}

/** What views/readings/summary.hbs prints: one line for each group that the design compares. */
export function summaryForm({ pilot, plan, closed }: LoggingPilot, chosen: unknown) {
  const metrics = plan?.metrics.filter(({ kind }) => kind === 'proportion' || kind === 'mean') ?? []
  const metric = metrics.find(({ id }) => id === chosen) ?? metrics[0]
  const groups = plan ? groupsOf(plan, pilot) : []
  return {
    head: pilotHead(pilot, 'data'),
    to: `/pilots/${pilot.id}/data/summary`,
    backTo: `/pilots/${pilot.id}/data`,
    uploadTo: `/pilots/${pilot.id}/data/upload`,
    closed: closed ?? (metric ? null : 'No metric of the plan can be typed as a summary. Upload its rows instead.'),
    metric: metric ? { id: metric.id, name: metric.name, unit: metric.unit } : null,
    others: metrics.filter(({ id }) => id !== metric?.id).map(({ id, name }) => ({ name, to: `/pilots/${pilot.id}/data/summary?metric=${id}` })),
    isShare: metric?.kind === 'proportion',
    lines: groups.map(({ arm, period }, at) => ({ arm, period, at, label: groupWords({ arm, period }, plan?.design ?? null) })),
  }
}

/** What views/readings/import.hbs prints: what we understood of a file, or the receipt of what was added. */
export function importPage({ pilot, plan, standing, listed, mapping, checked, counts }: SeenImport) {
  const to = `/pilots/${pilot.id}/imports/${listed.id}`
  const mayLog = may(standing, 'reading.log') && readingsClosed(pilot.state) === null
  const isUploaded = listed.state === 'uploaded'
  // what counts no more, or never did, is no caution
  const counting = listed.state === 'committed'
  return {
    head: pilotHead(pilot, 'data'),
    dataTo: `/pilots/${pilot.id}/data`,
    import: {
      ...importRow(pilot, listed),
      beforeLock: counting ? counts.reduce((sum, cell) => sum + cell.beforeLock, 0) : 0,
      repeats: counting && checked?.repeats ? repeatsInWords(checked.repeats.rows, checked.repeats.first) : [],
    },
    isUploaded,
    seen: readingWay(mapping),
    closed: isUploaded ? readingsClosed(pilot.state) : null,
    form: isUploaded && mapping && mayLog ? { to, isReady: checked?.faultCount === 0, ...mappingForm(mapping, plan, checked?.words ?? null) } : null,
    understood: isUploaded && mapping && checked ? understoodOf(mapping, checked, plan, pilot, may(standing, 'reading.log') ? `${to}/faults.csv` : null) : null,
    commitTo: isUploaded && mayLog && checked && isReady(checked) ? `${to}/commit` : null,
    discardTo: isUploaded && mayLog ? `${to}/discard` : null,
    undoTo: listed.state === 'committed' && mayLog ? `${to}/undo` : null,
    counts: countRows(counts, plan, listed.missingByCell),
  }
}

function importRow(pilot: PilotInProgram, { id, kind, state, source, fileName, checksum, sizeBytes, rowCount, missingCount, duplicateCount, actorName, at, committedAt, committedBy, undoneAt, undoneBy, undoneBecause }: ToldImport) {
  return {
    to: `/pilots/${pilot.id}/imports/${id}`,
    title: fileName ?? (kind === 'summary' ? 'Typed summary' : 'Pasted rows'),
    isSummary: kind === 'summary',
    source,
    state: STATE_CHIPS[state],
    checksum,
    size: sizeBytes ? sizeWords(sizeBytes) : null,
    rows: state === 'uploaded' ? null : rowCount,
    rowsWord: kind === 'summary' ? 'line' : 'row',
    missing: missingCount,
    duplicates: duplicateCount,
    by: committedBy ?? actorName,
    at: committedAt ?? at,
    undone: undoneAt ? { at: undoneAt, by: undoneBy, because: undoneBecause } : null,
  }
}

const STATE_CHIPS = {
  uploaded: { word: 'not added yet', shape: 'half', tone: 'caution' },
  committed: { word: 'counts', shape: 'tick', tone: 'good' },
  undone: { word: 'undone', shape: 'slash', tone: 'neutral' },
  discarded: { word: 'discarded', shape: 'slash', tone: 'neutral' },
} as const

function groupsOf(plan: MeasuringPlan, pilot: PilotInProgram): { arm: Arm; period: Period }[] {
  const isEarly = pilot.state === 'approved'
  if (plan.design === 'beforeAfter') {
    const baseline = { arm: 'treatment', period: 'baseline' } as const
    return isEarly ? [baseline] : [baseline, { arm: 'treatment', period: 'outcome' }]
  }
  const period = isEarly ? 'baseline' : 'outcome'
  return [{ arm: 'control', period }, { arm: 'treatment', period }]
}

function countRows(counts: readonly CountedCell[], plan: MeasuringPlan | null, missing: readonly { metricId: string; arm: Arm; period: Period; missing: number }[] = []) {
  const metrics = plan?.metrics ?? []
  const nameOf = (id: string): string => metrics.find(metric => metric.id === id)?.name ?? 'A metric that the plan no longer has'
  const order = (id: string): number => metrics.findIndex(metric => metric.id === id)
  return [...counts]
    .sort((one, other) => order(one.metricId) - order(other.metricId))
    .map(({ metricId, arm, period, n }) => ({
      metric: nameOf(metricId),
      group: groupWords({ arm, period }, plan?.design ?? null),
      n,
      missing: missing.find(cell => cell.metricId === metricId && cell.arm === arm && cell.period === period)?.missing ?? 0,
    }))
}

function sizeWords(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

function mappingForm(mapping: Mapping, plan: MeasuringPlan, words: ToldCheck['words'] | null) {
  const columns = mapping.columns.map(name => ({ value: name, label: name }))
  const placed = (always: readonly { value: string; label: string }[]) => [
    ...mapping.columns.map(name => ({ value: `column:${name}`, label: `Column “${name}”` })),
    ...always.map(({ value, label }) => ({ value: `always:${value}`, label })),
  ]
  const placeOf = (place: Placed<string> | null): string => (place === null ? '' : 'always' in place ? `always:${place.always}` : `column:${nameOf(place.column)}`)
  const nameOf = (column: number | null): string => (column === null ? '' : (mapping.columns[column] ?? ''))
  const { format } = mapping
  return {
    columns,
    encodings: options(ENCODINGS, { 'utf-8': 'UTF-8', 'windows-1252': 'Windows-1252', 'utf-16le': 'UTF-16, little end first', 'utf-16be': 'UTF-16, big end first' }),
    delimiters: options(DELIMITERS, { comma: 'Comma', semicolon: 'Semicolon', tab: 'Tab', pipe: 'Vertical bar' }),
    quotes: options(QUOTES, { double: 'Double quotes', single: 'Single quotes', none: 'None' }),
    headers: [{ value: 'yes', label: 'Names of the columns' }, { value: 'no', label: 'Readings' }],
    decimals: [{ value: 'point', label: 'Point, as in 1,234.5' }, { value: 'comma', label: 'Comma, as in 1.234,5' }],
    dateFormats: options(DATE_FORMATS, { 'year-month-day': '2026-11-04', 'day/month/year': '4/11/2026 is 4 November', 'month/day/year': '11/4/2026 is 4 November', 'day.month.year': '4.11.2026 is 4 November' }),
    arms: placed([{ value: 'control', label: 'Every row is control' }, { value: 'treatment', label: 'Every row is treatment' }]),
    periods: placed([{ value: 'outcome', label: 'Every row is from the outcome period' }, { value: 'baseline', label: 'Every row is from the baseline period' }]),
    days: mapping.columns.map(name => ({ value: `column:${name}`, label: `Column “${name}”` })),
    given: {
      encoding: format.encoding,
      delimiter: format.delimiter,
      quote: format.quote,
      header: format.hasHeader ? 'yes' : 'no',
      decimal: mapping.decimal === ',' ? 'comma' : 'point',
      dates: mapping.dates,
      unit: nameOf(mapping.unit),
      arm: placeOf(mapping.arm),
      period: placeOf(mapping.period),
      day: placeOf(mapping.day),
      cluster: nameOf(mapping.cluster),
      exposure: nameOf(mapping.exposure),
      preValue: nameOf(mapping.preValue),
    },
    values: plan.metrics.map(({ id, name, kind }, at) => ({
      at,
      metric: id,
      name,
      kind: KIND_WORDS[kind],
      column: nameOf(mapping.values.find(({ metricId }) => metricId === id)?.column ?? null),
      columns,
    })),
    armWords: wordRows(words?.arm ?? [], mapping.armWords, [{ value: 'control', label: 'Control' }, { value: 'treatment', label: 'Treatment' }, LEAVE_OUT]),
    periodWords: wordRows(words?.period ?? [], mapping.periodWords, [{ value: 'baseline', label: 'Baseline' }, { value: 'outcome', label: 'Outcome' }, LEAVE_OUT]),
    truthWords: wordRows(withoutNumbers(words?.truth ?? []), mapping.truthWords, [{ value: 'yes', label: 'Yes' }, { value: 'no', label: 'No' }, { value: 'missing', label: 'No value' }]),
    isOneArm: plan.design === 'beforeAfter',
  }
}

const LEAVE_OUT = { value: 'leaveOut', label: 'Leave these rows out' }
const KIND_WORDS: Readonly<Record<MetricKind, string>> = { proportion: 'yes or no', mean: 'a number', count: 'a count', ratio: 'a number', nps: '-100, 0 or 100', duration: 'a duration' }

const options = <T extends string>(values: readonly T[], labels: Readonly<Record<T, string>>) => values.map(value => ({ value, label: labels[value] }))

/** How often a yes or a no comes is the outcome itself: words for them are told by their letters alone. */
function withoutNumbers(words: ToldCheck['words']['truth']): { readonly word: string; readonly rows: null }[] {
  return words.map(({ word }) => ({ word, rows: null })).sort((one, other) => one.word.localeCompare(other.word))
}

/** The words of a column, most frequent first, each with what it means so far. */
function wordRows(
  words: readonly { readonly word: string; readonly rows: number | null }[],
  told: readonly { readonly word: string; readonly means: string }[],
  meanings: readonly { readonly value: string; readonly label: string }[],
) {
  return [...words]
    .sort((one, other) => (other.rows ?? 0) - (one.rows ?? 0))
    .map(({ word, rows }, at) => {
      const means = told.find(each => each.word.trim().toLowerCase() === word.toLowerCase())?.means ?? ''
      const label = `${word === '' ? 'Empty cells' : `“${word}”`}${rows === null ? '' : `, ${counted(rows, 'row')}`}`
      return { at, word, label, means, meanings }
    })
}

const isReady = ({ faultCount, good }: ToldCheck): boolean => faultCount === 0 && good !== null && good > 0

function understoodOf(mapping: Mapping, checked: ToldCheck, plan: MeasuringPlan, pilot: PilotInProgram, faultsTo: string | null) {
  const metrics = mapping.values.map(({ metricId }) => plan.metrics.find(({ id }) => id === metricId))
  const shown = (value: number | null, kind: MetricKind | undefined): string => (value === null ? 'missing' : kind === 'proportion' ? (value === 1 ? 'yes' : 'no') : String(value))
  const has = { cluster: mapping.cluster !== null, day: mapping.day !== null, unit: mapping.unit !== null }
  const absent = plan.metrics.filter(({ id }) => !mapping.values.some(({ metricId }) => metricId === id))
  const primary = absent.find(({ role }) => role === 'primary')
  return {
    rows: checked.rows,
    good: checked.good,
    leftOut: checked.leftOut,
    cannotRead: checked.faultyRows === null ? null : `${written(checked.faultyRows, pilot.locale, {})} ${plural(checked.faultyRows, 'row')} of ${written(checked.rows, pilot.locale, {})} cannot be read`,
    faultCount: checked.faultCount,
    isFine: isReady(checked),
    faults: checked.faults,
    moreFaults: checked.isCut,
    faultsTo,
    withoutOthers: absent.filter(({ role }) => role !== 'primary').map(({ name }) => name),
    withoutPrimary: primary?.name ?? null,
    has,
    values: metrics.map(metric => metric?.name ?? ''),
    preview: checked.preview.map(({ line, unit, arm, period, day, cluster, values }) => ({
      line,
      unit,
      group: groupWords({ arm, period }, plan?.design ?? null),
      day,
      cluster,
      values: values.map((value, index) => shown(value, metrics[index]?.kind)),
    })),
    counts: [...(checked.counts ?? [])]
      .sort((one, other) => PERIODS.indexOf(one.period) - PERIODS.indexOf(other.period) || ARMS.indexOf(one.arm) - ARMS.indexOf(other.arm))
      .map(({ arm, period, rows }) => ({ group: groupWords({ arm, period }, plan?.design ?? null), rows })),
    missing: checked.missing.flatMap((missing, index) => (missing > 0 ? [{ metric: metrics[index]?.name ?? '', missing }] : [])),
    beforeLock: checked.beforeLock ? { ...checked.beforeLock, lockedAt: plan.lockedAt } : null,
    late: {
      inFuture: checked.inFuture,
      afterEnd: checked.afterEnd ? { ...checked.afterEnd, endsOn: pilot.endsOn } : null,
    },
    repeats: checked.repeats && checked.repeats.rows > 0 ? { rows: checked.repeats.rows, named: repeatsInWords(checked.repeats.rows, checked.repeats.first) } : null,
    compared: checked.repeats?.isWhole === false ? MOST_COMPARED : null,
    guessed: guessesIn(mapping).map(({ word, means }) => ({ word, means })),
    isWithoutUnits: mapping.unit === null,
  }
}
