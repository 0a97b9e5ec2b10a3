import { standardNormal } from '../distributions/normal'
import { studentT } from '../distributions/studentT'
import { finite } from '../inputChecks'
import type { Sample } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { liftTerms } from './liftTerms'
import { twoSamples, welchDf } from './welchDifference'

export interface RelativeLiftFiellerInput {
  /** values, summary or moments of the arm that took the change */
  readonly treatment: Sample
  /** the same of the arm that kept the present journey, in the same unit */
  readonly control: Sample
  /** two-sided level in (0, 1); the region has level 1 - alpha */
  readonly alpha: number
  /** distribution of the critical value */
  readonly quantile: 'normal' | 't'
}

export interface RelativeLiftFiellerResult {
  /** treatment mean over control mean, minus 1; 0.05 is five percent */
  readonly lift: number
  /** how badly the control mean is known; from 1 on it cannot be told from 0 and there is no interval */
  readonly g: number
  readonly criticalValue: number
  /** degrees of freedom of the critical value, with `quantile` t only */
  readonly df?: number
  /** what the lifts that the test does not refuse look like; `complement` is everything outside an interval */
  readonly region: 'interval' | 'complement' | 'wholeLine'
  /** null where the region is no interval */
  readonly ciLower: number | null
  readonly ciUpper: number | null
}

/**
 * Relative change of a mean with Fieller's exact region: all lifts k - 1 for which treatment minus k times control does
 * not differ from 0. Stays right when the control mean is known badly, and says so when nothing can be said.
 *
 * @throws NotEstimable `emptyArm`, `tooFewObservations` below two in an arm, of a summary `negativeCount`,
 *   `nonIntegerCount`, `negativeSd`, of moments `invalidVariance`, `zeroBaseline` when the control mean is 0,
 *   `zeroVariance` when neither arm varies, or only control does and the treatment mean is 0
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: E. C. Fieller, JRSS B 16 (1954), 175-185.
 */
export function relativeLiftFieller(input: RelativeLiftFiellerInput): RelativeLiftFiellerResult {
  const { alpha, quantile } = input
  const { treatment, control } = twoSamples(input, alpha)
  if (quantile !== 'normal' && quantile !== 't') throw new NotEstimable('invalidOption')
  const { lift, vTreatment, vControl } = liftTerms(treatment, control)
  const ratio = 1 + lift
  const df = welchDf(vTreatment, treatment.n, ratio * ratio * vControl, control.n)
  const criticalValue = (quantile === 't' ? studentT(df) : standardNormal).upperQuantile(alpha / 2)
  const q2 = criticalValue * criticalValue
  const g = finite(q2 * vControl)
  const shared = { lift, g, criticalValue, ...(quantile === 't' ? { df } : {}) }

  // (1 - g) L^2 - 2 (lift + g) L + lift^2 - g - q^2 vTreatment = 0 for the lift L = k - 1, divided by 4
  const discriminant = finite(q2 * (vControl * ratio * ratio + (1 - g) * vTreatment))
  if (g >= 1) {
    const noRoot = discriminant < 0 || (g === 1 && ratio === 0)
    return { ...shared, region: noRoot ? 'wholeLine' : 'complement', ciLower: null, ciUpper: null }
  }
  const reach = Math.sqrt(discriminant)
  return {
    ...shared,
    region: 'interval',
    ciLower: finite((lift + g - reach) / (1 - g)),
    ciUpper: finite((lift + g + reach) / (1 - g)),
  }
}
