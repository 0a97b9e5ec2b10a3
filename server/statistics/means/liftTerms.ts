import { finite } from '../inputChecks'
import { isRoundingOnly, meanDifferenceOf, type Moments, varianceOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'

/** A relative change of means and what its uncertainty is made of, all without unit. */
export interface LiftTerms {
  /** treatment mean over control mean, minus 1 */
  readonly lift: number
  /** variance of the treatment mean over the squared control mean */
  readonly vTreatment: number
  /** variance of the control mean over the squared control mean */
  readonly vControl: number
}

/**
 * @throws NotEstimable `zeroBaseline` when the control mean is 0, `zeroVariance` when neither arm varies, or when only
 *   the control arm does and the treatment mean is 0, so that the lift is -1 whatever the control mean is
 */
export function liftTerms(treatment: Moments, control: Moments): LiftTerms {
  const baseline = control.mean
  if (baseline === 0) throw new NotEstimable('zeroBaseline')
  const shareOf = (arm: Moments) => (Math.sqrt(varianceOf(arm) / arm.n) / baseline) ** 2
  const vTreatment = finite(shareOf(treatment))
  const vControl = finite(shareOf(control))
  const lift = finite(meanDifferenceOf(treatment, control) / baseline)
  if (isRoundingOnly(Math.sqrt(vTreatment) + Math.abs(1 + lift) * Math.sqrt(vControl), 1, 1 + lift)) {
    throw new NotEstimable('zeroVariance')
  }
  return { lift, vTreatment, vControl }
}
