import { standardNormal } from '../distributions/normal'
import { type Alternative, requirePower, requireProbability } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { findRoot } from '../numerics/findRoot'
import { smallestSample } from './smallestSample'
import { tailsOf } from './tailsOf'

/** A question about power: `solveFor` names the unknown, the other quantities are given. */
export type PowerTwoProportionsInput = {
  /** proportion of one arm, as a fraction */
  readonly p1: number
  /** two-sided level in (0, 1), or the level of the one tail when one-sided */
  readonly alpha: number
  /** default two-sided */
  readonly alternative?: Alternative
  /** count the tail against the direction of the effect too; default false, as R's power.prop.test */
  readonly strict?: boolean
} & (
  | { readonly solveFor: 'power'; readonly n: number; readonly p2: number }
  | { readonly solveFor: 'n'; readonly p2: number; readonly power: number }
  | { readonly solveFor: 'p2'; readonly n: number; readonly power: number }
)

export interface PowerTwoProportionsResult {
  readonly power: number
  /** units per arm, fractional */
  readonly n: number
  readonly nCeil: number
  readonly p1: number
  /** when solved for, the smallest proportion above p1 that is told apart with this power */
  readonly p2: number
}

/**
 * Power of the test of two proportions with `n` units in each arm, by the normal approximation with the pooled
 * variance under the null hypothesis.
 *
 * @throws NotEstimable `invalidProbability`, `invalidPower`, `zeroEffect` when p1 equals p2 and n is asked,
 *   `tooFewObservations` below one per arm or when n is too small to detect even p2 = 1, `tooLarge` when no
 *   reachable n suffices
 *
 * Accuracy: relative 1e-8 against R 4.2.2 (power.prop.test).
 * Source: J. L. Fleiss, Statistical Methods for Rates and Proportions (1981), chapter 3.
 */
export function powerTwoProportions(input: PowerTwoProportionsInput): PowerTwoProportionsResult {
  const { p1, alpha, strict = false } = input
  const given = [p1, ...(input.solveFor === 'p2' ? [] : [input.p2]), ...(input.solveFor === 'n' ? [] : [input.n])]
  const tails = tailsOf(input, ...given)
  requireProbability(p1)
  if (input.solveFor !== 'p2') requireProbability(input.p2)
  if (input.solveFor !== 'n' && input.n < 1) throw new NotEstimable('tooFewObservations')
  const critical = standardNormal.upperQuantile(alpha / tails)
  const powerAt = (n: number, p2: number) => normalPower(n, p1, p2, critical, strict && tails === 2)

  switch (input.solveFor) {
    case 'power': {
      const { n, p2 } = input
      return { power: powerAt(n, p2), n, nCeil: Math.ceil(n), p1, p2 }
    }
    case 'n': {
      const { p2, power } = input
      requirePower(power)
      if (p1 === p2) throw new NotEstimable('zeroEffect')
      const n = smallestSample(candidate => powerAt(candidate, p2) - power, 1)
      return { power, n, nCeil: Math.ceil(n), p1, p2 }
    }
    case 'p2': {
      const { n, power } = input
      requirePower(power)
      const missing = (p2: number) => powerAt(n, p2) - power
      if (missing(p1) >= 0) throw new NotEstimable('invalidPower')
      if (p1 === 1 || missing(1) < 0) throw new NotEstimable('tooFewObservations')
      return { power, n, nCeil: Math.ceil(n), p1, p2: findRoot(missing, p1, 1) }
    }
    default:
      throw new NotEstimable('invalidOption')
  }
}

function normalPower(n: number, p1: number, p2: number, critical: number, bothTails: boolean): number {
  const middle = (p1 + p2) / 2
  const underNull = critical * Math.sqrt(2 * middle * (1 - middle))
  const underEffect = Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
  const gap = Math.sqrt(n) * Math.abs(p1 - p2)
  if (underEffect === 0) return gap > underNull ? 1 : 0
  const inside = standardNormal.cdf((gap - underNull) / underEffect)
  return inside + (bothTails ? standardNormal.cdf(-(gap + underNull) / underEffect) : 0)
}
