import type { MetricDirection } from '../metrics/metric.entity'
import { refuse, type FieldFaults } from '../platform/errors'
import type { PartlyRead } from '../platform/partlyRead'
import { ruleFaults } from './decisionRule.rules'
import type { PlanDesign } from './plan.entity'
import type { MetricFacts, PlannedMetric, PlanTerms } from './planContent.rules'

/*
 * What does not fit together in a plan, a sentence for each field. Of a form that can be read in part alone, whatever rests
 * on an unread part is left open.
 */

/** The designs that can be analysed now; the others are refused in words until their analysis is there. */
export const ANALYSABLE_DESIGNS = ['randomised', 'beforeAfter'] as const satisfies readonly PlanDesign[]

/** A metric that a plan watches beside its primary one, as it is written down. */
export interface WatchedMetric {
  readonly metricId: string
  readonly role: 'secondary' | 'guardrail'
  readonly margin: number | null
}

/** A metric of the program that can be analysed; its margin is that of a guardrail for which none is stated. */
export type OfferedMetric = Omit<PlannedMetric, 'role' | 'margin'> & { readonly guardrailMargin: number | null }

/** All of them: of the terms, and of the metrics that are watched beside the primary one. */
export function planFaults(
  written: PartlyRead<PlanTerms & { readonly otherMetrics: readonly WatchedMetric[] }>,
  primary: MetricFacts & { readonly id: string },
  offered: readonly OfferedMetric[],
): FieldFaults {
  return { ...termFaults(written, primary), ...watchedFaults(written.otherMetrics ?? [], primary.id, offered) }
}

/**
 * The terms themselves, once they make sense together and with their metric.
 *
 * @throws Invalid with a sentence for each term that does not
 */
export function checkedTerms<T extends PlanTerms>(terms: T, metric: MetricFacts): T {
  const faults = termFaults(terms, metric)
  refuse(faults)
  return terms
}

function termFaults(terms: PartlyRead<PlanTerms>, metric: MetricFacts): FieldFaults {
  const { smallestEffect, baselineSd, decisionRule } = terms
  return {
    ...designFaults(terms),
    ...(isKnown(smallestEffect) && smallestEffect <= 0 ? { smallestEffect: 'Write a number above 0; the direction is that of the metric.' } : {}),
    ...(isKnown(baselineSd) && baselineSd <= 0 ? { baselineSd: 'Write a number above 0.' } : {}),
    ...(metric.kind === 'proportion' ? shareFaults(terms, metric.direction) : {}),
    ...(decisionRule ? ruleFaults(decisionRule) : {}),
  }
}

function designFaults({ design, pairing }: PartlyRead<PlanTerms>): FieldFaults {
  if (design !== undefined && !ANALYSABLE_DESIGNS.some(known => known === design)) {
    return { design: 'This release can analyse randomised pilots and before/after comparisons. Choose one of them.' }
  }
  return pairing === 'paired'
    ? { pairing: 'This release compares independent groups. Choose “different units in each group”.' }
    : {}
}

function shareFaults({ smallestEffect, baselineValue, baselineSd }: PartlyRead<PlanTerms>, direction: MetricDirection): FieldFaults {
  const spread: FieldFaults = isKnown(baselineSd) ? { baselineSd: 'Leave this empty: the spread of a share follows from its value.' } : {}
  if (isKnown(baselineValue) && (baselineValue <= 0 || baselineValue >= 1)) {
    return { ...spread, baselineValue: 'Expect a share above 0% and below 100%.' }
  }
  if (!isKnown(smallestEffect)) return spread
  if (smallestEffect >= 1) return { ...spread, smallestEffect: 'A share cannot change by 100 points or more.' }
  if (!isKnown(baselineValue)) return spread
  const reached = direction === 'higher' ? baselineValue + smallestEffect : baselineValue - smallestEffect
  return reached <= 0 || reached >= 1
    ? { ...spread, smallestEffect: 'From the expected share this effect would pass 0% or 100%. Make it smaller, or mend the share.' }
    : spread
}

const isKnown = (value: number | null | undefined): value is number => value !== null && value !== undefined

/** Each metric exists in the program, stands there once, and has a margin exactly where it is a guardrail. */
function watchedFaults(watched: readonly WatchedMetric[], primaryId: string, offered: readonly OfferedMetric[]): FieldFaults {
  const faults: Record<string, string> = {}
  watched.forEach((row, at) => {
    const { metricId, role } = row
    const field = `otherMetrics.${at}`
    const metric = offered.find(({ id }) => id === metricId)
    if (!metric) faults[`${field}.metricId`] = 'Choose a metric of this program that is a share or a mean.'
    else if (metricId === primaryId) faults[`${field}.metricId`] = 'This is the primary metric already.'
    else if (watched.findIndex(other => other.metricId === metricId) < at) faults[`${field}.metricId`] = 'This metric stands here twice.'
    const margin = marginOf(row, metric)
    if (role === 'guardrail' && !(margin !== null && margin > 0)) {
      faults[`${field}.margin`] = 'State how much worse this guardrail may become, as a number above 0.'
    }
    if (role === 'secondary' && margin !== null) faults[`${field}.margin`] = 'Only a guardrail has a margin. Leave this empty.'
  })
  return faults
}

/** The metrics beside the primary one as a plan without faults fixes them. */
export function plannedMetrics(watched: readonly WatchedMetric[], offered: readonly OfferedMetric[]): PlannedMetric[] {
  return watched.flatMap(row => {
    const metric = offered.find(({ id }) => id === row.metricId)
    if (!metric) return []
    const { id, name, kind, unit, direction } = metric
    return [{ id, role: row.role, name, kind, unit, direction, margin: marginOf(row, metric) }]
  })
}

const marginOf = ({ role, margin }: WatchedMetric, metric: OfferedMetric | undefined): number | null =>
  margin ?? (role === 'guardrail' ? (metric?.guardrailMargin ?? null) : null)
