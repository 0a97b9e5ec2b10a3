import { finite } from '../inputChecks'

/** What the normal mixture says of an estimate at one look. */
export interface MixtureLook {
  /** logarithm of the likelihood ratio of the mixture against no effect */
  readonly logLikelihoodRatio: number
  /** always-valid p-value of this look alone */
  readonly p: number
  /** half the width of the interval of this look alone, in the unit of the estimate */
  readonly radius: number
}

/**
 * The likelihood ratio of a normal mixture over effects against no effect, and the interval of all effects that it
 * does not refuse at level `alpha`. The chance that the ratio ever exceeds 1 / alpha is at most alpha (Ville's
 * inequality), however often one looks.
 *
 * @param shareOfMixture variance of the mixture over the squared standard error, above 0
 * @throws NotEstimable `nonFinite` when a quantity overflows
 *
 * Source: H. Robbins, Annals of Mathematical Statistics 41 (1970), 1397-1409, section 3.
 */
export function normalMixture(
  estimate: number,
  standardError: number,
  shareOfMixture: number,
  alpha: number,
): MixtureLook {
  const k = finite(shareOfMixture)
  const z = estimate / standardError
  const halfLog = Math.log1p(k) / 2
  const logLikelihoodRatio = finite((z * z * (k / (1 + k))) / 2 - halfLog)
  return {
    logLikelihoodRatio,
    p: Math.min(1, Math.exp(-logLikelihoodRatio)),
    radius: finite(standardError * Math.sqrt(2 * (1 + 1 / k) * (halfLog - Math.log(alpha)))),
  }
}
