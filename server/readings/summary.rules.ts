import canonicalize from 'canonicalize'
import type { MetricKind } from '../metrics/metric.entity'
import { Invalid, refuse } from '../platform/errors'
import type { Arm, Period } from './reading.entity'
import { readingRefused, type ReadingWindow } from './readingWindow.rules'

/** What a typed summary says of one arm in one period. */
interface TypedSummary {
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
  refuse(faults)
  if (kind === 'proportion') {
    const share = (successes ?? 0) / n
    return { n, mean: share, m2: ((successes ?? 0) * (n - (successes ?? 0))) / n }
  }
  return { n, mean: mean ?? 0, m2: (n - 1) * (standardDeviation ?? 0) ** 2 }
}

/** One line of the form; one without `n` is passed over. */
interface SummaryLine extends Omit<TypedSummary, 'n'> {
  readonly arm: Arm
  readonly period: Period
  readonly site: string | null
  readonly n: number | null
}

/** What a typed summary adds: the moments of each arm, period and site. */
interface SummaryCell extends SummaryMoments {
  readonly arm: Arm
  readonly period: Period
  readonly cluster: string | null
}

/**
 * The cells behind the lines of a summary, as far as the pilot takes them now.
 *
 * @throws Invalid with a sentence for each number that is missing, cannot be, or comes at the wrong time
 */
export function summaryCells(lines: readonly SummaryLine[], kind: MetricKind, window: ReadingWindow): SummaryCell[] {
  const faults: Record<string, string> = {}
  const cells = lines.flatMap((line, index) => {
    const at = `lines.${index}.`
    const { arm, period, site, n, successes, mean, standardDeviation } = line
    if (n === null) {
      if (successes !== null || mean !== null || standardDeviation !== null) faults[`${at}n`] = 'Write how many were measured.'
      return []
    }
    const refused = readingRefused(window, { arm, period })
    if (refused !== null) faults[`${at}n`] = refused
    try {
      return [{ at, arm, period, cluster: site, ...summaryMoments(kind, { n, successes, mean, standardDeviation }, at) }]
    } catch (fault) {
      if (!(fault instanceof Invalid)) throw fault
      Object.assign(faults, fault.fields)
      return []
    }
  })
  const seen = new Set<string>()
  for (const { at, arm, period, cluster } of cells) {
    const key = canonicalize([arm, period, cluster]) ?? ''
    if (seen.has(key)) faults[`${at}site`] = 'This arm, period and site is on an earlier line already.'
    seen.add(key)
  }
  if (cells.length === 0 && Object.keys(faults).length === 0) faults['lines.0.n'] = 'Fill in at least one line.'
  refuse(faults)
  return cells.map(({ at, ...cell }) => cell)
}
