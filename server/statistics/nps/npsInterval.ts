import { standardNormal } from '../distributions/normal'
import { requireAlpha } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { restrictedVariance, score, scoreLimits, signedMean } from '../proportions/signedShares'
import { type NpsCounts, requireFiniteAnswers, signedCountsOf } from './npsCounts'

export type NpsIntervalInput = NpsCounts & {
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
}

export interface NpsIntervalResult {
  /** share of promoters minus share of detractors, -1 to 1 */
  readonly nps: number
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * Interval for a net promoter score: the scores that a score test would not refuse, with the variance that would hold
 * if the supposed score were true. Few answers and lopsided splits do it little harm.
 *
 * Coverage of the 95 % interval, summed over all outcomes (promoters/passives/detractors; in brackets the usual
 * t interval):
 *
 *     n     45/30/25       70/20/10       85/12/3
 *     20    95.6 (94.1)    96.4 (91.2)    96.2 (84.8)
 *     40    94.9 (94.6)    95.2 (93.6)    96.1 (91.7)
 *     80    95.1 (95.1)    95.2 (94.4)    94.7 (93.2)
 *
 * Adding one promoter and one detractor to Wald's interval (D. G. Bonett, R. M. Price, 2012) covered 94.9 to 98.1 and
 * is wider at 85/12/3; adding half of each fell to 93.7.
 *
 * @throws NotEstimable `noObservations` without any answer, `negativeCount`, `nonIntegerCount`
 *
 * Accuracy: limits are roots found to the last bits of a double.
 * Source: T. Tango, Statistics in Medicine 17 (1998), 891-908, whose paired difference is the same contrast.
 */
export function npsInterval(input: NpsIntervalInput): NpsIntervalResult {
  requireFiniteAnswers(input)
  requireAlpha(input.alpha)
  const counts = signedCountsOf(input)
  if (counts.n === 0) throw new NotEstimable('noObservations')
  const nps = signedMean(counts)
  const scoreAt = (supposed: number) => score(nps - supposed, restrictedVariance(counts, supposed))
  const critical = standardNormal.upperQuantile(input.alpha / 2)
  return { nps, ...scoreLimits(scoreAt, { estimate: nps, critical, reach: 1 }) }
}
