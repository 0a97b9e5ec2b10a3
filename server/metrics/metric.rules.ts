import { refuse } from '../platform/errors'
import { unitAfter } from '../platform/plural'
import { percentDoubt } from '../platform/shareTyped'
import { valueOf, type GivenNumber } from '../platform/typedNumber'
import { asPercent, asShare } from '../programs/program.rules'
import type { Metric, MetricDirection, MetricKind, MetricPerspective } from './metric.entity'
import type { MetricInput } from './metric.input'

/** What people say about a metric; the rest is made by itself. */
export type MetricDefinition = Pick<
  Metric,
  'name' | 'kind' | 'unit' | 'direction' | 'perspective' | 'smallestEffect' | 'guardrailMargin' | 'moneyPerUnitCents'
>

interface KindRule {
  readonly word: string
  readonly means: string
  /** The unit of every metric of this kind; `null` where each metric names its own. */
  readonly unit: string | null
  /** The largest difference there can be, in the unit that people type. */
  readonly largestEffect: number
}

const ANY_SIZE = Number.MAX_VALUE

/** The kinds in words, with what follows from each. */
export const KINDS: Readonly<Record<MetricKind, KindRule>> = {
  proportion: { word: 'Share', means: 'yes or no for each case: resolved, converted, came back', unit: '', largestEffect: 100 },
  mean: { word: 'Mean', means: 'a number for each case: effort from 1 to 7, spend', unit: null, largestEffect: ANY_SIZE },
  count: { word: 'Count', means: 'how often it happens: contacts per customer', unit: null, largestEffect: ANY_SIZE },
  ratio: { word: 'Ratio', means: 'the sum of one value over the sum of another: cost per contact', unit: null, largestEffect: ANY_SIZE },
  nps: { word: 'Net promoter score', means: 'promoters minus detractors, from −100 to 100', unit: 'points', largestEffect: 200 },
  duration: { word: 'Duration', means: 'a time for each case, a few of them very long', unit: null, largestEffect: ANY_SIZE },
}

export const DIRECTION_WORDS: Readonly<Record<MetricDirection, string>> = { higher: 'Higher is better', lower: 'Lower is better' }

export const PERSPECTIVE_WORDS: Readonly<Record<MetricPerspective, { readonly word: string; readonly means: string }>> = {
  customer: { word: 'Customer', means: 'what the customer lives through: effort, resolution, coming back' },
  internal: { word: 'Internal', means: 'what the company sees of itself: handle time, cost, conversion' },
}

/** The definition in the words of the form. */
export const METRIC_WORDS: Readonly<Record<keyof MetricDefinition, string>> = {
  name: 'Name',
  kind: 'Kind',
  unit: 'Unit',
  direction: 'Better is',
  perspective: 'Perspective',
  smallestEffect: 'Smallest effect that matters',
  guardrailMargin: 'Guardrail margin',
  moneyPerUnitCents: 'Money for each unit of change',
}

/** The kinds that can be analysed now; the others have a name. */
export const ANALYSABLE_KINDS = ['proportion', 'mean'] as const satisfies readonly MetricKind[]

export const isAnalysable = (kind: MetricKind): boolean => ANALYSABLE_KINDS.some(known => known === kind)

/** What follows for whoever means to measure with it. */
export const NOT_ANALYSED = 'this release analyses shares and means alone, so no plan with it can be locked yet'

/** What is said of a metric that was saved. @param then  what follows as long as it can be analysed */
export function savedInWords({ name, kind }: Pick<Metric, 'name' | 'kind'>, then: string): string {
  return isAnalysable(kind) ? `${name} is saved. ${then}` : `${name} is saved, as a ${KINDS[kind].word.toLowerCase()}: ${NOT_ANALYSED}.`
}

/** The unit in which effects and margins of a metric are typed and shown. */
export function effectUnitOf({ kind, unit }: Pick<Metric, 'kind' | 'unit'>): string {
  return kind === 'proportion' ? 'percentage points' : kind === 'nps' ? 'points' : unit
}

/** The same behind the number itself: "1 percentage point". */
export const effectUnitAfter = (effect: number, metric: Pick<Metric, 'kind' | 'unit'>): string => unitAfter(effect, effectUnitOf(metric))

/** A stored effect (of a proportion: a difference of shares) in the unit that people read. */
export function effectAsTyped(kind: MetricKind, stored: number | null): number | null {
  return stored === null || kind !== 'proportion' ? stored : asPercent(stored)
}

/** A typed effect as it is stored. Without its metric nobody knows yet what it counts, so it stays as it is. */
export function effectAsStored(given: GivenNumber, kind: MetricKind | null): number {
  return kind === 'proportion' ? asShare(valueOf(given)) : valueOf(given)
}

/** What is stored of the answers. @throws Invalid where they do not fit the kind */
export function definitionOf(input: MetricInput): MetricDefinition {
  const { kind, name, direction, perspective, moneyPerUnit } = input
  const rule = KINDS[kind]
  const faults = {
    ...(rule.unit === null && input.unit === null && { unit: 'Say what one value counts, such as minutes or contacts.' }),
    ...faultAt('smallestEffect', effectFault(input.smallestEffect, kind)),
    ...faultAt('guardrailMargin', effectFault(input.guardrailMargin, kind)),
  }
  refuse(faults)
  const stored = (effect: GivenNumber | null) => (effect === null ? null : effectAsStored(effect, kind))
  return {
    name,
    kind,
    unit: rule.unit ?? input.unit ?? '',
    direction,
    perspective,
    smallestEffect: stored(input.smallestEffect),
    guardrailMargin: stored(input.guardrailMargin),
    moneyPerUnitCents: moneyPerUnit,
  }
}

const faultAt = (field: string, fault: string | null): Record<string, string> => (fault === null ? {} : { [field]: fault })

/**
 * Why a typed effect, or a margin, cannot be, or could be meant in two ways; null where it is plain.
 *
 * @param kind  null as long as no metric is chosen
 */
export function effectFault(given: GivenNumber | null, kind: MetricKind | null): string | null {
  if (given === null) return null
  const effect = valueOf(given)
  if (effect <= 0) return 'Write a number above zero; the direction comes from the metric.'
  if (kind === null) return null
  const { largestEffect } = KINDS[kind]
  if (effect > largestEffect) return `No difference of this kind can be larger than ${largestEffect}.`
  return percentDoubt(given, kind === 'proportion', 'points')
}

/**
 * A plan, and everything that was computed by it, rests on what its metrics are. Names, defaults and money may still
 * change: a plan took its own copy of the defaults.
 */
export function checkFixed(before: MetricDefinition, after: MetricDefinition, isPlanned: boolean): void {
  if (!isPlanned) return
  const because = 'A plan uses this metric, so this can no longer change. Make another metric instead.'
  const faults = {
    ...(before.kind !== after.kind && { kind: because }),
    ...(before.direction !== after.direction && { direction: because }),
  }
  refuse(faults)
}
