import { Choice, DecimalOrPercent, Money, Text, WholeNumber } from '../platform/http/fields'
import type { GivenNumber } from '../platform/typedNumber'
import {
  METRIC_DIRECTIONS,
  METRIC_KINDS,
  METRIC_PERSPECTIVES,
  type MetricDirection,
  type MetricKind,
  type MetricPerspective,
} from './metric.entity'

/** What people say about a metric. Effects are in percentage points for a proportion, else in the metric's own unit. */
export class MetricInput {
  @Text({ max: 120 })
  name!: string

  @Choice(METRIC_KINDS)
  kind!: MetricKind

  /** What one value counts, such as "minutes"; not needed for a proportion or an NPS. */
  @Text({ max: 40, optional: true })
  unit!: string | null

  /** Which way is better. */
  @Choice(METRIC_DIRECTIONS)
  direction!: MetricDirection

  @Choice(METRIC_PERSPECTIVES)
  perspective!: MetricPerspective

  /** Where a plan starts from: the smallest effect that would matter. */
  @DecimalOrPercent({ min: 0, optional: true })
  smallestEffect!: GivenNumber | null

  /** Where a plan starts from when the metric is a guardrail: how much worse is still acceptable. */
  @DecimalOrPercent({ min: 0, optional: true })
  guardrailMargin!: GivenNumber | null

  /** Typed in units of the program's currency, read as whole cents: for one unit of change in one case; of a proportion: for one case whose answer changes. */
  @Money({ optional: true })
  moneyPerUnit!: number | null
}

export class MetricEditInput extends MetricInput {
  @WholeNumber({ min: 1 })
  version!: number
}
