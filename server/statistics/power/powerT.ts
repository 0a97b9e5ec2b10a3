import { noncentralT } from '../distributions/noncentralT'
import { standardNormal } from '../distributions/normal'
import { studentT } from '../distributions/studentT'
import { type Alternative, requirePower } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { findRoot } from '../numerics/findRoot'
import { smallestSample } from './smallestSample'
import { tailsOf } from './tailsOf'

/*
 * What the power of every t test has in common; a method adds how its sample size gives degrees of freedom and
 * precision.
 */

/** A question about power: `solveFor` names the unknown, the other quantities are given. */
export type PowerTInput = {
  /** standard deviation, in the unit of `delta` */
  readonly sd: number
  /** two-sided level in (0, 1), or the level of the one tail when one-sided */
  readonly alpha: number
  /** default two-sided; `less` expects a negative difference */
  readonly alternative?: Alternative
  /** count the tail against the direction of the effect too; default false, as R's power.t.test */
  readonly strict?: boolean
} & (
  | { readonly solveFor: 'power'; readonly n: number; readonly delta: number }
  | { readonly solveFor: 'n'; readonly delta: number; readonly power: number }
  | { readonly solveFor: 'delta'; readonly n: number; readonly power: number }
)

export interface PowerTResult {
  /** chance of a significant result, 0 to 1 */
  readonly power: number
  /** sample size, fractional */
  readonly n: number
  /** sample size, rounded up */
  readonly nCeil: number
  /** true difference, in the unit of sd; when solved for, the smallest that is detected with this power */
  readonly delta: number
}

export interface TDesign {
  readonly df: (n: number) => number
  /** the factor that turns delta / sd into the noncentrality */
  readonly precision: (n: number) => number
}

export function powerT(input: PowerTInput, design: TDesign): PowerTResult {
  const { sd, alpha, alternative = 'two-sided', strict = false } = input
  const given = [...(input.solveFor === 'n' ? [] : [input.n]), ...(input.solveFor === 'delta' ? [] : [input.delta]), sd]
  const tails = tailsOf(input, ...given)
  if (input.solveFor !== 'n' && input.n < 2) throw new NotEstimable('tooFewObservations')
  if (sd < 0) throw new NotEstimable('negativeSd')
  if (sd === 0) throw new NotEstimable('zeroVariance')
  const sign = alternative === 'less' ? -1 : 1
  /** `effect` is delta / sd, turned so that plus is the expected direction */
  const powerAt = (n: number, effect: number): number =>
    tTestPower(design.df(n), effect * design.precision(n), alpha / tails, strict && tails === 2)
  const towards = (delta: number): number => (tails === 2 ? Math.abs(delta) : sign * delta) / sd

  switch (input.solveFor) {
    case 'power': {
      const { n, delta } = input
      return { power: powerAt(n, towards(delta)), n, nCeil: Math.ceil(n), delta }
    }
    case 'n': {
      const { delta, power } = input
      requirePower(power)
      const effect = towards(delta)
      if (effect === 0) throw new NotEstimable('zeroEffect')
      if (effect < 0) throw new NotEstimable('infeasible', 'The effect points away from the alternative.')
      const n = smallestSample(candidate => powerAt(candidate, effect) - power, 2)
      return { power, n, nCeil: Math.ceil(n), delta }
    }
    case 'delta': {
      const { n, power } = input
      requirePower(power)
      const missing = (effect: number) => powerAt(n, effect) - power
      if (missing(0) >= 0) throw new NotEstimable('invalidPower')
      const guess = (standardNormal.quantile(power) + standardNormal.upperQuantile(alpha / tails)) / design.precision(n)
      const delta = sign * sd * findRoot(missing, 0, highEnough(missing, Math.max(guess, 1e-12)))
      return { power, n, nCeil: Math.ceil(n), delta }
    }
    default:
      throw new NotEstimable('invalidOption')
  }
}

/** Chance that a t test at level `alpha` in one tail rejects, when its noncentrality is `ncp`. */
export function tTestPower(df: number, ncp: number, alpha: number, bothTails: boolean): number {
  const critical = studentT(df).upperQuantile(alpha)
  const distribution = noncentralT(df, ncp)
  return distribution.survival(critical) + (bothTails ? distribution.cdf(-critical) : 0)
}

function highEnough(missing: (effect: number) => number, guess: number): number {
  let effect = guess
  while (missing(effect) < 0) {
    if (effect > 1e12) throw new NotEstimable('noConvergence')
    effect *= 2
  }
  return effect
}
