import { finite, requireAlpha, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

export interface AlwaysValidRhoInput {
  /** level in (0, 1) */
  readonly alpha: number
  /** number of observations at which the interval shall be as narrow as it can be */
  readonly nOptimal: number
}

export interface AlwaysValidRhoResult {
  /** variance of the mixture, in units per observation */
  readonly rho2: number
  /** the closed formula that is often used instead, good for small alpha */
  readonly rho2Approximate: number
}

const STEPS = 60

/**
 * The mixture that makes an always-valid interval narrowest at a planned number of observations:
 * rho2 = (-W(-alpha^2 / e) - 1) / nOptimal, with W the lower branch of Lambert's function.
 *
 * With v = rho2 nOptimal this reads v - log(1 + v) = -2 log alpha, which is solved instead: alpha^2 underflows and the
 * branch point at alpha near 1 costs half the digits.
 *
 * @throws NotEstimable `tooFewObservations` when nOptimal is below 1
 *
 * Accuracy: relative 1e-14 for every alpha that a double holds.
 * Source: I. Waudby-Smith et al., arXiv 2103.06476, appendix; start from I. Chatzigeorgiou, IEEE Communications
 * Letters 17 (2013), 1505-1508, theorem 1, from where Newton's method descends to the root.
 */
export function alwaysValidRho({ alpha, nOptimal }: AlwaysValidRhoInput): AlwaysValidRhoResult {
  requireFinite(nOptimal)
  requireAlpha(alpha)
  if (nOptimal < 1) throw new NotEstimable('tooFewObservations')
  const target = -2 * Math.log(alpha)
  let v = target + Math.sqrt(2 * target)
  for (let step = 0; step < STEPS; step++) {
    const next = v - (excessOfLog(v) - target) * (1 + 1 / v)
    if (!(next < v)) break
    v = next
  }
  return { rho2: finite(v / nOptimal), rho2Approximate: finite((target + Math.log(target) + 1) / nOptimal) }
}

/** v - log(1 + v) for v above 0, without cancellation where v is small. */
function excessOfLog(v: number): number {
  if (v > 1) return v - Math.log1p(v)
  // log(1 + v) = 2 artanh(s) with s = v / (2 + v), and v = 2 s + v s.
  const s = v / (2 + v)
  let sum = 0
  let power = s * s * s
  for (let k = 3; k < 80; k += 2) {
    const next = sum + power / k
    if (next === sum) break
    sum = next
    power *= s * s
  }
  return v * s - 2 * sum
}
