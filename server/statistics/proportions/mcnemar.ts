import { binomial } from '../distributions/binomial'
import { chiSquare } from '../distributions/chiSquare'
import { NotEstimable } from '../notEstimable'
import { type PairedCounts, requireFiniteCounts, unitsOf } from './pairedCounts'

export type McnemarInput = PairedCounts

export interface McnemarResult {
  /** share of successes after minus before */
  readonly difference: number
  /** afterOnly over beforeOnly; Infinity when nobody succeeded before only */
  readonly oddsRatio: number
  /** chi-square with one degree of freedom */
  readonly statistic: number
  readonly p: number
  /** the same with continuity correction */
  readonly statisticCorrected: number
  readonly pCorrected: number
  /** twice the smaller binomial tail, at most 1 */
  readonly pExact: number
}

/**
 * McNemar's test: did the share of successes among the same units change? Only those who changed tell.
 *
 * @throws NotEstimable `negativeCount`, `nonIntegerCount`, `noDiscordantPairs` when nobody changed
 *
 * Accuracy: relative 1e-9 against R 4.2.2, down to p = 1e-300.
 * Source: Q. McNemar, Psychometrika 12 (1947), 153-157; correction of A. L. Edwards, Psychometrika 13 (1948), 185-187.
 */
export function mcnemar(input: McnemarInput): McnemarResult {
  requireFiniteCounts(input)
  const n = unitsOf(input)
  const { beforeOnly, afterOnly } = input
  const discordant = beforeOnly + afterOnly
  if (discordant === 0) throw new NotEstimable('noDiscordantPairs')
  const gap = Math.abs(afterOnly - beforeOnly)
  const statistic = (gap / discordant) * gap
  const corrected = Math.max(0, gap - 1)
  const statisticCorrected = (corrected / discordant) * corrected
  const { survival } = chiSquare(1)
  return {
    difference: (afterOnly - beforeOnly) / n,
    oddsRatio: afterOnly / beforeOnly,
    statistic,
    p: survival(statistic),
    statisticCorrected,
    pCorrected: survival(statisticCorrected),
    pExact: Math.min(1, 2 * binomial(discordant, 0.5).cdf(Math.min(beforeOnly, afterOnly))),
  }
}
