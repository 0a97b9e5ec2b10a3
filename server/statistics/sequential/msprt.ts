import { finite, requireAlpha, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { normalMixture } from './normalMixture'

export interface MsprtInput {
  /** estimate and standard error of all observations so far, at each look in order */
  readonly looks: readonly { readonly estimate: number; readonly standardError: number }[]
  /** variance of the mixture of effects, in the squared unit of the estimate */
  readonly tau2: number
  /** level in (0, 1), kept over all looks together */
  readonly alpha: number
}

export interface MsprtLook {
  /** logarithm of the likelihood ratio at this look */
  readonly logLikelihoodRatio: number
  /** smallest p-value so far */
  readonly p: number
  /** intersection of all intervals so far; empty when ciLower is above ciUpper */
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * Mixture sequential probability ratio test: looks at will, with an error rate kept over all of them. Evidence once
 * reached stays: p never rises and the interval never widens.
 *
 * p is at most alpha exactly when the interval leaves out zero.
 *
 * @throws NotEstimable `noLooks`, `invalidStandardError`, `invalidMixture`, `nonFinite` on overflow
 *
 * Accuracy: relative 1e-13.
 * Source: R. Johari, P. Koomen, L. Pekelis, D. Walsh, Operations Research 70 (2022), 1806-1821.
 */
export function msprt({ looks, tau2, alpha }: MsprtInput): { readonly looks: readonly MsprtLook[] } {
  for (const { estimate, standardError } of looks) requireFinite(estimate, standardError)
  requireFinite(tau2)
  requireAlpha(alpha)
  if (looks.length === 0) throw new NotEstimable('noLooks')
  if (looks.some(({ standardError }) => standardError <= 0)) throw new NotEstimable('invalidStandardError')
  if (tau2 <= 0) throw new NotEstimable('invalidMixture')
  let p = 1
  let ciLower = -Infinity
  let ciUpper = Infinity
  return {
    looks: looks.map(({ estimate, standardError }) => {
      const look = normalMixture(estimate, standardError, tau2 / standardError / standardError, alpha)
      p = Math.min(p, look.p)
      ciLower = Math.max(ciLower, finite(estimate - look.radius))
      ciUpper = Math.min(ciUpper, finite(estimate + look.radius))
      return { logLikelihoodRatio: look.logLikelihoodRatio, p, ciLower, ciUpper }
    }),
  }
}
