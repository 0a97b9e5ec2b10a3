import { may, type Standing } from '../access/permissions'
import type { Metric, MetricKind } from './metric.entity'
import { METRIC_DIRECTIONS, METRIC_KINDS, METRIC_PERSPECTIVES } from './metric.entity'
import { DIRECTION_WORDS, effectAsTyped, effectUnitAfter, effectUnitOf, isAnalysable, KINDS, NOT_ANALYSED, PERSPECTIVE_WORDS } from './metric.rules'
import type { SeenMetric } from './metric.service'
import type { MetricRow } from './metric.store'

export function metricsPage(programId: string, { metrics, standing }: { metrics: readonly MetricRow[]; standing: Standing }) {
  const here = `/programs/${programId}/metrics`
  const mayManage = may(standing, 'program.manage')
  return {
    metrics: metrics.map(metric => ({
      name: metric.name,
      kind: KINDS[metric.kind].word,
      unit: metric.kind === 'proportion' ? 'share of cases' : metric.unit,
      isAnalysable: isAnalysable(metric.kind),
      direction: DIRECTION_WORDS[metric.direction],
      directionShape: metric.direction === 'higher' ? 'up' : 'down',
      perspective: PERSPECTIVE_WORDS[metric.perspective].word,
      smallestEffect: effectShown(metric, metric.smallestEffect),
      guardrailMargin: effectShown(metric, metric.guardrailMargin),
      moneyPerUnitCents: metric.moneyPerUnitCents,
      plans: metric.plans,
      editTo: mayManage ? `${here}/${metric.id}/edit` : null,
    })),
    newTo: mayManage ? `${here}/new` : null,
    mayManage,
  }
}

function effectShown(metric: MetricRow, stored: number | null) {
  const value = effectAsTyped(metric.kind, stored)
  return value === null ? null : { value, unit: effectUnitAfter(value, metric) }
}

const kindHelp = (kind: MetricKind): string => (isAnalysable(kind) ? KINDS[kind].means : `${KINDS[kind].means}; ${NOT_ANALYSED}`)

const CHOICES = {
  kinds: METRIC_KINDS.map(value => ({ value, label: KINDS[value].word, help: kindHelp(value) })),
  directions: METRIC_DIRECTIONS.map(value => ({ value, label: DIRECTION_WORDS[value] })),
  perspectives: METRIC_PERSPECTIVES.map(value => ({ value, label: PERSPECTIVE_WORDS[value].word, help: PERSPECTIVE_WORDS[value].means })),
}

export function newMetricForm(programId: string) {
  const metric = { kind: 'proportion', direction: 'higher', perspective: 'customer' }
  return { title: 'New metric', metric, ...CHOICES, isPlanned: false, to: `/programs/${programId}/metrics/new`, backTo: `/programs/${programId}/metrics` }
}

export function metricForm(programId: string, { metric, isPlanned }: SeenMetric) {
  const { moneyPerUnitCents } = metric
  return {
    title: metric.name,
    metric: {
      ...metric,
      smallestEffect: effectAsTyped(metric.kind, metric.smallestEffect),
      guardrailMargin: effectAsTyped(metric.kind, metric.guardrailMargin),
      moneyPerUnit: moneyPerUnitCents === null ? null : moneyPerUnitCents / 100,
    },
    ...CHOICES,
    isPlanned,
    kindWord: KINDS[metric.kind].word.toLowerCase(),
    notAnalysed: isAnalysable(metric.kind) ? null : NOT_ANALYSED,
    directionWord: DIRECTION_WORDS[metric.direction],
    to: `/programs/${programId}/metrics/${metric.id}/edit`,
    backTo: `/programs/${programId}/metrics`,
  }
}

/** Effects as they are typed, with their unit beside them. */
export function metricJson(metric: Metric) {
  const { id, name, kind, unit, direction, perspective, smallestEffect, guardrailMargin, moneyPerUnitCents, createdAt, version } = metric
  return {
    ...{ id, name, kind, unit, direction, perspective },
    effectUnit: effectUnitOf(metric),
    smallestEffect: effectAsTyped(kind, smallestEffect),
    guardrailMargin: effectAsTyped(kind, guardrailMargin),
    moneyPerUnit: moneyPerUnitCents === null ? null : moneyPerUnitCents / 100,
    ...{ createdAt, version },
  }
}
