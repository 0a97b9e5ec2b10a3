import type { MetricKind } from '../metrics/metric.entity'
import { effectInWords } from '../pilots/effectInWords'
import type { Wording } from '../pilots/wording'

/** The effect that a design finds, as plan and gates say it. A computed number has no natural end; three digits are enough to plan by. */
export const detectableInWords = (effect: number, metric: { readonly kind: MetricKind; readonly unit: string }, words: Wording): string =>
  effectInWords(Number(effect.toPrecision(3)), metric, words)
