import { NotEstimable } from '../notEstimable'
import { type LinearFit } from '../numerics/leastSquares'
import { compensatedSum } from '../numerics/sums'
import { twoSidedT, type TwoSidedT } from '../twoSidedT'

/** Tests of an adjusted difference, one for each kind of standard error. */
export interface AdjustedTests {
  /** equal variances */
  readonly classical: TwoSidedT
  /** heteroscedasticity-consistent, in the kinds of R's sandwich::vcovHC; HC1 has the factor N / df */
  readonly hc0: TwoSidedT
  readonly hc1: TwoSidedT
  readonly hc2: TwoSidedT
  readonly hc3: TwoSidedT
}

/**
 * @param combination how the estimate is made up of the coefficients of the fit, the constant first
 * @param sizes numbers from which the estimate was made, to tell a spread from rounding
 * @throws NotEstimable `tooFewObservations` where one unit alone determines its own fitted value, `zeroVariance`
 *
 * Source: J. G. MacKinnon, H. White, Journal of Econometrics 29 (1985), 305-325.
 */
export function adjustedTests(
  fit: LinearFit, combination: readonly number[], estimate: number, alpha: number, sizes: readonly number[],
): AdjustedTests {
  if (fit.leverages.some(leverage => leverage > 1 - 1e-12)) {
    throw new NotEstimable('tooFewObservations', 'One unit alone determines its own fitted value.')
  }
  const { residuals, leverages, df, residualVariance } = fit
  const weights = fit.weightsOf(combination)
  const robust = (power: 0 | 1 | 2) =>
    compensatedSum(
      weights.map((weight, i) => (weight * (residuals[i] as number)) ** 2 / (1 - (leverages[i] as number)) ** power),
    )
  const testWith = twoSidedT(df, alpha)
  const test = (variance: number) => testWith(estimate, Math.sqrt(variance), sizes)
  return {
    classical: test(residualVariance * compensatedSum(weights.map(weight => weight * weight))),
    hc0: test(robust(0)),
    hc1: test((robust(0) * residuals.length) / df),
    hc2: test(robust(1)),
    hc3: test(robust(2)),
  }
}
