import type { MetricKind } from '../metrics/metric.entity'
import type { Wording } from './wording'

/** An effect as people say it: a change of a share in percentage points, anything else in its unit. */
export function effectInWords(
  effect: number,
  { kind, unit }: { kind: MetricKind; unit: string },
  words: Wording,
): string {
  if (kind !== 'proportion') return `${words.number(effect)}${unit ? ` ${unit}` : ''}`
  const points = Number((effect * 100).toPrecision(12))
  return `${words.number(points)} percentage ${points === 1 ? 'point' : 'points'}`
}
