import { type Caution } from '../caution'
import { chiSquare } from '../distributions/chiSquare'
import { finite, requireAllFinite, requireAlpha, requireFinite } from '../inputChecks'
import { momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { lengthOf } from '../numerics/householderQr'
import { leastSquares } from '../numerics/leastSquares'
import { compensatedSum } from '../numerics/sums'
import { twoSidedT } from '../twoSidedT'
import { seriesCautions } from './seriesCautions'

export interface InterruptedTimeSeriesInput {
  /** one value a period, in order */
  readonly y: readonly number[]
  /** index, counted from 0, of the first period after the interruption */
  readonly interruptionIndex: number
  /** up to how many periods apart residuals are taken to depend on each other, 0 to T - 1 */
  readonly lag: number
  /** multiply the covariance by T / (T - 4) */
  readonly smallSampleAdjustment: boolean
  /** how many autocorrelations the Ljung-Box test looks at, 1 to T - 1 */
  readonly ljungBoxLag: number
  /** two-sided level in (0, 1); the intervals have level 1 - alpha */
  readonly alpha: number
}

/** A coefficient with both standard errors; test and interval use the one of Newey and West. */
export interface SeriesCoefficient {
  readonly estimate: number
  readonly olsStandardError: number
  readonly hacStandardError: number
  readonly t: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

export interface InterruptedTimeSeriesResult {
  /** T - 4 */
  readonly df: number
  readonly coefficients: {
    /** level that the line before the interruption has one period before the first */
    readonly intercept: SeriesCoefficient
    /** change a period before the interruption */
    readonly preSlope: SeriesCoefficient
    /** jump at the first period after the interruption */
    readonly levelChange: SeriesCoefficient
    /** by how much the change a period differs afterwards */
    readonly slopeChange: SeriesCoefficient
  }
  /** distance of the two lines in the last period */
  readonly effectAtEnd: Omit<SeriesCoefficient, 'olsStandardError' | 'hacStandardError'> & {
    readonly standardError: number
  }
  /** where the line before the interruption leads to in the last period */
  readonly counterfactualAtEnd: number
  /** about 2 when neighbouring residuals are unrelated, towards 0 when they are alike */
  readonly durbinWatson: number
  readonly ljungBox: { readonly statistic: number; readonly df: number; readonly p: number }
  readonly residualVariance: number
  /** what this result cannot promise; must be shown with it, and is seldom empty */
  readonly cautions: readonly Caution[]
}

/** Periods times lags beyond which nobody waits. */
const MOST_PRODUCTS = 2e7

/**
 * Segmented regression of one interrupted series: one line before, a jump, another slope after; standard errors of
 * Newey and West with Bartlett weights, without prewhitening.
 *
 * These standard errors are right for very long series only. In shorter ones they are too small, the more so the more
 * alike neighbouring periods are and the longer the lag is; `cautions` says when.
 *
 * @throws NotEstimable `tooFewObservations` below six periods, `invalidInterruption` when the index is not inside the
 *   series, `tooFewPeriods` below two on a side, `invalidLag`, `zeroVariance` when the lines fit perfectly, `tooLarge`
 *
 * Accuracy: relative 1e-9 against R 4.2.2 (sandwich::NeweyWest).
 * Source: W. K. Newey, K. D. West, Econometrica 55 (1987), 703-708; A. K. Wagner et al., Journal of Clinical Pharmacy
 * and Therapeutics 27 (2002), 299-309.
 */
export function interruptedTimeSeries(input: InterruptedTimeSeriesInput): InterruptedTimeSeriesResult {
  const { y, interruptionIndex, lag, smallSampleAdjustment, ljungBoxLag, alpha } = input
  requireAllFinite(y)
  requireFinite(interruptionIndex, lag, ljungBoxLag)
  requireAlpha(alpha)
  const periods = y.length
  if (periods < 6) throw new NotEstimable('tooFewObservations')
  if (!Number.isInteger(interruptionIndex) || interruptionIndex < 1 || interruptionIndex > periods - 1) {
    throw new NotEstimable('invalidInterruption')
  }
  if (interruptionIndex < 2 || periods - interruptionIndex < 2) throw new NotEstimable('tooFewPeriods')
  requireLag(lag, 0, periods)
  requireLag(ljungBoxLag, 1, periods)
  if (periods * Math.max(lag, ljungBoxLag) > MOST_PRODUCTS) throw new NotEstimable('tooLarge')

  const after = y.map((_, i) => (i >= interruptionIndex ? 1 : 0))
  const fit = leastSquares(
    [y.map((_, i) => i + 1), after, after.map((flag, i) => flag * (i - interruptionIndex))], y,
  )
  const [intercept = NaN, preSlope = NaN, levelChange = NaN, slopeChange = NaN] = fit.coefficients
  const size = Math.abs(momentsOf(y).mean)
  const test = twoSidedT(fit.df, alpha)
  const adjustment = smallSampleAdjustment ? periods / fit.df : 1
  const tested = (estimate: number, combination: readonly number[]) => {
    const weights = fit.weightsOf(combination)
    const scores = weights.map((weight, i) => weight * (fit.residuals[i] as number))
    const variance = adjustment * longRunSum(scores, lag)
    const { standardError, t, p, ciLower, ciUpper } = test(estimate, Math.sqrt(Math.max(0, variance)), [
      size * lengthOf(weights),
    ])
    return { ols: Math.sqrt(fit.residualVariance) * lengthOf(weights), standardError, t, p, ciLower, ciUpper }
  }
  const coefficient = (estimate: number, combination: readonly number[]): SeriesCoefficient => {
    const { ols, standardError, ...rest } = tested(estimate, combination)
    return { estimate: finite(estimate), olsStandardError: ols, hacStandardError: standardError, ...rest }
  }
  const toEnd = periods - interruptionIndex - 1
  const effect = levelChange + slopeChange * toEnd
  const { ols: _, ...atEnd } = tested(effect, [0, 0, 1, toEnd])
  const squares = compensatedSum(fit.residuals.map(e => e * e))
  const steps = fit.residuals.slice(1).map((e, i) => e - (fit.residuals[i] as number))
  const correlation = (k: number) => autocovariance(fit.residuals, k) / squares
  return {
    df: fit.df,
    coefficients: {
      intercept: coefficient(intercept, [1, 0, 0, 0]),
      preSlope: coefficient(preSlope, [0, 1, 0, 0]),
      levelChange: coefficient(levelChange, [0, 0, 1, 0]),
      slopeChange: coefficient(slopeChange, [0, 0, 0, 1]),
    },
    effectAtEnd: { estimate: effect, ...atEnd },
    counterfactualAtEnd: finite(intercept + preSlope * periods),
    durbinWatson: compensatedSum(steps.map(step => step * step)) / squares,
    ljungBox: ljungBox(periods, correlation, ljungBoxLag),
    residualVariance: fit.residualVariance,
    cautions: seriesCautions({
      before: interruptionIndex, after: periods - interruptionIndex, lag, autocorrelation: correlation(1),
    }),
  }
}

function requireLag(lag: number, least: number, periods: number): void {
  if (!Number.isInteger(lag) || lag < least || lag >= periods) throw new NotEstimable('invalidLag')
}

/** Sum of all products of scores at most `lag` apart, with Bartlett's falling weights. */
function longRunSum(scores: readonly number[], lag: number): number {
  let sum = autocovariance(scores, 0)
  for (let k = 1; k <= lag; k++) sum += 2 * (1 - k / (lag + 1)) * autocovariance(scores, k)
  return sum
}

/** Sum of the products of values that stand `k` apart. */
function autocovariance(values: readonly number[], k: number): number {
  let sum = 0
  for (let i = k; i < values.length; i++) sum += (values[i] as number) * (values[i - k] as number)
  return sum
}

/** Source: G. M. Ljung, G. E. P. Box, Biometrika 65 (1978), 297-303. */
function ljungBox(
  periods: number, correlation: (k: number) => number, lags: number,
): InterruptedTimeSeriesResult['ljungBox'] {
  let sum = 0
  for (let k = 1; k <= lags; k++) sum += correlation(k) ** 2 / (periods - k)
  const statistic = finite(periods * (periods + 2) * sum)
  return { statistic, df: lags, p: chiSquare(lags).survival(statistic) }
}
