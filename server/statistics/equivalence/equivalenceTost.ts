import { studentT } from '../distributions/studentT'
import { finite, requireFinite } from '../inputChecks'
import { twoSamples, welchDifference } from '../means/welchDifference'
import type { Sample } from '../moments/moments'
import { NotEstimable } from '../notEstimable'

export interface EquivalenceTostInput {
  /** values, summary or moments of the arm that took the change */
  readonly treatment: Sample
  /** the same of the arm that kept the present journey, in the same unit */
  readonly control: Sample
  /** smallest and greatest difference that still count as no difference, in the unit of the values */
  readonly lowerMargin: number
  readonly upperMargin: number
  /** level of each of the two one-sided tests, below 1/2; the interval has level 1 - 2 alpha */
  readonly alpha: number
}

export interface EquivalenceTostResult {
  /** treatment minus control */
  readonly meanDifference: number
  readonly standardError: number
  readonly df: number
  /** against the lower margin */
  readonly tLower: number
  readonly pLower: number
  /** against the upper margin */
  readonly tUpper: number
  readonly pUpper: number
  /** the larger of both */
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
  /** p < alpha: the difference lies inside the margins */
  readonly equivalent: boolean
}

/**
 * Two one-sided Welch tests: is the difference of two means small enough not to matter? A difference that is merely
 * not significant does not show that.
 *
 * @throws NotEstimable `emptyArm`, `tooFewObservations` below two in an arm, of a summary `negativeCount`,
 *   `nonIntegerCount`, `negativeSd`, of moments `invalidVariance`, `zeroVariance` when neither arm varies,
 *   `invalidMargin` when lowerMargin is not below upperMargin, `invalidAlpha` from 1/2 on too
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987), 657-680.
 */
export function equivalenceTost(input: EquivalenceTostInput): EquivalenceTostResult {
  const { lowerMargin, upperMargin, alpha } = input
  requireFinite(lowerMargin, upperMargin)
  const { treatment, control } = twoSamples(input, alpha)
  if (alpha >= 0.5) {
    throw new NotEstimable('invalidAlpha', 'The interval has level 1 - 2 alpha, so alpha must be below 1/2.')
  }
  if (lowerMargin >= upperMargin) throw new NotEstimable('invalidMargin')
  const { meanDifference, standardError, df } = welchDifference(treatment, control)
  const { cdf, survival, upperQuantile } = studentT(df)
  const tLower = finite((meanDifference - lowerMargin) / standardError)
  const tUpper = finite((meanDifference - upperMargin) / standardError)
  const pLower = survival(tLower)
  const pUpper = cdf(tUpper)
  const p = Math.max(pLower, pUpper)
  const reach = finite(upperQuantile(alpha) * standardError)
  return {
    meanDifference,
    standardError,
    df,
    tLower,
    pLower,
    tUpper,
    pUpper,
    p,
    ciLower: meanDifference - reach,
    ciUpper: meanDifference + reach,
    equivalent: p < alpha,
  }
}
