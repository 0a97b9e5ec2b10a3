import { plural } from '../platform/plural'
import type { PlanDesign } from '../plans/plan.entity'
import type { PlannedMetric } from '../plans/planContent.rules'
import { written } from '../platform/views/formats'
import { pInWords } from '../platform/views/writtenP'
import { NotEstimable } from '../statistics/notEstimable'
import { sampleRatioMismatch } from '../statistics/quality/sampleRatioMismatch'
import { groupWords } from './groupWords'
import type { Arm } from './reading.entity'
import type { CountedCell } from './dating.rules'
import type { MissingCell, ReadingImportKind } from './readingImport.entity'
import { repeatsInWords, type NamedRepeat } from './repeats.rules'

/** What the checks look at: how many there are, planned and come, and never what they say. */
export interface DataFacts {
  readonly plan: { readonly design: PlanDesign; readonly allocationTreatment: number; readonly metrics: readonly Pick<PlannedMetric, 'id' | 'role' | 'name'>[] }
  /** Values that count, by metric, arm and period; several of one group add up. */
  readonly counts: readonly CountedCell[]
  /** Values that the files left empty, likewise. */
  readonly missing: readonly MissingCell[]
  /** Rows whose unit had come before in the same period. */
  readonly duplicates: number
  /** How the readings came, each once: a summary hides what its rows would show. Absent from findings of earlier versions. */
  readonly kinds?: readonly ReadingImportKind[]
  /** The first of these units, with where they come; none where the checks are kept with a result. */
  readonly repeated?: readonly NamedRepeat[]
  /** Outcome readings dated before the plan was locked; null before the lock. */
  readonly outcomesBeforeLock: number | null
  /** Outcome readings that bear no date. */
  readonly outcomesUndated: number
  /** Readings dated after the planned end, and of days to come; absent where the checks are kept with a result. */
  readonly late?: { readonly afterEnd: number; readonly inFuture: number }
  readonly locale: string
}

/** One check of the data, as a word and a sentence; what is fine is said too. */
export interface DataCheck {
  readonly name: string
  /** `open`: cannot be told from what there is. */
  readonly status: 'ok' | 'open' | 'caution' | 'bad'
  readonly text: string
  /** The first cases, each in words. */
  readonly named?: readonly string[]
}

/** Units of the primary metric in one arm after the change: those with a value, and those whose value is missing. */
export interface ArmUnits {
  readonly seen: number
  readonly missing: number
}

/** Arms whose sizes are less likely than this cost the evidence one level. */
export const MISMATCH_P = 0.001
/** Less likely than this is looked into. */
export const MISMATCH_CAUTION_P = 0.01
/** More missing values than this share of a metric in a group are looked into. */
const FEW_MISSING = 0.05

export function unitsOf({ plan, counts, missing }: DataFacts, arm: Arm): ArmUnits {
  const primary = plan.metrics.find(({ role }) => role === 'primary')
  const isHere = (cell: Omit<MissingCell, 'missing'>): boolean =>
    cell.metricId === primary?.id && cell.arm === arm && cell.period === 'outcome'
  return {
    seen: counts.filter(isHere).reduce((sum, cell) => sum + cell.n, 0),
    missing: missing.filter(isHere).reduce((sum, cell) => sum + cell.missing, 0),
  }
}

const sizeOf = ({ seen, missing }: ArmUnits): number => seen + missing

/** How likely chance alone makes arms of these sizes; null where the plan draws no arms, or there is nothing yet. */
export function sampleRatioP(facts: DataFacts): number | null {
  const { design, allocationTreatment } = facts.plan
  if (design !== 'randomised') return null
  try {
    return sampleRatioMismatch({
      counts: [sizeOf(unitsOf(facts, 'treatment')), sizeOf(unitsOf(facts, 'control'))],
      expectedRatios: [allocationTreatment, 1 - allocationTreatment],
    }).p
  } catch (fault) {
    if (fault instanceof NotEstimable) return null
    throw fault
  }
}

/** Every check of the readings themselves; the data page shows them, and a finding keeps them. */
export function dataChecks(facts: DataFacts): DataCheck[] {
  return [...unmeasured(facts), ...sizesOfArms(facts), missingValues(facts), repeatedUnits(facts), ...datesOf(facts)]
}

/** Metrics that the plan watches and nobody has measured; said before the pilot is concluded, for then it is too late. */
function unmeasured({ plan, counts }: DataFacts): DataCheck[] {
  const isMeasured = (id: string): boolean => counts.some(({ metricId, period, n }) => metricId === id && period === 'outcome' && n > 0)
  const absent = plan.metrics.filter(({ id }) => !isMeasured(id))
  if (absent.length === 0) return []
  const names = (role: PlannedMetric['role']): string => absent.filter(metric => metric.role === role).map(({ name }) => name).join(', ')
  const said = [
    ...(names('primary') ? [`${names('primary')} has no outcome reading, and the verdict rests on it.`] : []),
    ...(names('guardrail') ? [`Without outcome readings of ${names('guardrail')} nobody can say that it was not harmed, and the verdict stays open.`] : []),
    ...(names('secondary') ? [`There is no outcome reading of ${names('secondary')}.`] : []),
  ]
  return [{ name: 'Metrics of the plan', status: 'caution', text: said.join(' ') }]
}

function sizesOfArms(facts: DataFacts): DataCheck[] {
  const p = sampleRatioP(facts)
  if (p === null) return []
  const name = 'Sizes of the arms'
  const absent = (['control', 'treatment'] as const).find(arm => sizeOf(unitsOf(facts, arm)) === 0)
  if (absent) return [{ name, status: 'open', text: `The ${absent} group has no reading yet, so there is nothing to compare.` }]
  const chance = pInWords(p, facts.locale, p < MISMATCH_P ? MISMATCH_P : MISMATCH_CAUTION_P)
  if (p < MISMATCH_P) {
    const text = `Off the planned ratio (${chance}): units got lost or were assigned otherwise. It costs the evidence one level.`
    return [{ name, status: 'bad', text }]
  }
  if (p < MISMATCH_CAUTION_P) {
    return [{ name, status: 'caution', text: `Off the planned ratio by more than chance often brings about (${chance}): find out why.` }]
  }
  return [{ name, status: 'ok', text: `As planned, as far as chance goes (${chance}).` }]
}

/** What a summary does not show: nothing of it is known where there is no file, and only of the files where there is one. */
function hiddenBySummaries(name: string, { kinds = [] }: DataFacts, what: string, seenInFiles: string): DataCheck | null {
  if (!kinds.includes('summary')) return null
  if (!kinds.includes('rows')) return { name, status: 'open', text: `Not known of a summary: only rows show ${what}.` }
  return { name, status: 'open', text: `${seenInFiles} It is not known of what was typed as a summary.` }
}

function missingValues(facts: DataFacts): DataCheck {
  const { missing: empty, locale } = facts
  const name = 'Missing values'
  const missing = empty.reduce((sum, cell) => sum + cell.missing, 0)
  const none = 'No value was empty in the files.'
  if (missing === 0) return hiddenBySummaries(name, facts, 'which values are empty', none) ?? { name, status: 'ok', text: none }
  const { group, emptied, all } = emptiestGroup(facts)
  const number = (value: number): string => written(value, locale, {})
  const share = written(emptied / all, locale, { style: 'percent', maximumFractionDigits: 1 })
  const most = missing === emptied ? '' : `${number(missing)} values were empty, most of them here: `
  const text = `${most}${number(emptied)} of ${number(all)} values of ${group} ${missing === emptied ? 'were empty ' : ''}(${share}). They are left out, and counted by group on each import.`
  return { name, status: emptied / all > FEW_MISSING ? 'caution' : 'ok', text }
}

/** The values of one metric in one group of which the largest share is empty: among all values it would look small. */
function emptiestGroup({ plan, counts, missing }: DataFacts): { readonly group: string; readonly emptied: number; readonly all: number } {
  const isOf = (cell: Omit<MissingCell, 'missing'>) => (other: Omit<MissingCell, 'missing'>): boolean =>
    other.metricId === cell.metricId && other.arm === cell.arm && other.period === cell.period
  const groups = missing.map(cell => {
    const emptied = missing.filter(isOf(cell)).reduce((sum, { missing: more }) => sum + more, 0)
    const seen = counts.filter(isOf(cell)).reduce((sum, { n }) => sum + n, 0)
    const metric = plan.metrics.find(({ id }) => id === cell.metricId)?.name ?? 'a metric that the plan no longer has'
    return { group: `${metric} (${groupWords(cell, plan.design).toLowerCase()})`, emptied, all: emptied + seen }
  })
  return groups.reduce((most, each) => (each.emptied / each.all > most.emptied / most.all ? each : most))
}

function repeatedUnits(facts: DataFacts): DataCheck {
  const { duplicates, repeated = [], locale } = facts
  const name = 'Units that come twice'
  const none = 'No unit comes twice in the same period.'
  if (duplicates === 0) return hiddenBySummaries(name, facts, 'which units come twice', none) ?? { name, status: 'ok', text: none }
  const rows = `${written(duplicates, locale, {})} ${plural(duplicates, 'row repeats', 'rows repeat')}`
  const text = `${rows} a unit of the same period, in its own group or in the other one. Each counts as a unit of its own: undo the import if that is wrong.`
  const named = repeatsInWords(duplicates, repeated, more => written(more, locale, {}))
  return { name, status: 'caution', text, ...(named.length > 0 && { named }) }
}

function datesOf({ outcomesBeforeLock, outcomesUndated, counts, late = { afterEnd: 0, inFuture: 0 }, locale }: DataFacts): DataCheck[] {
  const name = 'Dates of the outcome'
  const number = (value: number): string => written(value, locale, {})
  const readings = (value: number, one: string): string => `${number(value)} ${plural(value, `${one} is`, `${one}s are`)}`
  const outcomes = counts.filter(({ period }) => period === 'outcome').reduce((sum, { n }) => sum + n, 0)
  const checks: DataCheck[] = []
  if (late.inFuture > 0) {
    const text = `${readings(late.inFuture, 'reading')} dated in the future. Undo the import if its dates were misread.`
    checks.push({ name: 'Days to come', status: 'caution', text })
  }
  if (late.afterEnd > 0) {
    const text = `${readings(late.afterEnd, 'outcome reading')} dated after the planned end. They count; say in the decision why the pilot ran on, or undo their import.`
    checks.push({ name: 'After the planned end', status: 'caution', text })
  }
  if (outcomesBeforeLock === null || outcomes === 0) return checks
  if (outcomesBeforeLock > 0) {
    const text = `${readings(outcomesBeforeLock, 'outcome reading')} dated before the plan was locked: somebody could have seen them. They count, with a caution beside the evidence.`
    return [{ name, status: 'caution', text }, ...checks]
  }
  if (outcomesUndated >= outcomes) {
    return [{ name, status: 'open', text: 'No outcome bears a date, so nobody can tell whether one was there before the plan was locked.' }, ...checks]
  }
  if (outcomesUndated > 0) {
    const text = `No outcome with a date is from before the plan was locked; ${number(outcomesUndated)} of ${number(outcomes)} bear none.`
    return [{ name, status: 'open', text }, ...checks]
  }
  return [{ name, status: 'ok', text: 'No outcome is dated before the plan was locked.' }, ...checks]
}
