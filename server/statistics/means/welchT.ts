import { type Alternative, requireAlternative, requireFinite } from '../inputChecks'
import type { Sample } from '../moments/moments'
import { tTestOfEstimate } from '../testOfEstimate'
import { twoSamples, welchDifference } from './welchDifference'

export interface WelchTInput {
  /** values, summary or moments of the arm that took the change */
  readonly treatment: Sample
  /** the same of the arm that kept the present journey, in the same unit */
  readonly control: Sample
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
  /** default two-sided; `less` and `greater` give one-sided intervals */
  readonly alternative?: Alternative
  /** difference under the null hypothesis, in the unit of the values; default 0 */
  readonly nullDifference?: number
}

export interface WelchTResult {
  readonly meanTreatment: number
  readonly meanControl: number
  /** treatment minus control */
  readonly meanDifference: number
  readonly standardError: number
  /** degrees of freedom of Welch and Satterthwaite, not whole */
  readonly df: number
  readonly t: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * Welch's two-sample t test: do two arms differ in their mean, when their variances may differ too?
 *
 * @returns means, difference, standard error and limits in the unit of the values; `t` and `df` without unit; `p`
 *   for the hypothesis that the difference is `nullDifference`
 * @throws NotEstimable `emptyArm`, `tooFewObservations` below two in an arm, of a summary `negativeCount`,
 *   `nonIntegerCount`, `negativeSd`, of moments `invalidVariance`, `zeroVariance` when neither arm varies (one constant
 *   arm is allowed)
 *
 * Accuracy: relative 1e-9 against R 4.2.2, down to p = 1e-200.
 * Source: B. L. Welch, Biometrika 34 (1947), 28-35.
 */
export function welchT(input: WelchTInput): WelchTResult {
  const { alpha, alternative = 'two-sided', nullDifference = 0 } = input
  requireFinite(nullDifference)
  const { treatment, control } = twoSamples(input, alpha)
  requireAlternative(alternative)
  const { meanDifference, standardError, df } = welchDifference(treatment, control)
  const { statistic: t, p, ciLower, ciUpper } = tTestOfEstimate({
    estimate: meanDifference, standardError, df, nullValue: nullDifference, alpha, alternative,
  })
  return {
    meanTreatment: treatment.mean, meanControl: control.mean, meanDifference, standardError, df, t, p, ciLower, ciUpper,
  }
}
