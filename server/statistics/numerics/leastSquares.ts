import { finite } from '../inputChecks'
import { momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { householderQr, solveLower, solveUpper } from './householderQr'
import { compensatedSum } from './sums'

/** A line through many dimensions: outcome = constant + coefficients times covariates + residual. */
export interface LinearFit {
  /** the constant first, then one for each covariate */
  readonly coefficients: readonly number[]
  /** outcome minus fitted value of each row */
  readonly residuals: readonly number[]
  /** share of each row in its own fitted value, 0 to 1 */
  readonly leverages: readonly number[]
  /** rows minus coefficients */
  readonly df: number
  /** sum of squared residuals over df */
  readonly residualVariance: number
  /**
   * The weights with which the outcomes make up a combination of the coefficients. Every kind of standard error of
   * that combination follows from them and the residuals.
   */
  weightsOf(combination: readonly number[]): readonly number[]
}

/**
 * Ordinary least squares with a constant. Outcome and covariates are centred at their means before anything else, so
 * that a large common offset does no harm; the rest is Householder's factorization with scaled columns.
 *
 * @param covariates a list of columns, each as long as `y`, without the constant
 * @throws NotEstimable `tooFewObservations` when rows do not exceed coefficients, `collinear`, `nonFinite`
 *
 * Source: A. Björck, Numerical Methods for Least Squares Problems (1996), sections 2.2 and 2.3.
 */
export function leastSquares(covariates: readonly (readonly number[])[], y: readonly number[]): LinearFit {
  const n = y.length
  const df = n - covariates.length - 1
  if (df < 1) throw new NotEstimable('tooFewObservations')
  const outcome = centred(y)
  const columns = covariates.map(centred)
  const means = columns.map(({ mean }) => mean)
  const { q, r } = householderQr(columns.map(({ deviations }) => deviations))

  const { projection, rest } = projected(q, outcome.deviations)
  // What rounding left of the columns in the residuals is taken out once more.
  const again = projected(q, rest)
  const residuals = again.rest
  const slopes = solveUpper(r, projection.map((value, j) => value + (again.projection[j] as number))).map(finite)
  return {
    coefficients: [outcome.mean - compensatedSum(slopes.map((slope, j) => slope * (means[j] as number))), ...slopes],
    residuals,
    leverages: y.map((_, i) => 1 / n + compensatedSum(q.map(column => (column[i] as number) ** 2))),
    df,
    residualVariance: finite(compensatedSum(residuals.map(e => e * e)) / df),
    weightsOf: ([constant = 0, ...others]) => {
      const along = solveLower(r, others.map((value, j) => value - constant * (means[j] as number)))
      return y.map((_, i) => along.reduce((sum, value, j) => sum + value * (q[j]?.[i] as number), constant / n))
    },
  }
}

function centred(values: readonly number[]): { mean: number; deviations: number[] } {
  const { mean, meanRest = 0 } = momentsOf(values)
  return { mean, deviations: values.map(value => value - mean - meanRest) }
}

function projected(
  q: readonly (readonly number[])[], values: readonly number[],
): { projection: number[]; rest: number[] } {
  const projection = q.map(column => compensatedSum(column.map((value, i) => value * (values[i] as number))))
  const rest = values.map((value, i) =>
    q.reduce((left, column, j) => left - (column[i] as number) * (projection[j] as number), value),
  )
  return { projection, rest }
}
