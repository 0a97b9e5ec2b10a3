import type { GivenNumber } from '../platform/typedNumber'
import { Choice, Day, Decimal, DecimalOrPercent, Percent, Rows, Text, WholeNumber, Uuid } from '../platform/http/fields'
import { ACTIONS, VERDICTS, type Action, type Verdict } from './decisionRule.rules'
import type { EvidenceLevel } from '../programs/evidenceLevel'
import { PLAN_DESIGNS, PLAN_PAIRINGS, type PlanDesign, type PlanPairing } from './plan.entity'
import type { TypedFor } from './plan.rules'
import type { PlanTerms } from './planContent.rules'
import type { WatchedMetric } from './planFaults.rules'

const WATCHED_ROLES = ['secondary', 'guardrail'] as const
const MOST_UNITS = 1_000_000_000
/** Bounds of the share that gets the change, in percent: both groups have somebody. */
export const ALLOCATION = { min: 1, max: 99 } as const

export class DecisionRowInput {
  @Choice(VERDICTS)
  verdict!: Verdict

  @WholeNumber({ min: 1, max: 5 })
  evidenceAtLeast!: EvidenceLevel

  @Choice(ACTIONS)
  action!: Action
}

class WatchedMetricAnswers {
  @Uuid()
  metricId!: string

  @Choice(WATCHED_ROLES)
  role!: (typeof WATCHED_ROLES)[number]
}

/** A metric beside the primary one; `margin` in the unit of the metric, a share for proportions. */
export class WatchedMetricInput extends WatchedMetricAnswers {
  @Decimal({ optional: true })
  margin!: number | null
}

/** The same as it is typed: in percentage points where its metric is a share, which the metric says and nobody chooses. */
class WatchedMetricFields extends WatchedMetricAnswers {
  @DecimalOrPercent({ optional: true })
  margin!: GivenNumber | null
}

/** What form and API ask alike. */
class PlanAnswers {
  @Choice(PLAN_DESIGNS)
  design!: PlanDesign

  @Choice(PLAN_PAIRINGS)
  pairing!: PlanPairing

  @Decimal({ min: 0.001, max: 0.2, percent: 'share' })
  alpha!: number

  @WholeNumber({ min: 2, max: MOST_UNITS, optional: true })
  plannedPerArm!: number | null

  @Decimal({ optional: true })
  baselineSd!: number | null

  @Rows(() => DecisionRowInput, { max: 25 })
  decisionRule!: DecisionRowInput[]
}

/** What a plan may say, in the units in which it is kept; the body of the API. */
export class PlanBody extends PlanAnswers {
  @Decimal()
  smallestEffect!: number

  @Decimal({ optional: true })
  baselineValue!: number | null

  @Decimal({ min: ALLOCATION.min / 100, max: ALLOCATION.max / 100 })
  allocationTreatment!: number

  @Decimal({ min: 0, max: 1 })
  minimumDelivered!: number

  @Rows(() => WatchedMetricInput, { max: 20 })
  otherMetrics!: WatchedMetricInput[]
}

/** `version` is that of the plan the writer has seen; 0 for a plan that is not there yet. */
export class PlanRevisionBody extends PlanBody {
  @WholeNumber({ max: 2_000_000_000 })
  version!: number
}

/** An amendment is the whole plan as it shall hold from now on; `replaces` is the hash of the one the writer has seen. */
export class PlanAmendmentBody extends PlanBody {
  @Text({ min: 10, max: 2000 })
  reason!: string

  @Text({ max: 64 })
  replaces!: string

  @Day({ optional: true })
  endsOn!: string | null
}

export class LockInput {
  @WholeNumber({ min: 1, max: 2_000_000_000 })
  version!: number
}

/** The same as people type it: shares as percent, effects on shares as percentage points. */
export class PlanFields extends PlanAnswers {
  /** The metric that the page was printed for: what was typed is in its unit, whatever is chosen by now. */
  @Uuid()
  primaryMetricId!: string

  /** How the form asked for effect and expected value. */
  @Choice(['points', 'unit'])
  typedIn!: 'points' | 'unit'

  @DecimalOrPercent()
  smallestEffect!: GivenNumber

  @DecimalOrPercent({ optional: true })
  baselineValue!: GivenNumber | null

  /** May be left out where the design has no use for it. */
  @Percent({ ...ALLOCATION, optional: true })
  allocationTreatment!: number | null

  @Percent()
  minimumDelivered!: number

  @Rows(() => WatchedMetricFields, { max: 20 })
  otherMetrics!: WatchedMetricFields[]
}

export class PlanRevisionForm extends PlanFields {
  @WholeNumber({ max: 2_000_000_000 })
  version!: number
}

export class PlanAmendmentForm extends PlanFields {
  @Text({ min: 10, max: 2000 })
  reason!: string

  @Text({ max: 64 })
  replaces!: string

  @Day({ optional: true })
  endsOn!: string | null
}

/** A plan's terms with the metrics it watches. */
export type WrittenPlan = PlanTerms & {
  readonly otherMetrics: readonly WatchedMetric[]
  /** What the writer saw as primary metric, where a form had to know it to ask in its unit; null where nothing depended on it. */
  readonly typedFor: TypedFor | null
}

export function planOfBody(body: PlanBody): WrittenPlan {
  const { design, pairing, smallestEffect, alpha, plannedPerArm, baselineValue, baselineSd } = body
  const { allocationTreatment, minimumDelivered, decisionRule, otherMetrics } = body
  return {
    design,
    pairing,
    smallestEffect,
    alpha,
    plannedPerArm,
    baselineValue,
    baselineSd,
    allocationTreatment,
    minimumDelivered,
    decisionRule: decisionRule.map(({ verdict, evidenceAtLeast, action }) => ({ verdict, evidenceAtLeast, action })),
    otherMetrics: otherMetrics.map(({ metricId, role, margin }) => ({ metricId, role, margin })),
    typedFor: null,
  }
}

/**
 * A form offers empty rows for what may be added; one without its verdict, or its metric, is not meant, whatever else
 * stands in it. Takes them out of the body itself, so that the form that is shown again counts the rows as the faults do.
 */
export function withoutEmptyRows(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  const form = body as Record<string, unknown>
  keepRows(form, 'decisionRule', 'verdict')
  keepRows(form, 'otherMetrics', 'metricId')
  return form
}

function keepRows(form: Record<string, unknown>, name: string, telling: string): void {
  const rows = form[name]
  if (typeof rows !== 'object' || rows === null) return
  form[name] = Object.values(rows).filter(row => {
    if (typeof row !== 'object' || row === null) return true
    const told = (row as Record<string, unknown>)[telling]
    return told !== undefined && told !== null && !(typeof told === 'string' && told.trim() === '')
  })
}
