import { standardNormal } from '../distributions/normal'
import { requireAlpha } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { pOfStatistic } from '../testOfEstimate'
import { type PairedCounts, requireFiniteCounts, unitsOf } from './pairedCounts'
import { restrictedVariance, score, scoreLimits, signedMean } from './signedShares'

export type TangoPairedInput = PairedCounts & {
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
}

export interface TangoPairedResult {
  /** share of successes after minus before */
  readonly difference: number
  readonly z: number
  /** for the hypothesis that the share did not change; McNemar's without correction */
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * Score test and interval for the change of a proportion among the same units. The standard error at a supposed change
 * is the one that would hold if it were true, so test and interval always agree, and nobody having changed is no
 * obstacle: z is then 0 and the interval as wide as the number of units makes it.
 *
 * @throws NotEstimable `noObservations` without any unit, `negativeCount`, `nonIntegerCount`
 *
 * Accuracy: limits to machine precision; relative 1e-9 against a search in R 4.2.2.
 * Source: T. Tango, Statistics in Medicine 17 (1998), 891-908.
 */
export function tangoPaired(input: TangoPairedInput): TangoPairedResult {
  requireFiniteCounts(input)
  requireAlpha(input.alpha)
  const n = unitsOf(input)
  if (n === 0) throw new NotEstimable('noObservations')
  const counts = { n, plus: input.afterOnly, minus: input.beforeOnly }
  const difference = signedMean(counts)
  const scoreAt = (supposed: number) => score(difference - supposed, restrictedVariance(counts, supposed))
  const z = scoreAt(0)
  const critical = standardNormal.upperQuantile(input.alpha / 2)
  return {
    difference,
    z,
    p: pOfStatistic(z, 'two-sided', standardNormal),
    ...scoreLimits(scoreAt, { estimate: difference, critical, reach: 1 }),
  }
}
