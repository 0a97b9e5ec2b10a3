import { findRoot } from '../numerics/findRoot'

/*
 * Units of three kinds: those that count +1, those that count -1 and the rest. The mean of such scores is a difference
 * of two shares of the same sample: the change of a proportion among the same units, or a net promoter score.
 */

export interface SignedCounts {
  readonly n: number
  readonly plus: number
  readonly minus: number
}

/** Far below what a share of counted units can mean. */
const CLOSE_TO_ZERO = 1e-18

/** Share of plus minus share of minus. */
export function signedMean({ n, plus, minus }: SignedCounts): number {
  return (plus - minus) / n
}

interface SignedShares {
  readonly plus: number
  readonly minus: number
}

/**
 * The shares that make the counts likeliest when their difference is `mean`.
 * Source: T. Tango, Statistics in Medicine 17 (1998), 891-908; the root of his quadratic, taken without cancellation.
 */
function restrictedShares(counts: SignedCounts, mean: number): SignedShares {
  if (mean < 0) {
    const { plus, minus } = restrictedShares(mirrored(counts), -mean)
    return { plus: minus, minus: plus }
  }
  const { n, plus, minus } = counts
  const b = (2 * n - plus + minus) * mean - plus - minus
  const c = -minus * mean * (1 - mean)
  const root = Math.sqrt(b * b - 8 * n * c)
  const share = b > 0 ? (-2 * c) / (root + b) : (root - b) / (4 * n)
  return { plus: share + mean, minus: share }
}

function mirrored({ n, plus, minus }: SignedCounts): SignedCounts {
  return { n, plus: minus, minus: plus }
}

/** Variance of the mean score of `n` units that would hold if the true mean were `mean`. */
export function restrictedVariance(counts: SignedCounts, mean: number): number {
  const { plus, minus } = restrictedShares(counts, mean)
  return Math.max(0, plus + minus - mean * mean) / counts.n
}

/** How fast the greatest log likelihood of the counts grows with a supposed mean; infinite where it is impossible. */
function slope(counts: SignedCounts, mean: number): number {
  if (mean < 0) return -slope(mirrored(counts), -mean)
  const { n, plus, minus } = counts
  const rest = n - plus - minus
  const pull = (count: number, share: number) => (count === 0 ? 0 : count / Math.max(0, share))
  if (rest === 0) return (pull(plus, (1 + mean) / 2) - pull(minus, (1 - mean) / 2)) / 2
  const shares = restrictedShares(counts, mean)
  // at a mean of 0 without a plus or minus the likelihood has an edge, which is its peak
  if (shares.plus === 0) return 0
  return pull(plus, shares.plus) - pull(rest, 1 - shares.plus - shares.minus)
}

/** Variance of the difference of two mean scores that would hold if the true difference were `difference`. */
export function restrictedVarianceOfDifference(
  treatment: SignedCounts,
  control: SignedCounts,
  difference: number,
): number {
  const controlMean = restrictedControlMean(treatment, control, difference)
  const treatmentMean = Math.min(1, Math.max(-1, controlMean + difference))
  return restrictedVariance(treatment, treatmentMean) + restrictedVariance(control, controlMean)
}

/** The control mean that makes both arms likeliest when the treatment mean is `difference` higher. */
function restrictedControlMean(treatment: SignedCounts, control: SignedCounts, difference: number): number {
  const from = Math.max(-1, -1 - difference)
  const to = Math.min(1, 1 - difference)
  if (to <= from) return from
  const climb = (mean: number) => slope(treatment, Math.min(1, Math.max(-1, mean + difference))) + slope(control, mean)
  if (climb(from) <= 0) return from
  if (climb(to) >= 0) return to
  // The slope of an arm jumps at a mean of 0 when it has neither plus nor minus; the peak may be that very edge.
  return findRoot(climb, from, to, CLOSE_TO_ZERO)
}

/**
 * The ends of the range of supposed values that a score test does not refuse.
 *
 * @param scoreAt the standardised distance of the estimate from a supposed value, falling as that value grows
 * @param critical the greatest absolute score that is not refused
 * @param reach the range of the value is -reach to reach
 */
export function scoreLimits(
  scoreAt: (supposed: number) => number,
  { estimate, critical, reach }: { readonly estimate: number; readonly critical: number; readonly reach: number },
): { readonly ciLower: number; readonly ciUpper: number } {
  return {
    ciLower: estimate <= -reach ? -reach : findRoot(supposed => scoreAt(supposed) - critical, -reach, estimate),
    ciUpper: estimate >= reach ? reach : findRoot(supposed => scoreAt(supposed) + critical, estimate, reach),
  }
}

/** A distance over the standard error that would hold; 0 where there is no distance, whatever the variance. */
export function score(distance: number, variance: number): number {
  return distance === 0 ? 0 : distance / Math.sqrt(variance)
}
