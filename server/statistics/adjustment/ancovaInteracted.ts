import { deviationsWithin } from '../moments/deviationsWithin'
import { meanDifferenceOf, momentsOf } from '../moments/moments'
import { mergeMoments } from '../moments/mergeMoments'
import { NotEstimable } from '../notEstimable'
import { leastSquares } from '../numerics/leastSquares'
import { type AdjustedTests, adjustedTests } from './adjustedTests'
import { type PrePostInput, requirePrePost } from './prePost'

export type AncovaInteractedInput = PrePostInput

export interface AncovaInteractedResult extends AdjustedTests {
  /** difference of the arms at the grand mean of `pre`, treatment minus control, in the unit of `post` */
  readonly estimate: number
  /** N - 4 */
  readonly df: number
  /** expected `post` of a control unit at the grand mean of `pre` */
  readonly intercept: number
  /** change of `post` per unit of `pre` in the control arm */
  readonly preCoefficient: number
  /** how much steeper the slope of the treatment arm is */
  readonly interactionCoefficient: number
}

/**
 * Analysis of covariance with a slope for each arm: least squares of post on arm, pre minus its grand mean, and their
 * product. In a randomised comparison of arms of unequal size it never loses precision against the plain difference.
 *
 * Each arm's line is fitted in deviations from its own mean, which spans the same space; the difference at the grand
 * mean is read off the two lines.
 *
 * @throws NotEstimable `emptyArm`, `lengthMismatch`, `tooFewObservations` below two per arm, with fewer than five units
 *   or where one unit alone determines its own fitted value, `zeroVariance` when `pre` is constant or the fit is
 *   perfect, `collinear` when `pre` does not vary inside an arm
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: W. Lin, Annals of Applied Statistics 7 (2013), 295-318.
 */
export function ancovaInteracted(input: AncovaInteractedInput): AncovaInteractedResult {
  requirePrePost(input)
  const { treatment, control, alpha } = input
  const preTreatment = momentsOf(treatment.pre)
  const preControl = momentsOf(control.pre)
  const preAll = mergeMoments(preTreatment, preControl)
  if (preAll.m2 === 0) throw new NotEstimable('zeroVariance')
  if (preTreatment.m2 === 0 || preControl.m2 === 0) throw new NotEstimable('collinear')
  const postTreatment = momentsOf(treatment.post)
  const postControl = momentsOf(control.post)

  const withinTreatment = deviationsWithin(treatment.pre, preTreatment)
  const withinControl = deviationsWithin(control.pre, preControl)
  const zeros = (values: readonly number[]) => values.map(() => 0)
  const fit = leastSquares(
    [
      [...withinTreatment.map(() => 1), ...zeros(withinControl)],
      [...zeros(withinTreatment), ...withinControl],
      [...withinTreatment, ...zeros(withinControl)],
    ],
    [...treatment.post, ...control.post],
  )
  const [, , slopeControl = NaN, slopeTreatment = NaN] = fit.coefficients
  const aboveTreatment = meanDifferenceOf(preTreatment, preAll)
  const aboveControl = meanDifferenceOf(preControl, preAll)
  const estimate =
    meanDifferenceOf(postTreatment, postControl) - slopeTreatment * aboveTreatment + slopeControl * aboveControl
  return {
    estimate,
    df: fit.df,
    intercept: postControl.mean - slopeControl * aboveControl,
    preCoefficient: slopeControl,
    interactionCoefficient: slopeTreatment - slopeControl,
    ...adjustedTests(fit, [0, 1, aboveControl, -aboveTreatment], estimate, alpha, [
      postTreatment.mean, postControl.mean,
    ]),
  }
}
