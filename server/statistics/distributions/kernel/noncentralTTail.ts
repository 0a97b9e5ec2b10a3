import { NotEstimable } from '../../notEstimable'
import { logNormalTail, normalTail } from './normalTail'
import { stirlingError } from './stirlingError'

/** Logarithm of the share of the greatest value below which the integrand is left out. */
const NEGLIGIBLE = -42
const COARSEST = 32
/** Needed where few degrees of freedom spread the integrand wide and a great noncentrality makes a step of it. */
const FINEST = 2 ** 20
const AGREEMENT = 1e-13
/** Rounding of `t e^w - ncp` beside a great ncp moves the integral by so much for each unit of ncp. */
const ROUNDING = Number.EPSILON

/**
 * P(T > t) or P(T <= t) of the noncentral t distribution, as an integral over w, the logarithm of the scale
 * S = sqrt(chi-square / df): given S the statistic is normal, so
 *
 *     P(T > t) = integral of P(Z > t e^w - ncp) f(w) dw
 *
 * Nothing is subtracted, so either tail is accurate however small. The integrand is smooth and falls off at both
 * ends, where the trapezoidal rule converges exponentially; the number of points is doubled until two results agree,
 * as far as a great noncentrality lets them.
 *
 * Source: definition of the distribution (N. L. Johnson, B. L. Welch, Biometrika 31 (1940), 362-389); L. N. Trefethen,
 * J. A. C. Weideman, SIAM Review 56 (2014), 385-458, for the trapezoidal rule.
 * @throws NotEstimable `noConvergence` when no agreement is reached
 */
export function noncentralTTail(t: number, df: number, ncp: number, side: 'lower' | 'upper'): number {
  const sign = side === 'upper' ? 1 : -1
  const k = df / 2
  const argument = (w: number) => sign * (t * Math.exp(w) - ncp)
  const logIntegrand = (w: number) => k * logScaleShape(w) + logNormalTail(argument(w))
  const peak = peakOf(logIntegrand, df)
  const highest = logIntegrand(peak)
  const from = edgeOf(logIntegrand, peak, -1, highest + NEGLIGIBLE, df)
  const to = edgeOf(logIntegrand, peak, 1, highest + NEGLIGIBLE, df)
  const constant = 2 * Math.sqrt(k / (2 * Math.PI)) * Math.exp(-stirlingError(k))
  const integrand = (w: number) => Math.exp(k * logScaleShape(w)) * normalTail(argument(w))

  const agreement = Math.max(AGREEMENT, ROUNDING * Math.abs(ncp))
  let points = COARSEST
  let sum = (integrand(from) + integrand(to)) / 2
  for (let i = 1; i < points; i++) sum += integrand(from + ((to - from) * i) / points)
  let previous = (sum * (to - from)) / points
  while (points < FINEST) {
    for (let i = 0; i < points; i++) sum += integrand(from + ((to - from) * (i + 0.5)) / points)
    points *= 2
    const next = (sum * (to - from)) / points
    if (Math.abs(next - previous) <= agreement * next) return Math.min(1, constant * next)
    previous = next
  }
  throw new NotEstimable('noConvergence')
}

/** 1 + 2w - e^(2w), at most 0; df/2 times this is the logarithm of the density of w up to its constant. */
function logScaleShape(w: number): number {
  const v = 2 * w
  if (Math.abs(v) > 0.5) return v - Math.expm1(v)
  let term = (v * v) / 2
  let sum = term
  for (let n = 3; n < 30 && Math.abs(term) > Number.EPSILON * sum; n++) {
    term *= v / n
    sum += term
  }
  return -sum
}

/** Where the integrand is greatest; it has one peak, sought by shrinking steps uphill. */
function peakOf(log: (w: number) => number, df: number): number {
  let w = 0
  let height = log(w)
  let step = 1 / Math.sqrt(2 * df)
  for (let i = 0; i < 200; i++) {
    const left = log(w - step)
    const right = log(w + step)
    if (left > height || right > height) {
      w += right > left ? step : -step
      height = Math.max(left, right)
      step *= 2
    } else {
      const curvature = left - 2 * height + right
      if (curvature > -1) return w
      step /= 3
    }
  }
  return w
}

/** Where the integrand has fallen below `level`, going from the peak in one direction. */
function edgeOf(log: (w: number) => number, peak: number, direction: number, level: number, df: number): number {
  let reach = 1 / Math.sqrt(2 * df)
  for (let i = 0; i < 200 && log(peak + direction * reach) > level; i++) reach *= 1.4
  return peak + direction * reach
}
