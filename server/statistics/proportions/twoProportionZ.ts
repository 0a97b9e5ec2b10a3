import { standardNormal } from '../distributions/normal'
import { type Alternative, type BinaryArm, finite, requireAlternative, requireBinaryArms } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { pOfStatistic } from '../testOfEstimate'

export interface TwoProportionZInput {
  readonly treatment: BinaryArm
  readonly control: BinaryArm
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
  /** default two-sided; one-sided intervals reach to -1 or 1 */
  readonly alternative?: Alternative
}

export interface TwoProportionZResult {
  readonly proportionTreatment: number
  readonly proportionControl: number
  /** treatment minus control, as a fraction */
  readonly difference: number
  readonly pooledProportion: number
  readonly standardErrorPooled: number
  readonly standardErrorUnpooled: number
  readonly z: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * Two-proportion z test with the pooled variance, and Wald's interval with the unpooled one, clipped to -1 and 1; no
 * continuity correction. For the working only: test and interval use different variances and can disagree.
 *
 * @throws NotEstimable `emptyArm`, `negativeCount`, `nonIntegerCount`, `successesExceedTrials`, `zeroVariance` when
 *   all or none succeeded in both arms
 *
 * Accuracy: relative 1e-9 against R 4.2.2 (prop.test, correct = FALSE).
 * Source: A. Agresti, Categorical Data Analysis (2013), chapter 3.
 */
export function twoProportionZ(input: TwoProportionZInput): TwoProportionZResult {
  const { treatment, control, alpha, alternative = 'two-sided' } = input
  requireBinaryArms(alpha, treatment, control)
  requireAlternative(alternative)
  const successes = treatment.successes + control.successes
  const total = treatment.n + control.n
  if (successes === 0 || successes === total) throw new NotEstimable('zeroVariance')

  const proportionTreatment = treatment.successes / treatment.n
  const proportionControl = control.successes / control.n
  const difference = proportionTreatment - proportionControl
  const pooledProportion = successes / total
  const pooledVariance = pooledProportion * ((total - successes) / total)
  const standardErrorPooled = Math.sqrt(pooledVariance * (1 / treatment.n + 1 / control.n))
  const standardErrorUnpooled = Math.sqrt(
    (proportionTreatment * (1 - proportionTreatment)) / treatment.n +
      (proportionControl * (1 - proportionControl)) / control.n,
  )
  const z = finite(difference / standardErrorPooled)
  const quantile = standardNormal.upperQuantile(alternative === 'two-sided' ? alpha / 2 : alpha)
  const reach = finite(quantile * standardErrorUnpooled)
  return {
    proportionTreatment,
    proportionControl,
    difference,
    pooledProportion,
    standardErrorPooled,
    standardErrorUnpooled,
    z,
    p: pOfStatistic(z, alternative, standardNormal),
    ciLower: alternative === 'less' ? -1 : Math.max(-1, difference - reach),
    ciUpper: alternative === 'greater' ? 1 : Math.min(1, difference + reach),
  }
}
