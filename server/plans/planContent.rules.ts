import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { MetricDirection, MetricKind } from '../metrics/metric.entity'
import type { DecisionRule } from './decisionRule.rules'
import type { PlanDesign, PlanPairing } from './plan.entity'
import type { PlanMetricRole } from './planMetric.entity'

/** A metric as the plan fixes it; later edits of the metric do not reach a locked plan. */
export interface PlannedMetric {
  readonly id: string
  readonly role: PlanMetricRole
  readonly name: string
  readonly kind: MetricKind
  readonly unit: string
  readonly direction: MetricDirection
  /** How much worse a guardrail may become, in the unit of the metric (a share for proportions); null for the others. */
  readonly margin: number | null
}

/** What a plan needs to know of its primary metric. */
export type MetricFacts = Pick<PlannedMetric, 'kind' | 'direction'>

/** What the team decides in a plan; the rest of its content comes from the pilot. */
export interface PlanTerms {
  readonly design: PlanDesign
  readonly pairing: PlanPairing
  /** Smallest effect that matters, in the unit of the primary metric; 0.02 is two percentage points of a proportion. */
  readonly smallestEffect: number
  /** Two-sided level of the test; intervals have level 1 - alpha. */
  readonly alpha: number
  /** Units in each arm; in the smaller one where the arms differ. In `beforeAfter`, in each period. */
  readonly plannedPerArm: number | null
  /** What the primary metric is expected to be without the change. */
  readonly baselineValue: number | null
  /** Expected standard deviation between units; null for proportions, whose spread follows from their value. */
  readonly baselineSd: number | null
  /** Share of the units meant for the treatment arm, against which a sample-ratio mismatch is judged. */
  readonly allocationTreatment: number
  /** Share of the treated units that must have received the change. */
  readonly minimumDelivered: number
  readonly decisionRule: DecisionRule
}

/**
 * Everything that an analysis and a reader need of a plan, in one value. Its canonical JSON is what is locked and
 * hashed, so a field once given keeps its name and meaning; another shape gets another `format`.
 */
export interface PlanContent extends PlanTerms {
  readonly format: 'foothold-plan-1'
  readonly pilot: { readonly id: string; readonly title: string }
  readonly hypothesis: {
    readonly change: string
    readonly forWhom: string
    readonly expectedEffect: string
    readonly because: string
  }
  readonly startsOn: string | null
  readonly endsOn: string | null
  /** The primary metric first. */
  readonly metrics: readonly PlannedMetric[]
  /** Null in the plan as it was locked. */
  readonly amendment: {
    readonly number: number
    readonly reason: string
    /** Hash of the content that this one takes the place of. */
    readonly replaces: string
  } | null
}

/** What the content takes from the pilot. */
export type PlannedPilotFacts = PlanContent['pilot'] & PlanContent['hypothesis'] & Pick<PlanContent, 'startsOn' | 'endsOn'>

/** The content of a plan that is being written or locked; `metrics` with the primary one first. */
export function contentOf(pilot: PlannedPilotFacts, terms: PlanTerms, metrics: readonly PlannedMetric[]): PlanContent {
  const { id, title, change, forWhom, expectedEffect, because, startsOn, endsOn } = pilot
  const { design, pairing, smallestEffect, alpha, plannedPerArm, baselineValue, baselineSd } = terms
  const { allocationTreatment, minimumDelivered, decisionRule } = terms
  return {
    format: 'foothold-plan-1',
    pilot: { id, title },
    hypothesis: { change, forWhom, expectedEffect, because },
    startsOn,
    endsOn,
    metrics: metrics.map(metric => plain(metric)),
    design,
    pairing,
    smallestEffect,
    alpha,
    plannedPerArm,
    baselineValue,
    baselineSd,
    allocationTreatment,
    minimumDelivered,
    decisionRule: decisionRule.map(row => ({ verdict: row.verdict, evidenceAtLeast: row.evidenceAtLeast, action: row.action })),
    amendment: null,
  }
}

/** Only what a content may hold, whatever else the value carries. */
const plain = ({ id, role, name, kind, unit, direction, margin }: PlannedMetric): PlannedMetric => ({
  id,
  role,
  name,
  kind,
  unit,
  direction,
  margin,
})

/** A content in the form in which it is kept and shown. */
export interface SealedContent {
  /** RFC 8785: keys sorted, no white space, one spelling for each number. Hash and download are of exactly these bytes. */
  readonly canonical: string
  /** SHA-256 of `canonical` in UTF-8, in hexadecimal. */
  readonly hash: string
}

export function sealed(content: PlanContent): SealedContent {
  const canonical = canonicalize(content)
  if (canonical === undefined) throw new TypeError('A plan must be expressible as JSON.')
  return { canonical, hash: createHash('sha256').update(canonical, 'utf8').digest('hex') }
}

/** Reads back what `sealed` made. Nobody else writes that column, so its shape is known. */
export function unsealed(canonical: string): PlanContent {
  return JSON.parse(canonical) as PlanContent
}

export function primaryMetric(content: Pick<PlanContent, 'metrics'>): PlannedMetric {
  const primary = content.metrics.find(metric => metric.role === 'primary')
  if (!primary) throw new Error('A plan without a primary metric cannot have been locked.')
  return primary
}

/** What people call the terms of a plan and its frame, in the order in which a reader meets them. */
export const TERM_WORDS = {
  design: 'Design',
  pairing: 'Units',
  smallestEffect: 'Smallest effect that matters',
  alpha: 'Significance level',
  plannedPerArm: 'Units planned for each group',
  baselineValue: 'Expected value without the change',
  baselineSd: 'Expected standard deviation',
  allocationTreatment: 'Share of units in the treatment group',
  minimumDelivered: 'Delivered at least',
  decisionRule: 'Decision rule',
} as const satisfies Readonly<Record<keyof PlanTerms, string>>
export type Term = keyof typeof TERM_WORDS

export const FIELD_WORDS = {
  ...TERM_WORDS,
  metrics: 'Metrics',
  startsOn: 'Start',
  endsOn: 'End',
} as const satisfies Partial<Record<keyof PlanContent, string>>
export type AmendableField = keyof typeof FIELD_WORDS

/** The fields in which two contents differ, of those that an amendment can change. */
export function changedFields(before: PlanContent, after: PlanContent): AmendableField[] {
  return (Object.keys(FIELD_WORDS) as AmendableField[]).filter(field => differ(before[field], after[field]))
}

export function changedTerms(before: PlanTerms, after: PlanTerms): Term[] {
  return (Object.keys(TERM_WORDS) as Term[]).filter(term => differ(before[term], after[term]))
}

const differ = (before: unknown, after: unknown): boolean => canonicalize(before) !== canonicalize(after)
