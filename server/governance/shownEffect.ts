import { measureOf } from '../findings/sentence.rules'
import type { PrimaryFinding } from './gateFacts.store'

type Measured = Pick<PrimaryFinding, 'metric' | 'estimate' | 'intervalLower' | 'intervalUpper' | 'reference' | 'changed'>

/**
 * An effect with its interval, as it was measured, with the decimals of the sentence beside it: what that calls lower never
 * stands here as 0.0. Null where the data gave no number.
 *
 * @param smallest  smallest effect that matters; null where none is stated
 */
export function shownEffect({ metric, estimate, intervalLower, intervalUpper, reference, changed }: Measured, smallest: number | null, locale: string) {
  if (estimate === null || intervalLower === null || intervalUpper === null) return null
  const levels = reference == null || changed == null ? null : { from: reference, to: changed, difference: estimate }
  const { bare, size } = measureOf(metric.kind, metric.unit, locale, [estimate, intervalLower, intervalUpper, smallest ?? 0], levels)
  const sign = (value: number) => (value < 0 ? '−' : '')
  return {
    estimate: `${estimate > 0 ? '+' : sign(estimate)}${size(estimate)}`,
    interval: `${sign(intervalLower)}${bare(intervalLower)} to ${sign(intervalUpper)}${bare(intervalUpper)}`,
  }
}
