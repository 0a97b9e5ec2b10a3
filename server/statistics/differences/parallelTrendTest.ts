import { clusterIndex, type ClusterLabel, clusterSums } from '../clusters/clusterIndex'
import { requireLabels, requireZeroOrOne } from '../clusters/requireLabels'
import { snedecorF } from '../distributions/snedecorF'
import { studentT } from '../distributions/studentT'
import { finite, requireAllFinite, requireSameLength } from '../inputChecks'
import { deviationsWithin } from '../moments/deviationsWithin'
import { isRoundingOnly, meanDifferenceOf, type Moments, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { householderQr, lengthOf, solveLower } from '../numerics/householderQr'
import { leastSquares } from '../numerics/leastSquares'
import { compensatedSum } from '../numerics/sums'
import { pOfStatistic } from '../testOfEstimate'

export interface ParallelTrendInput {
  /** one value a row, all from before the change */
  readonly y: readonly number[]
  /** 1 for rows of the treatment arm, 0 for control */
  readonly treated: readonly number[]
  /** time of each row; the slope test takes it as a number, the joint test as a name */
  readonly period: readonly number[]
  /** what the rows may depend on each other in */
  readonly unit: readonly ClusterLabel[]
}

export interface ParallelTrendResult {
  /** how much faster the treatment arm was rising, in the unit of `y` per unit of `period` */
  readonly slopeDifference: number
  readonly standardError: number
  /** clusters - 1 */
  readonly df: number
  readonly t: number
  readonly p: number
  /** of the hypothesis that the gap of the arms was the same in every period */
  readonly jointF: number
  /** periods - 1 */
  readonly jointDf1: number
  /** clusters - 1 */
  readonly jointDf2: number
  readonly jointP: number
}

/**
 * Did two arms move alike before the change? A test of different slopes, and a joint test of any difference in course,
 * both cluster-robust by unit (CR1). That they are not refused proves nothing where units are few.
 *
 * @throws NotEstimable `emptyArm` when an arm has no row, or none in one of the periods, `lengthMismatch`,
 *   `invalidParameter` for an arm other than 0 or 1, `tooFewPeriods` below two, `tooFewClusters` when units are too few
 *   for so many periods, `tooFewObservations` when rows do not exceed twice the periods, `zeroVariance`, `tooLarge`
 *
 * Accuracy: relative 1e-9 against R 4.2.2 (sandwich::vcovCL).
 * Source: A. C. Cameron, D. L. Miller, Journal of Human Resources 50 (2015), 317-372.
 */
export function parallelTrendTest({ y, treated, period, unit }: ParallelTrendInput): ParallelTrendResult {
  for (const column of [y, treated, period]) requireAllFinite(column)
  requireLabels(unit)
  if (!treated.includes(0) || !treated.includes(1)) throw new NotEstimable('emptyArm')
  requireSameLength(y, treated, period, unit)
  requireZeroOrOne(treated)
  const periods = [...new Set(period)].sort((a, b) => a - b)
  if (periods.length < 2) throw new NotEstimable('tooFewPeriods')
  const clusters = clusterIndex(unit)
  if (clusters.count < 2) throw new NotEstimable('tooFewClusters')
  const n = y.length
  if (n <= 4 || n <= 2 * periods.length) throw new NotEstimable('tooFewObservations')
  if (periods.length > MOST_PERIODS) throw new NotEstimable('tooLarge')

  /** Variance factor of CR1 with `k` coefficients. */
  const factor = (k: number) => (clusters.count / (clusters.count - 1)) * ((n - 1) / (n - k))
  const df = clusters.count - 1
  const slopes = slopesOf({ y, treated, period })
  const slopeScores = clusterSums(slopes.scores, clusters)
  const slopeError = Math.sqrt(factor(4) * compensatedSum(slopeScores.map(score => score * score)))
  if (isRoundingOnly(slopeError, 0, slopes.size)) throw new NotEstimable('zeroVariance')
  const t = finite(slopes.difference / slopeError)

  const courses = coursesOf({ y, treated, period }, periods)
  const q = periods.length - 1
  const scores = courses.scores.map(column => clusterSums(column, clusters))
  const jointF = waldOf(courses.differences, scores, courses.spread) / factor(2 * periods.length) / q
  return {
    slopeDifference: slopes.difference,
    standardError: slopeError,
    df,
    t,
    p: pOfStatistic(t, 'two-sided', studentT(df)),
    jointF: finite(jointF),
    jointDf1: q,
    jointDf2: df,
    jointP: snedecorF(q, df).survival(jointF),
  }
}

const MOST_PERIODS = 500

type Rows = Omit<ParallelTrendInput, 'unit'>

/** Difference of the slopes of two lines, and what each row adds to it beyond its fitted value. */
function slopesOf({ y, treated, period }: Rows): { difference: number; scores: number[]; size: number } {
  const arms = [0, 1].map(arm => momentsOf(period.filter((_, i) => treated[i] === arm)))
  if (arms.some(({ m2 }) => m2 === 0)) throw new NotEstimable('emptyArm', 'An arm was seen in a single period.')
  const time = (arm: 0 | 1) =>
    period.map((at, i) => (treated[i] === arm ? (deviationsWithin([at], arms[arm] as Moments)[0] as number) : 0))
  const fit = leastSquares([treated, time(0), time(1)], y)
  const weights = fit.weightsOf([0, 0, -1, 1])
  return {
    difference: finite((fit.coefficients[3] as number) - (fit.coefficients[2] as number)),
    scores: fit.residuals.map((residual, i) => residual * (weights[i] as number)),
    // y as the weights see it: what doubles resolve of the difference
    size: lengthOf(weights) * Math.abs(momentsOf(y).mean),
  }
}

/** How the gap of the arms in each later period differs from that in the first, and the scores of these differences. */
function coursesOf(
  { y, treated, period }: Rows, periods: readonly number[],
): { differences: number[]; scores: number[][]; spread: number } {
  const place = new Map(periods.map((at, k) => [at, k]))
  const cellOf = y.map((_, i) => 2 * (place.get(period[i] as number) as number) + (treated[i] as number))
  const values = Array.from({ length: 2 * periods.length }, (): number[] => [])
  y.forEach((value, i) => values[cellOf[i] as number]?.push(value))
  if (values.some(({ length }) => length === 0)) {
    throw new NotEstimable('emptyArm', 'An arm has no observation in one of the periods.')
  }
  const cells = values.map(momentsOf)
  const gap = (k: number) => meanDifferenceOf(cells[2 * k + 1] as Moments, cells[2 * k] as Moments)
  const own = y.map((value, i) => {
    const { mean, meanRest = 0, n } = cells[cellOf[i] as number] as Moments
    return ((treated[i] === 1 ? 1 : -1) * (value - mean - meanRest)) / n
  })
  const later = periods.slice(1).map((_, k) => k + 1)
  return {
    differences: later.map(k => finite(gap(k) - gap(0))),
    scores: later.map(k =>
      own.map((score, i) => {
        const at = (cellOf[i] as number) >> 1
        return at === k ? score : at === 0 ? -score : 0
      }),
    ),
    spread: Math.max(...cells.map(({ mean }) => Math.abs(mean))),
  }
}

/** d' (S'S)^-1 d for differences d and their scores S by cluster. */
function waldOf(differences: readonly number[], scores: readonly (readonly number[])[], spread: number): number {
  if (scores.some(column => lengthOf(column) <= 10 * Number.EPSILON * spread)) throw new NotEstimable('zeroVariance')
  try {
    const along = solveLower(householderQr(scores).r, differences)
    return lengthOf(along) ** 2
  } catch (error) {
    if (!(error instanceof NotEstimable && error.reason === 'collinear')) throw error
    throw new NotEstimable('tooFewClusters', 'There are too few units for so many periods.')
  }
}
