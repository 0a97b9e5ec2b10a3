import { NotEstimable } from '../../notEstimable'
import type { Tails } from '../distributionType'
import { deviance } from './deviance'
import { stirlingError } from './stirlingError'

const TERMS = 200_000
const TINY = 1e-300

/**
 * Regularised incomplete gamma functions P(a, x) and Q(a, x), for a > 0 and x >= 0.
 *
 * Accuracy: relative 1e-12 for a up to 1e8 (checked against mpmath).
 * Source: C. Loader (2000) for the power term; W. Gautschi, ACM TOMS 5 (1979), 466-481, for the choice of the series
 * below a + 1 and Legendre's continued fraction above.
 * @throws NotEstimable `noConvergence` after 200,000 terms, or for parameters too extreme for doubles
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 }
  if (x === Infinity) return { lower: 1, upper: 0 }
  // x^a e^-x / Gamma(a + 1)
  const power = Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a)
  if (Number.isNaN(power)) throw new NotEstimable('noConvergence')
  if (x < a + 1) {
    const lower = Math.min(1, power * series(a, x))
    return { lower, upper: 1 - lower }
  }
  const upper = Math.min(1, power * a * fraction(a, x))
  return { lower: 1 - upper, upper }
}

/** 1 + x/(a+1) + x^2/((a+1)(a+2)) + ... */
function series(a: number, x: number): number {
  let term = 1
  let sum = 1
  for (let n = 1; n < TERMS; n++) {
    term *= x / (a + n)
    sum += term
    if (term < sum * Number.EPSILON) return sum
  }
  throw new NotEstimable('noConvergence')
}

/** 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))), by Lentz's method. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let value = d
  for (let n = 1; n < TERMS; n++) {
    const an = n * (a - n)
    b += 2
    d = 1 / (an * d + b || TINY)
    c = b + an / c || TINY
    const change = c * d
    value *= change
    if (Math.abs(change - 1) < Number.EPSILON) return value
  }
  throw new NotEstimable('noConvergence')
}
