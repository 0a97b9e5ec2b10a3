import { NotEstimable } from '../../notEstimable'
import type { Tails } from '../distributionType'
import { deviance } from './deviance'
import { stirlingError } from './stirlingError'

const TERMS = 200_000
const TINY = 1e-300

/**
 * Regularised incomplete beta function I_x(a, b) and its complement, for a, b > 0 and x in [0, 1].
 *
 * @param x upper end of the integral
 * @param y 1 - x, given by the caller, who often knows it better than the subtraction would
 *
 * The power term is taken by the saddle point (no logarithm of a gamma function, whose size would eat digits), the rest
 * by the continued fraction on the side where it converges.
 *
 * Accuracy: relative 1e-12 for a, b up to 1e8 (checked against mpmath).
 * Source: C. Loader (2000) for the power term; A. R. DiDonato, A. H. Morris, ACM TOMS 18 (1992), 360-373, for the
 * fraction.
 * @throws NotEstimable `noConvergence` after 200,000 terms, or for parameters too extreme for doubles
 */
export function incompleteBeta(a: number, b: number, x: number, y: number): Tails {
  return incompleteBetaOf(a, b).tails(x, y)
}

/** The functions of one pair of shapes, for many points: what depends on the shapes alone is computed once. */
export interface IncompleteBeta {
  /** both tails at x, y = 1 - x */
  readonly tails: (x: number, y: number) => Tails
  /** logarithms of both tails, also where a tail is too small for a double; x and y must lie above 0 */
  readonly logTails: (x: number, y: number) => Tails
  /** logarithm of the density x^(a - 1) y^(b - 1) / B(a, b); x and y must lie above 0 */
  readonly logDensity: (x: number, y: number) => number
}

/** See `incompleteBeta`; each of the functions throws as it does. */
export function incompleteBetaOf(a: number, b: number): IncompleteBeta {
  const n = a + b
  const height = Math.sqrt((a / n) * (b / (2 * Math.PI)))
  const logHeight = (Math.log(a / n) + Math.log(b / (2 * Math.PI))) / 2
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b)
  const exponent = (x: number, y: number): number => {
    const value = errors - deviance(a, n * x) - deviance(b, n * y)
    if (Number.isNaN(value)) throw new NotEstimable('noConvergence')
    return value
  }
  const isBelowMean = (x: number, y: number): boolean => a * y - b * x >= 0
  return {
    tails: (x, y) => {
      if (x <= 0) return { lower: 0, upper: 1 }
      if (y <= 0) return { lower: 1, upper: 0 }
      const power = height * Math.exp(exponent(x, y))
      if (isBelowMean(x, y)) {
        const lower = Math.min(1, power / fraction(a, b, x, y))
        return { lower, upper: 1 - lower }
      }
      const upper = Math.min(1, power / fraction(b, a, y, x))
      return { lower: 1 - upper, upper }
    },
    logTails: (x, y) => {
      const power = logHeight + exponent(x, y)
      if (isBelowMean(x, y)) {
        const lower = Math.min(0, power - Math.log(fraction(a, b, x, y)))
        return { lower, upper: logOfRest(lower) }
      }
      const upper = Math.min(0, power - Math.log(fraction(b, a, y, x)))
      return { lower: logOfRest(upper), upper }
    },
    logDensity: (x, y) => logHeight + exponent(x, y) - Math.log(x) - Math.log(y),
  }
}

/** log(1 - exp(part)) for part at most 0 */
function logOfRest(part: number): number {
  return part > -Math.LN2 ? Math.log(-Math.expm1(part)) : Math.log1p(-Math.exp(part))
}

/** The continued fraction beneath the power term, by Lentz's method. */
function fraction(a: number, b: number, x: number, y: number): number {
  const lambda = a * y - b * x + 1
  let value = (a * lambda) / (a + 1)
  let c = value
  let d = 0
  for (let m = 1; m < TERMS; m++) {
    const low = a + 2 * m - 1
    const an = ((a + m - 1) / low) * ((a + b + m - 1) / low) * m * (b - m) * x * x
    const bn = m + (m * (b - m) * x) / low + ((a + m) * (lambda + m * (1 + y))) / (a + 2 * m + 1)
    d = 1 / (bn + an * d || TINY)
    c = bn + an / c || TINY
    const change = c * d
    value *= change
    if (Math.abs(change - 1) < Number.EPSILON) return value
  }
  throw new NotEstimable('noConvergence')
}
