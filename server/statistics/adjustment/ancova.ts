import { deviationsWithin } from '../moments/deviationsWithin'
import { meanDifferenceOf, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { leastSquares } from '../numerics/leastSquares'
import { type AdjustedTests, adjustedTests } from './adjustedTests'
import { type PrePostInput, requirePrePost } from './prePost'

export type AncovaInput = PrePostInput

export interface AncovaResult extends AdjustedTests {
  /** difference of the arms at equal pre-period value, treatment minus control, in the unit of `post` */
  readonly estimate: number
  /** N - 3 */
  readonly df: number
  readonly intercept: number
  /** change of `post` per unit of `pre` */
  readonly preCoefficient: number
}

/**
 * Analysis of covariance: the difference of two arms after the period, adjusted for what their units were like
 * before. Least squares of post on arm and pre, with one slope for both arms.
 *
 * Instead of pre its deviation from the mean of its own arm enters the fit, which spans the same space and is
 * independent of the arm; the difference at equal pre is then that of the means less slope times gap.
 *
 * @throws NotEstimable `emptyArm`, `lengthMismatch`, `tooFewObservations` below two per arm or where one unit alone
 *   determines its own fitted value, `zeroVariance` when `pre` is constant or the fit is perfect, `collinear` when
 *   `pre` varies between the arms only
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: R. A. Fisher, Statistical Methods for Research Workers (1932), section 49.1.
 */
export function ancova(input: AncovaInput): AncovaResult {
  requirePrePost(input)
  const { treatment, control, alpha } = input
  const preTreatment = momentsOf(treatment.pre)
  const preControl = momentsOf(control.pre)
  const preGap = meanDifferenceOf(preTreatment, preControl)
  if (preTreatment.m2 + preControl.m2 === 0) throw new NotEstimable(preGap === 0 ? 'zeroVariance' : 'collinear')
  const postTreatment = momentsOf(treatment.post)
  const postControl = momentsOf(control.post)

  const treated = [...treatment.pre.map(() => 1), ...control.pre.map(() => 0)]
  const within = [...deviationsWithin(treatment.pre, preTreatment), ...deviationsWithin(control.pre, preControl)]
  const fit = leastSquares([treated, within], [...treatment.post, ...control.post])
  const preCoefficient = fit.coefficients[2] as number
  const estimate = meanDifferenceOf(postTreatment, postControl) - preCoefficient * preGap
  return {
    estimate,
    df: fit.df,
    intercept: postControl.mean - preCoefficient * preControl.mean,
    preCoefficient,
    ...adjustedTests(fit, [0, 1, -preGap], estimate, alpha, [postTreatment.mean, postControl.mean]),
  }
}
