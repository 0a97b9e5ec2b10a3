import type { Sample } from '../moments/moments'
import { zTestOfEstimate } from '../testOfEstimate'
import { liftTerms } from './liftTerms'
import { twoSamples } from './welchDifference'

export interface RelativeLiftDeltaInput {
  /** values, summary or moments of the arm that took the change */
  readonly treatment: Sample
  /** the same of the arm that kept the present journey, in the same unit */
  readonly control: Sample
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
}

export interface RelativeLiftDeltaResult {
  /** treatment mean over control mean, minus 1; 0.05 is five percent */
  readonly lift: number
  readonly standardError: number
  readonly z: number
  /** for the hypothesis that the lift is 0 */
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * Relative change of a mean with the standard error of the delta method: right when the control mean is known well,
 * that is when its own standard error is small beside it. Otherwise take `relativeLiftFieller`.
 *
 * @throws NotEstimable `emptyArm`, `tooFewObservations` below two in an arm, of a summary `negativeCount`,
 *   `nonIntegerCount`, `negativeSd`, of moments `invalidVariance`, `zeroBaseline` when the control mean is 0,
 *   `zeroVariance` when neither arm varies, or only control does and the treatment mean is 0
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: G. W. Oehlert, The American Statistician 46 (1992), 27-29.
 */
export function relativeLiftDelta(input: RelativeLiftDeltaInput): RelativeLiftDeltaResult {
  const { treatment, control } = twoSamples(input, input.alpha)
  const { lift, vTreatment, vControl } = liftTerms(treatment, control)
  const standardError = Math.hypot(Math.sqrt(vTreatment), (1 + lift) * Math.sqrt(vControl))
  const { statistic: z, p, ciLower, ciUpper } = zTestOfEstimate({
    estimate: lift, standardError, nullValue: 0, alpha: input.alpha, alternative: 'two-sided',
  })
  return { lift, standardError, z, p, ciLower, ciUpper }
}
