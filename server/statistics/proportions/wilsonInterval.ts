import { standardNormal } from '../distributions/normal'
import { finite, requireBinaryArms } from '../inputChecks'

export interface WilsonIntervalInput {
  readonly successes: number
  readonly n: number
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
  /** default false */
  readonly continuityCorrection?: boolean
}

export interface WilsonIntervalResult {
  readonly proportion: number
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * Wilson's score interval for one proportion: the values that a score test would not refuse. With the continuity
 * correction c = min(1/2, |successes - n/2|), as R's prop.test, the limits are clipped to 0 and 1.
 *
 * @throws NotEstimable `emptyArm`, `negativeCount`, `nonIntegerCount`, `successesExceedTrials`
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: E. B. Wilson, JASA 22 (1927), 209-212; R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872.
 */
export function wilsonInterval(input: WilsonIntervalInput): WilsonIntervalResult {
  const { successes, n, alpha, continuityCorrection = false } = input
  requireBinaryArms(alpha, { successes, n })
  const proportion = successes / n
  const z = standardNormal.upperQuantile(alpha / 2)
  const correction = continuityCorrection ? Math.min(0.5, Math.abs(successes - n / 2)) : 0
  const lowerFor = (count: number): number => {
    const shifted = (count - correction) / n
    const z22n = (z * z) / (2 * n)
    const root = z * Math.sqrt((shifted * (1 - shifted)) / n + z22n / (2 * n))
    // The product of both roots is shifted^2, so the small one is taken from the large one and does not cancel.
    return shifted <= 0 ? 0 : (shifted * shifted) / (shifted + z22n + root)
  }
  return { proportion, ciLower: finite(lowerFor(successes)), ciUpper: finite(1 - lowerFor(n - successes)) }
}
