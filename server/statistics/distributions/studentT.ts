import { finite, requirePositiveParameter } from '../inputChecks'
import { type Distribution, fromAbove, fromBelow, type Target } from './distributionType'
import { incompleteBeta } from './kernel/incompleteBeta'
import { normalDeviate } from './kernel/normalDeviate'
import { snedecorF } from './snedecorF'

/** Where the expansion below starts close enough for Newton's method to double the digits at once. */
const DF_FOR_NEWTON = 30
const LEAST_FOR_NEWTON = 1e-10
const NEWTON_STEPS = 6
/** From so many sqrt(df) on the tail is a power of t to 40 digits. */
const FAR = 1e20
const FAR_TAIL = 1e-20

/**
 * Student's t distribution with `df` degrees of freedom, above 0 and not necessarily whole.
 *
 * Quantiles go through F(1, df), the distribution of t squared: outside the quartiles by its upper tail, inside by its
 * lower one, so that a quantile near 0 keeps its digits. The levels of everyday tests take Newton's method from a
 * normal quantile instead, in a fifth of the time. Far out, where t squared would leave the doubles, the tail is a
 * constant times t^-df.
 *
 * @throws NotEstimable `invalidParameter` when df is not above 0, `invalidProbability` from the quantiles, and
 *   `nonFinite` where a quantile is too large for a double
 *
 * Accuracy: relative 1e-11 against mpmath in both tails, df from 1 to 2e8.
 */
export function studentT(df: number): Distribution {
  requirePositiveParameter(df)
  const squared = snedecorF(1, df)
  /** P(T > t) for t >= 0 */
  const tail = (t: number): number => {
    const ratio = t / Math.sqrt(df)
    return ratio > FAR ? tailAt(FAR) * (FAR / ratio) ** df : tailAt(ratio)
  }
  const tailAt = (ratio: number): number =>
    incompleteBeta(df / 2, 0.5, 1 / (1 + ratio * ratio), 1 / (1 + 1 / (ratio * ratio))).lower / 2
  const survival = (t: number): number => (t < 0 ? 1 - tail(-t) : tail(t))
  const deviate = (q: number): number => {
    if (q === 0) return Infinity
    // With a df of 1 and more the tail is smaller than FAR_TAIL from FAR on, and need not be computed.
    const beyondFar = (q < FAR_TAIL || df < 1) && q < tailAt(FAR)
    if (beyondFar) return finite(Math.sqrt(df) * FAR * (tailAt(FAR) / q) ** (1 / df))
    const near = q < 0.25 && q > LEAST_FOR_NEWTON && df >= DF_FOR_NEWTON ? nearDeviate(df, q, tail) : null
    return near ?? Math.sqrt(q < 0.25 ? squared.upperQuantile(2 * q) : squared.quantile(1 - 2 * q))
  }
  const at = ({ lower, upper }: Target): number => {
    if (lower === upper) return 0
    return lower < upper ? -deviate(lower) : deviate(upper)
  }
  return {
    cdf: t => survival(-t),
    survival,
    quantile: p => at(fromBelow(p)),
    upperQuantile: p => at(fromAbove(p)),
  }
}

/**
 * The t with P(T > t) = q: Fisher's expansion around the normal quantile, then Newton's method on the logarithm of the
 * tail. Null where that does not settle.
 *
 * Source: R. A. Fisher, E. A. Cornish, Technometrics 2 (1960), 209-225; M. Abramowitz, I. A. Stegun (1964), 26.7.5.
 */
function nearDeviate(df: number, q: number, tail: (t: number) => number): number | null {
  const z = normalDeviate(q)
  const z2 = z * z
  let t = z * (1 + ((z2 + 1) / 4 + ((5 * z2 + 16) * z2 + 3) / 96 / df) / df)
  // Gamma((df + 1) / 2) / (sqrt(df pi) Gamma(df / 2)), to 1e-7 from 30 degrees of freedom on
  const peak = (1 - (1 / 4 - (1 / 32 + 5 / 128 / df) / df) / df) / Math.sqrt(2 * Math.PI)
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const beyond = tail(t)
    const density = peak * Math.exp((-(df + 1) / 2) * Math.log1p((t * t) / df))
    const change = (Math.log(beyond / q) * beyond) / density
    t += change
    if (Math.abs(change) <= 1e-9 * t) return t
  }
  return null
}
