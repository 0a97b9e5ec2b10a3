import { type Caution, caution } from '../caution'
import { gammaDraw } from '../distributions/gammaDraw'
import { standardNormal } from '../distributions/normal'
import { finite, requireAllFinite, requireAlpha, requireFinite, requireProbability } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { ascending } from '../numerics/ascending'
import { sampleQuantile } from '../numerics/sampleQuantile'
import { compensatedSum } from '../numerics/sums'
import { type RandomSource, seededRandom } from '../random/randomSource'

export interface BootstrapIntervalInput {
  readonly values: readonly number[]
  /** the median, or the value below which a share of the values lies */
  readonly statistic: 'median' | { readonly quantile: number }
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
  /** how often the values are drawn anew; default 2,000 */
  readonly resamples?: number
  /** whole number; the same seed gives the same interval */
  readonly seed: number
}

export interface BootstrapIntervalResult {
  /** in the unit of the values, as the limits */
  readonly estimate: number
  readonly ciLower: number
  readonly ciUpper: number
  /** what the interval cannot promise here; whoever shows it must show these */
  readonly cautions: readonly Caution[]
}

/** Values to expect on the emptier side of the quantile; with fewer the interval says that it is too narrow. */
const FEWEST_BESIDE = 12.5
const FEWEST_RESAMPLES = 100
const MOST_RESAMPLES = 1_000_000
const MOST_VALUES = 5_000_000

/**
 * Bias-corrected and accelerated bootstrap interval for a median or another quantile, where no formula for the standard
 * error is to be trusted, such as for skewed times.
 *
 * Quantiles of the values and of the resamples are of type 7 (straight between neighbours, R's default). Resamples that
 * give the estimate itself, of which a median has many, count half as below it. The acceleration comes from leaving out
 * one value at a time.
 *
 * The limits can only be as wide as the values reach, so with few values beside the quantile they cover less than they
 * promise, and `cautions` says so. Measured with lognormal values at 95 %: the median of 6 to 24 values 92 to 94 %, of
 * 26 and 30 values 95 %; the 90th percentile of 30 values 93 %.
 *
 * @throws NotEstimable `tooFewObservations` below two, `zeroVariance` when all values are equal, `invalidProbability`
 *   when the quantile is outside 0 to 1, `invalidParameter` below 100 resamples, below 2 / alpha, or for a seed that is
 *   not whole, `noConvergence` when all resamples lie on one side of the estimate, `tooLarge` beyond 1,000,000
 *   resamples or 5,000,000 values
 *
 * Accuracy: that of the number of resamples; with 2,000 another seed moves a limit by about a twentieth of the
 * standard error.
 * Source: B. Efron, JASA 82 (1987), 171-185.
 */
export function bootstrapInterval(input: BootstrapIntervalInput): BootstrapIntervalResult {
  const { values, statistic, alpha, resamples = 2000, seed } = input
  const share = statistic === 'median' ? 0.5 : statistic.quantile
  requireAllFinite(values)
  requireFinite(share, resamples, seed)
  requireAlpha(alpha)
  const n = values.length
  if (n < 2) throw new NotEstimable('tooFewObservations')
  requireProbability(share)
  if (!Number.isInteger(resamples) || resamples < Math.max(FEWEST_RESAMPLES, 2 / alpha)) {
    throw new NotEstimable('invalidParameter', 'There are too few resamples for this level.')
  }
  if (resamples > MOST_RESAMPLES || n > MOST_VALUES) throw new NotEstimable('tooLarge')
  const random = seededRandom(seed, 'bootstrapInterval')
  const sorted = ascending(values)
  if (sorted[0] === sorted[n - 1]) throw new NotEstimable('zeroVariance')
  finite((sorted[n - 1] as number) - (sorted[0] as number))

  const estimate = sampleQuantile(sorted, share)
  const replicates = Float64Array.from({ length: resamples }, () => quantileOfResample(sorted, share, random))
  replicates.sort()
  const acceleration = accelerationOf(sorted, share)
  const bias = standardNormal.quantile(shareBelow(replicates, estimate))
  const limit = (deviate: number): number => {
    const shifted = bias + deviate
    const slowed = 1 - acceleration * shifted
    if (!Number.isFinite(bias) || slowed <= 0) throw new NotEstimable('noConvergence')
    return sampleQuantile(replicates, standardNormal.cdf(bias + shifted / slowed))
  }
  const z = standardNormal.upperQuantile(alpha / 2)
  const cautions = n * Math.min(share, 1 - share) < FEWEST_BESIDE ? [caution('fewValuesBeside')] : []
  return { estimate, ciLower: limit(-z), ciUpper: limit(z), cautions }
}

/**
 * Quantile of a resample, of which only the two order statistics that it needs are drawn: the k-th smallest of n even
 * draws is a sum of k exponential variables over a sum of n + 1, and a sum of k is a gamma variable. So a resample
 * costs the same however many values there are.
 */
function quantileOfResample(sorted: Float64Array, share: number, random: RandomSource): number {
  const n = sorted.length
  const place = (n - 1) * share
  const k = Math.floor(place) + 1
  const before = gammaDraw(k, random)
  const between = gammaDraw(1, random)
  const after = k === n ? 0 : gammaDraw(n - k, random)
  const total = before + between + after
  const drawn = (even: number) => sorted[Math.min(n - 1, Math.floor(even * n))] as number
  const below = drawn(before / total)
  if (place === k - 1) return below
  const above = drawn((before + between) / total)
  return below === above ? below : below + (place - (k - 1)) * (above - below)
}

function shareBelow(ascendingValues: Float64Array, limit: number): number {
  let below = 0
  let equal = 0
  for (const value of ascendingValues) {
    if (value < limit) below++
    else if (value === limit) equal++
  }
  return (below + equal / 2) / ascendingValues.length
}

/** Skewness of the values that the quantile takes when one value at a time is left out; 0 when it never moves. */
function accelerationOf(sorted: Float64Array, share: number): number {
  const n = sorted.length
  const left = Array.from(sorted, (_, out) => {
    const place = (n - 2) * share
    const from = Math.floor(place)
    const kept = (k: number) => sorted[k < out ? k : k + 1] as number
    const below = kept(from)
    return from === place ? below : below + (place - from) * (kept(from + 1) - below)
  })
  const mean = finite(compensatedSum(left) / n)
  const largest = Math.max(...[left[0] as number, left[n - 1] as number].map(value => Math.abs(mean - value)))
  if (largest === 0) return 0
  const gaps = left.map(value => (mean - value) / largest)
  const squares = compensatedSum(gaps.map(gap => gap ** 2))
  return squares === 0 ? 0 : compensatedSum(gaps.map(gap => gap ** 3)) / (6 * squares ** 1.5)
}
