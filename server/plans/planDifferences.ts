import type { ChangesInWords } from '../audit/entryWords.rules'
import type { MetricKind } from '../metrics/metric.entity'
import { effectInWords } from '../pilots/effectInWords'
import { exactWordingOf, wordingOf, type Wording, type WordingCustoms } from '../pilots/wording'
import { unitAfter } from '../platform/plural'
import { changesBetween, changeTold, type Changes } from '../platform/versions'
import type { DecisionRule } from './decisionRule.rules'
import {
  changedTerms,
  FIELD_WORDS,
  primaryMetric,
  TERM_WORDS,
  type AmendableField,
  type PlanContent,
  type PlannedMetric,
  type PlanTerms,
} from './planContent.rules'
import { DESIGN_WORDS, PAIRING_WORDS, ROLE_WORDS, ruleRow } from './printedTerms'

/** A number with what it is read by: that of a share is a share, that of a mean in its unit. */
interface Measured {
  readonly value: number
  readonly kind: MetricKind
  readonly unit: string
}

type MeasuredTerm = 'smallestEffect' | 'baselineValue' | 'baselineSd'
type MeasuredTerms = Omit<PlanTerms, MeasuredTerm> & Readonly<Record<MeasuredTerm, Measured | null>>
/** The fields of a plan as the audit log keeps them: each can be read by itself, whatever becomes of the pilot's metric. */
type KeptFields = MeasuredTerms & Pick<PlanContent, 'metrics' | 'startsOn' | 'endsOn'>
type KeptChanges = { readonly [Field in AmendableField]?: { readonly before: KeptFields[Field]; readonly after: KeptFields[Field] } }
/** What takes more than one line. */
type ListField = 'decisionRule' | 'metrics'

/**
 * A sentence for each term that stands otherwise by now than it was sent, in the words of the form; with all its digits where
 * usual ones would hide the difference.
 */
export function planDifferences(stands: PlanTerms, sent: PlanTerms, metric: Pick<PlannedMetric, 'kind' | 'unit'>, customs: WordingCustoms): string[] {
  const [now, yours] = [measuredTerms(stands, metric), measuredTerms(sent, metric)]
  return changedTerms(stands, sent).map(term => {
    if (term === 'decisionRule') return `${TERM_WORDS[term]}: another one now than yours.`
    return changeTold(TERM_WORDS[term], ...fieldApart(term, now[term], yours[term], customs))
  })
}

/** What an edit of a plan changed, for its entry in the audit log. */
export const planChanges = (before: PlanContent, after: PlanContent): Changes => changesBetween(kept(before), kept(after))

/** A field, metric or row of a plan that changed, both sides ready to read. */
export interface ToldChange {
  readonly what: string
  readonly was: string
  readonly is: string
}

/** What an edit of a plan changed, for the page of the plan. */
export const toldChanges = (before: PlanContent, after: PlanContent, customs: WordingCustoms): ToldChange[] =>
  told(planChanges(before, after), customs)

/** The changes that `planChanges` wrote, a line for each. */
export const planChangesInWords: ChangesInWords<WordingCustoms> = (action, details, customs) => {
  if (action !== 'plan.revised' && action !== 'plan.amended') return null
  // nobody else writes entries of these names, so their shape is known
  const { changes } = details as { readonly changes?: KeptChanges }
  if (!changes) return null
  return told(changes, customs).map(({ what, was, is }) => `${what}: ${was} → ${is}`)
}

function told({ decisionRule, metrics, ...others }: KeptChanges, customs: WordingCustoms): ToldChange[] {
  const single = <Field extends Exclude<AmendableField, ListField>>(field: Field, change: KeptChanges[Field]): ToldChange[] =>
    change ? changed(FIELD_WORDS[field], fieldApart(field, change.before, change.after, customs)) : []
  return FIELDS.flatMap(field => {
    if (field === 'decisionRule') return decisionRule ? ruleChanges(decisionRule.before, decisionRule.after) : []
    if (field === 'metrics') return metrics ? metricChanges(metrics.before, metrics.after, customs) : []
    return single(field, others[field])
  })
}

const FIELDS = Object.keys(FIELD_WORDS) as AmendableField[]

function kept(content: PlanContent): KeptFields {
  const { metrics, startsOn, endsOn } = content
  return { ...measuredTerms(content, primaryMetric(content)), metrics, startsOn, endsOn }
}

function measuredTerms(terms: PlanTerms, { kind, unit }: Pick<PlannedMetric, 'kind' | 'unit'>): MeasuredTerms {
  const { design, pairing, alpha, plannedPerArm, allocationTreatment, minimumDelivered, decisionRule } = terms
  const measured = (value: number | null): Measured | null => value === null ? null : { value, kind, unit }
  return {
    ...{ design, pairing, alpha, plannedPerArm, allocationTreatment, minimumDelivered, decisionRule },
    smallestEffect: measured(terms.smallestEffect),
    baselineValue: measured(terms.baselineValue),
    baselineSd: measured(terms.baselineSd),
  }
}

const changed = (what: string, [was, is]: readonly [string, string]): ToldChange[] => (was === is ? [] : [{ what, was, is }])

type InWords<T> = (value: T, words: Wording) => string

const day: InWords<string | null> = (value, words) => (value === null ? 'empty' : words.day(value))
const number: InWords<number | null> = (value, words) => (value === null ? 'empty' : words.number(value))
const percent: InWords<number> = (value, words) => words.percent(value)
const inUnit: InWords<Measured | null> = (measured, words) => {
  if (measured === null) return 'empty'
  const { value, unit } = measured
  return `${words.number(value)}${unit ? ` ${unitAfter(value, unit)}` : ''}`
}

const FIELD_IN_WORDS: { readonly [Field in Exclude<AmendableField, ListField>]: InWords<KeptFields[Field]> } = {
  design: value => `“${DESIGN_WORDS[value]}”`,
  pairing: value => `“${PAIRING_WORDS[value]}”`,
  smallestEffect: (measured, words) => (measured === null ? 'empty' : effectInWords(measured.value, measured, words)),
  alpha: number,
  plannedPerArm: number,
  baselineValue: (measured, words) => (measured?.kind === 'proportion' ? words.percent(measured.value) : inUnit(measured, words)),
  baselineSd: inUnit,
  allocationTreatment: percent,
  minimumDelivered: percent,
  startsOn: day,
  endsOn: day,
}

function fieldApart<Field extends Exclude<AmendableField, ListField>>(
  field: Field,
  one: KeptFields[Field],
  other: KeptFields[Field],
  customs: WordingCustoms,
): [string, string] {
  return apart(customs, [one, other], FIELD_IN_WORDS[field])
}

/** Two of a kind in words that differ: the usual ones, or those with all digits. */
function apart<T>(customs: WordingCustoms, [one, other]: readonly [T, T], inWords: InWords<T>): [string, string] {
  const both = (words: Wording): [string, string] => [inWords(one, words), inWords(other, words)]
  const usual = both(wordingOf(customs))
  return usual[0] === usual[1] ? both(exactWordingOf(customs)) : usual
}

/** A line for each metric that came, went, or is watched otherwise. */
function metricChanges(before: readonly PlannedMetric[], after: readonly PlannedMetric[], customs: WordingCustoms): ToldChange[] {
  const ids = [...new Set([...before, ...after].map(({ id }) => id))]
  return ids.flatMap(id => {
    const [was, is] = [before, after].map(metrics => metrics.find(metric => metric.id === id))
    return changed(FIELD_WORDS.metrics, apart(customs, [was, is], metricInWords))
  })
}

const metricInWords: InWords<PlannedMetric | undefined> = (metric, words) => {
  if (!metric) return 'none'
  const worse = metric.margin === null ? '' : `, at most ${effectInWords(metric.margin, metric, words)} worse`
  return `${metric.name} (${ROLE_WORDS[metric.role]}${worse})`
}

function ruleChanges(before: DecisionRule, after: DecisionRule): ToldChange[] {
  const rows = [before, after].map(rule =>
    rule.map(ruleRow).map(({ verdictWords, evidence, action }) => `${verdictWords}, ${evidence}: ${action}`),
  )
  const most = Math.max(before.length, after.length)
  return Array.from({ length: most }, (_, at) => rows.map(rule => rule[at] ?? 'none')).flatMap(([was = '', is = ''], at) =>
    changed(`${FIELD_WORDS.decisionRule}, row ${at + 1}`, [was, is]),
  )
}
