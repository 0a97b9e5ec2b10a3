import { requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { beta } from './beta'
import { binomial } from './binomial'
import { chiSquare } from './chiSquare'
import type { Distribution } from './distributionType'
import { noncentralT } from './noncentralT'
import { normal } from './normal'
import { poisson } from './poisson'
import { snedecorF } from './snedecorF'
import { studentT } from './studentT'

export type DistributionFamily =
  | { readonly distribution: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly distribution: 't'; readonly df: number }
  | { readonly distribution: 'chiSquare'; readonly df: number }
  | { readonly distribution: 'f'; readonly df1: number; readonly df2: number }
  | { readonly distribution: 'beta'; readonly a: number; readonly b: number }
  | { readonly distribution: 'binomial'; readonly n: number; readonly prob: number }
  | { readonly distribution: 'poisson'; readonly mean: number }
  | { readonly distribution: 'noncentralT'; readonly df: number; readonly ncp: number }

/** A family with its parameters, one of its four functions, and the point or the probability it is asked for. */
export type DistributionInput = DistributionFamily &
  (
    | { readonly function: 'cdf' | 'survival'; readonly x: number }
    | { readonly function: 'quantile' | 'upperQuantile'; readonly p: number }
  )

/**
 * One value of one distribution, by name.
 *
 * @returns `value`: a probability for `cdf` and `survival`, a point of the variable for `quantile` and `upperQuantile`
 * @throws NotEstimable `nonFinite`, `invalidParameter`, `invalidProbability`, `invalidOption`
 *
 * Accuracy: relative 1e-10 in both tails against mpmath at 50 digits.
 * Source: those of the families, in the files of this folder.
 */
export function distribution(input: DistributionInput): { readonly value: number } {
  const point = 'x' in input ? input.x : input.p
  requireFinite(point)
  const value = valueOf(distributionOf(input), input.function, point)
  if (Number.isNaN(value)) throw new NotEstimable('nonFinite') // on the way to it something overflowed
  return { value }
}

function valueOf(family: Distribution, asked: DistributionInput['function'], point: number): number {
  switch (asked) {
    case 'cdf':
      return family.cdf(point)
    case 'survival':
      return family.survival(point)
    case 'quantile':
      return family.quantile(point)
    case 'upperQuantile':
      return family.upperQuantile(point)
    default:
      throw new NotEstimable('invalidOption')
  }
}

function distributionOf(family: DistributionFamily): Distribution {
  switch (family.distribution) {
    case 'normal':
      return normal(family.mean, family.sd)
    case 't':
      return studentT(family.df)
    case 'chiSquare':
      return chiSquare(family.df)
    case 'f':
      return snedecorF(family.df1, family.df2)
    case 'beta':
      return beta(family.a, family.b)
    case 'binomial':
      return binomial(family.n, family.prob)
    case 'poisson':
      return poisson(family.mean)
    case 'noncentralT':
      return noncentralT(family.df, family.ncp)
    default:
      throw new NotEstimable('invalidOption')
  }
}
