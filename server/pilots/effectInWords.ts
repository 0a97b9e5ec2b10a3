import type { MetricKind } from '../metrics/metric.entity'
import { unitAfter } from '../platform/plural'
import type { Wording } from './wording'

/** An effect as people say it: a change of a share in percentage points, anything else in its unit. */
export function effectInWords(
  effect: number,
  { kind, unit }: { kind: MetricKind; unit: string },
  words: Wording,
): string {
  if (kind !== 'proportion') return `${words.number(effect)}${unit ? ` ${unitAfter(effect, unit)}` : ''}`
  const points = Number((effect * 100).toPrecision(12))
  return words.counted(points, 'percentage point')
}
