import { finite, requireAlpha, requireCount, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { normalMixture } from './normalMixture'

export interface AlwaysValidConfidenceSequenceInput {
  /** estimate and its standard error from the observations so far, in the unit of the metric */
  readonly estimate: number
  readonly standardError: number
  /** observations so far */
  readonly n: number
  /** variance of the mixture in units per observation, as `alwaysValidRho` gives it */
  readonly rho2: number
  /** level in (0, 1), kept over all looks together */
  readonly alpha: number
}

export interface AlwaysValidConfidenceSequenceResult {
  /** half the width of the interval, in the unit of the estimate */
  readonly radius: number
  readonly ciLower: number
  readonly ciUpper: number
  readonly logLikelihoodRatio: number
  readonly p: number
}

/**
 * Interval and p-value that stay valid however often one looks and whenever one stops: the chance that any interval of
 * the sequence ever misses the true effect is at most alpha.
 *
 * p is at most alpha exactly when the interval leaves out zero: both come from one likelihood ratio.
 *
 * @throws NotEstimable `tooFewObservations` when n is 0, `nonIntegerCount`, `negativeCount`, `invalidStandardError`,
 *   `invalidMixture`, `nonFinite` on overflow
 *
 * Accuracy: relative 1e-13.
 * Source: H. Robbins, Annals of Mathematical Statistics 41 (1970), 1397-1409; I. Waudby-Smith et al., arXiv 2103.06476
 * (asymptotic version); S. R. Howard et al., Annals of Statistics 49 (2021), 1055-1080.
 */
export function alwaysValidConfidenceSequence(
  input: AlwaysValidConfidenceSequenceInput,
): AlwaysValidConfidenceSequenceResult {
  const { estimate, standardError, n, rho2, alpha } = input
  requireFinite(estimate, standardError, n, rho2)
  requireAlpha(alpha)
  requireCount(n)
  if (n < 1) throw new NotEstimable('tooFewObservations')
  if (standardError <= 0) throw new NotEstimable('invalidStandardError')
  if (rho2 <= 0) throw new NotEstimable('invalidMixture')
  const { logLikelihoodRatio, p, radius } = normalMixture(estimate, standardError, n * rho2, alpha)
  return {
    radius,
    ciLower: finite(estimate - radius),
    ciUpper: finite(estimate + radius),
    logLikelihoodRatio,
    p,
  }
}
