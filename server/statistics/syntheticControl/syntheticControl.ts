import { finite, requireAllFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { lengthOf } from '../numerics/householderQr'
import { compensatedSum } from '../numerics/sums'
import { type Effort, nearestMixture } from './nearestMixture'

export interface SyntheticControlInput {
  /** the treated unit, one value a period, before the change and from it on */
  readonly treatedPre: readonly number[]
  readonly treatedPost: readonly number[]
  /** units that kept the present journey: `donorsPre[donor][period]` */
  readonly donorsPre: readonly (readonly number[])[]
  readonly donorsPost: readonly (readonly number[])[]
}

export interface SyntheticControlResult {
  /** of each donor in the mixture; at least 0, sum 1 */
  readonly weights: readonly number[]
  /** root mean squared difference of treated unit and mixture, in the unit of the values */
  readonly preRmspe: number
  readonly postRmspe: number
  /** treated unit minus mixture in each period from the change on */
  readonly effects: readonly number[]
  readonly averageEffect: number
  /** postRmspe / preRmspe */
  readonly rmspeRatio: number
  /** the same with each donor in the place of the treated unit and the other donors as its mixture */
  readonly placebo: {
    readonly preRmspe: readonly number[]
    readonly postRmspe: readonly number[]
    readonly ratios: readonly number[]
    /** 1 + number of donors whose ratio is at least that of the treated unit */
    readonly rank: number
    /** rank / (donors + 1) */
    readonly p: number
  }
}

/**
 * Synthetic control of one treated unit: the mixture of donors that followed it most closely before the change, on
 * outcomes only, without intercept or penalty, and its rank among placebos. With few donors p cannot be small.
 *
 * @throws NotEstimable `noDonors` below two, because a placebo needs another donor; `lengthMismatch`, `tooFewPeriods`
 *   below two before or without one after, `zeroVariance` when a unit is matched perfectly before the change, so that
 *   its ratio has no denominator; `noConvergence`, `tooLarge`
 *
 * Accuracy: weights 1e-7 absolute against quadprog and mpmath.
 * Source: A. Abadie, A. Diamond, J. Hainmueller, Journal of the American Statistical Association 105 (2010), 493-505.
 */
export function syntheticControl(input: SyntheticControlInput): SyntheticControlResult {
  const { treatedPre, treatedPost, donorsPre, donorsPost } = input
  for (const values of [treatedPre, treatedPost, ...donorsPre, ...donorsPost]) requireAllFinite(values)
  if (donorsPre.length === 0) throw new NotEstimable('noDonors')
  if (
    donorsPost.length !== donorsPre.length ||
    donorsPre.some(({ length }) => length !== treatedPre.length) ||
    donorsPost.some(({ length }) => length !== treatedPost.length)
  ) {
    throw new NotEstimable('lengthMismatch')
  }
  if (treatedPre.length < 2 || treatedPost.length < 1) throw new NotEstimable('tooFewPeriods')
  if (donorsPre.length < 2) throw new NotEstimable('noDonors', 'A placebo needs at least two donors.')

  const effort: Effort = { spent: 0 }
  const donors = donorsPre.map((pre, j) => ({ pre, post: donorsPost[j] as readonly number[] }))
  const treated = comparison({ pre: treatedPre, post: treatedPost }, donors, effort)
  const placebos = donors.map((donor, j) => comparison(donor, donors.filter((_, other) => other !== j), effort))
  const rank = 1 + placebos.filter(({ ratio }) => ratio >= treated.ratio).length
  return {
    weights: treated.weights,
    preRmspe: treated.preRmspe,
    postRmspe: treated.postRmspe,
    effects: treated.effects,
    averageEffect: compensatedSum(treated.effects) / treated.effects.length,
    rmspeRatio: treated.ratio,
    placebo: {
      preRmspe: placebos.map(({ preRmspe }) => preRmspe),
      postRmspe: placebos.map(({ postRmspe }) => postRmspe),
      ratios: placebos.map(({ ratio }) => ratio),
      rank,
      p: rank / (donors.length + 1),
    },
  }
}

interface Unit {
  readonly pre: readonly number[]
  readonly post: readonly number[]
}

function comparison(unit: Unit, donors: readonly Unit[], effort: Effort) {
  const weights = nearestMixture(unit.pre, donors.map(({ pre }) => pre), effort)
  const gaps = (period: 'pre' | 'post') =>
    // the weights add up to 1, so differences are mixed instead of levels, which may be huge beside them
    unit[period].map((value, t) => {
      const differences = donors.map(donor => value - (donor[period][t] as number))
      return finite(compensatedSum(differences.map((difference, j) => (weights[j] as number) * difference)))
    })
  const effects = gaps('post')
  const before = gaps('pre')
  const preRmspe = rootMeanSquare(before)
  const postRmspe = rootMeanSquare(effects)
  if (preRmspe <= 1e-14 * lengthOf(unit.pre)) {
    throw new NotEstimable('zeroVariance', 'A unit is matched perfectly before the change, so it has no yardstick.')
  }
  return { weights, effects, preRmspe, postRmspe, ratio: finite(postRmspe / preRmspe) }
}

function rootMeanSquare(values: readonly number[]): number {
  return lengthOf(values) / Math.sqrt(values.length)
}
