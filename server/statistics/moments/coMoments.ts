import { finite, requireSameLength } from '../inputChecks'
import { compensatedSum } from '../numerics/sums'
import { type Moments, momentsOf } from './moments'

/**
 * What is stored of two values of each unit of one cell: enough for ratios and for adjustment by a covariate, and exact
 * to merge. The rests are what the means had to round off, as in `Moments`.
 */
export interface CoMoments {
  /** number of units */
  readonly n: number
  readonly meanX: number
  readonly meanY: number
  /** sums of squared deviations from the means, in the squared units */
  readonly m2X: number
  readonly m2Y: number
  /** sum of the products of both deviations */
  readonly cXY: number
  /** mean of the values minus `meanX`; 0 when left out */
  readonly meanXRest?: number
  readonly meanYRest?: number
}

export const NO_CO_MOMENTS: CoMoments = {
  n: 0, meanX: 0, meanY: 0, m2X: 0, m2Y: 0, cXY: 0, meanXRest: 0, meanYRest: 0,
}

/**
 * Co-moments of raw values, element i of both lists being the same unit: means first, then the deviations, all sums
 * compensated.
 *
 * @throws NotEstimable `nonFinite` when a value is not a finite number or the squares overflow, `lengthMismatch`
 */
export function coMomentsOf(xs: readonly number[], ys: readonly number[]): CoMoments {
  const x = momentsOf(xs)
  const y = momentsOf(ys)
  requireSameLength(xs, ys)
  const deviation = (value: number, { mean, meanRest = 0 }: Moments) => value - mean - meanRest
  const cXY = finite(compensatedSum(xs.map((value, i) => deviation(value, x) * deviation(ys[i] ?? NaN, y))))
  return {
    n: x.n, meanX: x.mean, meanY: y.mean, m2X: x.m2, m2Y: y.m2, cXY,
    meanXRest: x.meanRest ?? 0, meanYRest: y.meanRest ?? 0,
  }
}

/** Moments of the first value alone. */
export function momentsOfX({ n, meanX, m2X, meanXRest = 0 }: CoMoments): Moments {
  return { n, mean: meanX, m2: m2X, meanRest: meanXRest }
}

/** Moments of the second value alone. */
export function momentsOfY({ n, meanY, m2Y, meanYRest = 0 }: CoMoments): Moments {
  return { n, mean: meanY, m2: m2Y, meanRest: meanYRest }
}
