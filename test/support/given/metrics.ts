import type { Database } from '../../../server/platform/database/database'
import type { Metric } from '../../../server/metrics/metric.entity'
import type { MetricInput } from '../../../server/metrics/metric.input'
import { MetricService } from '../../../server/metrics/metric.service'
import { LAST_MONDAY, type GivenProgram } from './programs'

/** Answers of the form for a metric; effects of a proportion are in percentage points. */
export function aMetric(changes: Partial<MetricInput> = {}): MetricInput {
  return {
    name: 'Second visit needed',
    kind: 'proportion',
    unit: null,
    direction: 'lower',
    perspective: 'customer',
    smallestEffect: 3,
    guardrailMargin: 2,
    moneyPerUnit: 62_00,
    ...changes,
  }
}

/** Through the service: a share of customers by default, lower is better, three points matter. */
export function givenMetric(
  database: Database,
  program: Pick<GivenProgram, 'id' | 'lead'>,
  changes: Partial<MetricInput> = {},
): Promise<Metric> {
  return new MetricService(database, LAST_MONDAY).create(program.lead, program.id, aMetric(changes))
}
