import type { MetricDirection } from '../metrics/metric.entity'
import { factorsOf, type CaseLine as AppraisedLine, type EffectInterval } from '../statistics/finance/caseLine'
import type { ThreePoint } from '../statistics/distributions/pert'
import { rangeOf } from './caseLine.rules'
import type { CaseLine } from './caseLine.entity'

/*
 * What one line of a case comes to: from the finding that drives it or as it was entered, in a full year, in cents, and what
 * of that counts by the word of finance.
 */

/** The finding that drives a case, turned so that plus is good. */
export interface DrivingFinding {
  readonly id: string
  readonly estimate: number
  readonly standardError: number
  readonly interval: EffectInterval
}

/** Lines name the finding they follow; a case follows that of the pilot's primary metric. */
export const PRIMARY = 'primary'

/** An effect in the direction in which it helps. */
export const turned = (estimate: number, direction: MetricDirection): number => (direction === 'higher' ? estimate : -estimate)

/** The same for the ends of its interval, which change places where lower is better. */
export const turnedInterval = ({ lower, upper }: EffectInterval, direction: MetricDirection): EffectInterval =>
  direction === 'higher' ? { lower, upper } : { lower: -upper, upper: -lower }

/**
 * Why a line that follows the finding has no amount.
 *
 * @param isAnswered  whether the finding is final and holds no number: the data could not answer
 */
export const whyNoAmount = (isAnswered: boolean): string =>
  isAnswered
    ? 'The finding is final and holds no number, so the lines that follow from it have no amount. Enter their amounts, or take them out.'
    : 'Lines that follow from the finding get their money once the pilot is concluded and its finding is final.'

/** The line as statistics computes it: as it is proposed, or with its money scaled to what of it counts. */
export function appraised(line: CaseLine, scale = 1): AppraisedLine {
  const adoption = line.adoption.length > 0 ? { adoptionByYear: line.adoption } : {}
  const factor = (low: number | null, likely: number | null, high: number | null, times = 1): ThreePoint => {
    const range = rangeOf(low, likely, high)
    if (!range) throw new Error(`The line "${line.name}" lacks the numbers that its driver needs.`)
    return { low: range.low * times, likely: range.likely * times, high: range.high * times }
  }
  if (line.driver === 'entered') {
    const amount = factor(line.amountLowCents, line.amountLikelyCents, line.amountHighCents, scale)
    return { kind: line.kind, amount: { from: 'entered', amount }, ...adoption }
  }
  return {
    kind: line.kind,
    amount: {
      from: 'finding',
      finding: PRIMARY,
      annualVolume: factor(line.annualVolumeLow, line.annualVolumeLikely, line.annualVolumeHigh),
      moneyPerUnit: factor(line.moneyPerUnitLowCents, line.moneyPerUnitLikelyCents, line.moneyPerUnitHighCents, scale),
      realisationShare: factor(line.realisationLow, line.realisationLikely, line.realisationHigh),
    },
    ...adoption,
  }
}

/** What part of a line counts by the word of finance: all of it, nothing, or the share of it that was accepted. */
export function financeScale(line: CaseLine, finding: Pick<DrivingFinding, 'estimate'> | null): number {
  if (line.financeStatus === 'refused') return 0
  const likely = likelyCents(line, finding)
  const counted = countedCents(line, finding)
  return !likely || counted === null ? 1 : counted / likely
}

/** The likely amount of a full year as it counts: a figure above what is promised by now reduces nothing. */
function countedCents(line: CaseLine, finding: Pick<DrivingFinding, 'estimate'> | null): number | null {
  if (line.financeStatus === 'refused') return 0
  const likely = likelyCents(line, finding)
  const figure = line.financeStatus === 'reduced' ? line.financeFigureCents : null
  return likely === null || figure === null || figure >= likely ? likely : figure
}

/** What a line promises in a full year (once, for a one-off cost) at its likely values; null without the finding it needs. */
export function likelyCents(line: CaseLine, finding: Pick<DrivingFinding, 'estimate'> | null): number | null {
  if (line.driver === 'entered') return line.amountLikelyCents
  return finding && Object.values(factorsOf(appraised(line))).reduce((money, { likely }) => money * likely, finding.estimate)
}

/**
 * The same with its two ends: an entered line at its low and high amount, a driven one where the interval of its finding
 * and all its factors end together. A harmful effect turns the ends round, so they are put in order.
 */
export function amountOf(line: CaseLine, finding: Pick<DrivingFinding, 'estimate' | 'interval'> | null): ThreePoint | null {
  if (line.driver === 'entered') return rangeOf(line.amountLowCents, line.amountLikelyCents, line.amountHighCents)
  const likely = likelyCents(line, finding)
  if (!finding || likely === null) return null
  const factors = Object.values(factorsOf(appraised(line)))
  const ends = (['low', 'high'] as const).flatMap(end => {
    const money = factors.reduce((product, factor) => product * factor[end], 1)
    return [finding.interval.lower * money, finding.interval.upper * money]
  })
  return { low: Math.min(...ends), likely, high: Math.max(...ends) }
}

/**
 * How much of the benefits of a full year finance stands by, at likely values; no sum is known before every benefit line
 * has its likely amount.
 */
export function signedBenefits(
  lines: readonly CaseLine[],
  finding: Pick<DrivingFinding, 'estimate'> | null,
): { readonly signedCents: number | null; readonly proposedCents: number | null; readonly open: number } {
  const benefits = lines.filter(({ kind }) => kind === 'benefit')
  const isKnown = benefits.every(line => likelyCents(line, finding) !== null)
  const sum = (amounts: readonly (number | null)[]): number | null =>
    isKnown ? amounts.reduce<number>((total, cents) => total + (cents ?? 0), 0) : null
  return {
    signedCents: sum(benefits.map(line => (line.financeStatus === 'proposed' ? 0 : countedCents(line, finding)))),
    proposedCents: sum(benefits.map(line => likelyCents(line, finding))),
    open: benefits.filter(({ financeStatus }) => financeStatus === 'proposed').length,
  }
}
