import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { MetricDirection } from '../metrics/metric.entity'
import type { PilotState } from '../pilots/pilot.entity'
import type { CaseLine as AppraisedLine, EffectInterval, MeasuredEffect } from '../statistics/finance/caseLine'
import type { ThreePoint } from '../statistics/distributions/pert'
import { simulateNetPresentValue, type SimulatedNetPresentValue } from '../statistics/finance/simulateNetPresentValue'
import { rangeOf } from './caseLine.rules'
import type { CaseLine } from './caseLine.entity'

/** Changes whenever the same inputs could give another result. */
export const ENGINE_VERSION = 'case-2'

export const DRAWS = 10_000

/** Everything that an appraisal is computed from; kept beside its result. Money in cents. */
export interface AppraisalInputs {
  readonly horizonYears: number
  readonly discountRate: number
  readonly findingId: string | null
  readonly effects: Readonly<Record<string, MeasuredEffect>>
  readonly lines: readonly (AppraisedLine & { readonly name: string })[]
}

/** The finding that drives a case, turned so that plus is good. */
export interface DrivingFinding {
  readonly id: string
  readonly estimate: number
  readonly standardError: number
  readonly interval: EffectInterval
}

/** Lines name the finding they follow; a case follows that of the pilot's primary metric. */
const PRIMARY = 'primary'

/** While a pilot runs, nothing that follows from its outcome is shown, so no money can be either. */
export const showsResults = (state: PilotState): boolean =>
  state === 'concluded' || state === 'scaling' || state === 'sustained' || state === 'stopped'

/** An effect in the direction in which it helps. */
export const turned = (estimate: number, direction: MetricDirection): number => (direction === 'higher' ? estimate : -estimate)

/** The same for the ends of its interval, which change places where lower is better. */
export const turnedInterval = ({ lower, upper }: EffectInterval, direction: MetricDirection): EffectInterval =>
  direction === 'higher' ? { lower, upper } : { lower: -upper, upper: -lower }

/** Why a case cannot be appraised now; null when it can. What finance refused counts nothing, so it holds up nothing. */
export function whyNotAppraisable(
  lines: readonly CaseLine[],
  finding: DrivingFinding | null,
  isAnswered = false,
): string | null {
  if (lines.length === 0) return 'The case has no line yet.'
  const counted = lines.filter(({ financeStatus }) => financeStatus !== 'refused')
  if (counted.length === 0) return 'Finance has refused every line.'
  return finding === null && counted.some(({ driver }) => driver === 'finding') ? whyNoAmount(isAnswered) : null
}

/**
 * Why a line that follows the finding has no amount.
 *
 * @param isAnswered  whether the finding is final and holds no number: the data could not answer
 */
export const whyNoAmount = (isAnswered: boolean): string =>
  isAnswered
    ? 'The finding is final and holds no number, so the lines that follow from it have no amount. Enter their amounts, or take them out.'
    : 'Lines that follow from the finding get their money once the pilot is concluded and its finding is final.'

/**
 * The case as it is appraised. A line that finance refused counts nothing, one that finance reduced counts in the
 * proportion of the accepted figure; so the result is what finance would stand by today.
 */
export function appraisalInputs(
  lines: readonly CaseLine[],
  finding: DrivingFinding | null,
  program: { readonly horizonYears: number; readonly discountRate: number },
): AppraisalInputs {
  const driven = lines.some(({ driver, financeStatus }) => driver === 'finding' && financeStatus !== 'refused')
  return {
    horizonYears: program.horizonYears,
    discountRate: program.discountRate,
    findingId: driven ? (finding?.id ?? null) : null,
    effects: driven && finding ? { [PRIMARY]: effectOf(finding) } : {},
    lines: lines
      .filter(({ financeStatus }) => financeStatus !== 'refused')
      .map(line => ({ name: line.name, ...appraised(line, finding) })),
  }
}

const effectOf = ({ id, ...effect }: DrivingFinding): MeasuredEffect => effect

function appraised(line: CaseLine, finding: DrivingFinding | null): AppraisedLine {
  const adoption = line.adoption.length > 0 ? { adoptionByYear: line.adoption } : {}
  const scale = financeScale(line, finding)
  const scaled = (low: number | null, likely: number | null, high: number | null) => {
    const range = rangeOf(low, likely, high)
    if (!range) throw new Error(`The line "${line.name}" lacks the numbers that its driver needs.`)
    return { low: range.low * scale, likely: range.likely * scale, high: range.high * scale }
  }
  if (line.driver === 'entered') {
    return {
      kind: line.kind,
      amount: { from: 'entered', amount: scaled(line.amountLowCents, line.amountLikelyCents, line.amountHighCents) },
      ...adoption,
    }
  }
  const unscaled = (low: number | null, likely: number | null, high: number | null) =>
    rangeOf(low, likely, high) ?? { low: 0, likely: 0, high: 0 }
  return {
    kind: line.kind,
    amount: {
      from: 'finding',
      finding: PRIMARY,
      annualVolume: unscaled(line.annualVolumeLow, line.annualVolumeLikely, line.annualVolumeHigh),
      moneyPerUnit: scaled(line.moneyPerUnitLowCents, line.moneyPerUnitLikelyCents, line.moneyPerUnitHighCents),
      realisationShare: unscaled(line.realisationLow, line.realisationLikely, line.realisationHigh),
    },
    ...adoption,
  }
}

/** What part of a line counts by the word of finance: all of it, nothing, or the share of it that was accepted. */
export function financeScale(line: CaseLine, finding: Pick<DrivingFinding, 'estimate'> | null): number {
  if (line.financeStatus === 'refused') return 0
  const likely = likelyCents(line, finding)
  const figure = line.financeStatus === 'reduced' ? line.financeFigureCents : null
  // a figure above what is promised by now reduces nothing
  return figure === null || !likely || figure >= likely ? 1 : figure / likely
}

/** What a line promises in a full year (once, for a one-off cost) at its likely values; null without the finding it needs. */
export function likelyCents(line: CaseLine, finding: Pick<DrivingFinding, 'estimate'> | null): number | null {
  if (line.driver === 'entered') return line.amountLikelyCents
  if (!finding || line.annualVolumeLikely === null || line.moneyPerUnitLikelyCents === null || line.realisationLikely === null) {
    return null
  }
  return finding.estimate * line.annualVolumeLikely * line.moneyPerUnitLikelyCents * line.realisationLikely
}

/**
 * The same with its two ends: an entered line at its low and high amount, a driven one where the interval of its finding
 * and all its factors end together. A harmful effect turns the ends round, so they are put in order.
 */
export function amountOf(line: CaseLine, finding: Pick<DrivingFinding, 'estimate' | 'interval'> | null): ThreePoint | null {
  if (line.driver === 'entered') return rangeOf(line.amountLowCents, line.amountLikelyCents, line.amountHighCents)
  const likely = likelyCents(line, finding)
  const { annualVolume, moneyPerUnit, realised } = factorsOf(line)
  if (!finding || likely === null || !annualVolume || !moneyPerUnit || !realised) return null
  const { lower, upper } = finding.interval
  const ends = (['low', 'high'] as const).flatMap(end => {
    const money = annualVolume[end] * moneyPerUnit[end] * realised[end]
    return [lower * money, upper * money]
  })
  return { low: Math.min(...ends), likely, high: Math.max(...ends) }
}

/** How much of the full amount is reached in a year, from 1: the last share given stays; without any it is all. */
export const adoptedShare = (adoption: readonly number[], year: number): number =>
  adoption[Math.min(year, adoption.length) - 1] ?? 1

/** What a driven line multiplies its effect by; null where a line is entered. */
export const factorsOf = (line: CaseLine) => ({
  annualVolume: rangeOf(line.annualVolumeLow, line.annualVolumeLikely, line.annualVolumeHigh),
  moneyPerUnit: rangeOf(line.moneyPerUnitLowCents, line.moneyPerUnitLikelyCents, line.moneyPerUnitHighCents),
  realised: rangeOf(line.realisationLow, line.realisationLikely, line.realisationHigh),
})

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
    signedCents: sum(
      benefits.map(line =>
        line.financeStatus === 'accepted' ? likelyCents(line, finding) : line.financeStatus === 'reduced' ? line.financeFigureCents : 0,
      ),
    ),
    proposedCents: sum(benefits.map(line => likelyCents(line, finding))),
    open: benefits.filter(({ financeStatus }) => financeStatus === 'proposed').length,
  }
}

/** SHA-256 of the canonical inputs, in hexadecimal: two appraisals with the same digest have the same result. */
export function digestOf(inputs: AppraisalInputs): string {
  const text = canonicalize({ engine: ENGINE_VERSION, draws: DRAWS, ...inputs })
  if (text === undefined) throw new TypeError('The inputs of an appraisal must be expressible as JSON.')
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** The seed follows from the inputs, so that nobody can draw until the result pleases. */
export const seedOf = (digest: string): number => parseInt(digest.slice(0, 8), 16)

export function appraise(inputs: AppraisalInputs): SimulatedNetPresentValue {
  const { effects, horizonYears, discountRate } = inputs
  const lines = inputs.lines.map(({ name, ...line }) => line)
  return simulateNetPresentValue({ lines, effects, horizonYears, discountRate, seed: seedOf(digestOf(inputs)), draws: DRAWS })
}
