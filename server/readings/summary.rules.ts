import type { MetricKind } from '../metrics/metric.entity'
import { Invalid } from '../platform/errors'

/** What a typed summary says of one arm in one period. */
export interface TypedSummary {
  readonly n: number
  readonly successes: number | null
  readonly mean: number | null
  readonly standardDeviation: number | null
}

export interface SummaryMoments {
  readonly n: number
  readonly mean: number
  readonly m2: number
}

/**
 * The moments behind a typed summary: of ones and zeros for a proportion, of the values for a mean.
 *
 * @param at  prefix of the form's fields, so that each fault stands beside its box
 * @throws Invalid with a sentence for each number that is missing or cannot be
 */
export function summaryMoments(kind: MetricKind, summary: TypedSummary, at = ''): SummaryMoments {
  const { n, successes, mean, standardDeviation } = summary
  const faults: Record<string, string> = {}
  if (n < 1) faults[`${at}n`] = 'Write how many were measured, 1 or more.'
  if (kind === 'proportion') {
    if (successes === null) faults[`${at}successes`] = 'Write how many of them it was true for.'
    else if (successes > n) faults[`${at}successes`] = `There cannot be more than the ${n} that were measured.`
    if (mean !== null) faults[`${at}mean`] = 'Leave this empty: the share follows from the two counts.'
    if (standardDeviation !== null) faults[`${at}standardDeviation`] = 'Leave this empty: the spread follows from the two counts.'
  } else if (kind === 'mean') {
    if (mean === null) faults[`${at}mean`] = 'Write the mean.'
    if (standardDeviation === null && n > 1) faults[`${at}standardDeviation`] = 'Write the standard deviation; without it the mean says nothing about chance.'
    if (standardDeviation !== null && standardDeviation < 0) faults[`${at}standardDeviation`] = 'A standard deviation is 0 or more.'
    if (standardDeviation !== null && standardDeviation > 0 && n === 1) faults[`${at}standardDeviation`] = 'One value has no spread. Leave this empty.'
    if (successes !== null) faults[`${at}successes`] = 'Leave this empty: it belongs to shares.'
  } else {
    faults[`${at}metric`] = 'A metric of this kind cannot be typed as a summary yet. Upload its rows instead.'
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  if (kind === 'proportion') {
    const share = (successes ?? 0) / n
    return { n, mean: share, m2: ((successes ?? 0) * (n - (successes ?? 0))) / n }
  }
  return { n, mean: mean ?? 0, m2: (n - 1) * (standardDeviation ?? 0) ** 2 }
}
