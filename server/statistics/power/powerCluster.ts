import { designEffectOf } from '../clusters/designEffect'
import { finite, requireAlpha, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { tTestPower } from './powerT'

export interface PowerClusterInput {
  readonly clustersPerArm: number
  /** units of every cluster */
  readonly clusterSize: number
  /** intraclass correlation, -1 to 1 */
  readonly icc: number
  /** standard deviation of the units, in the unit of `delta` */
  readonly sd: number
  /** true difference of the arms */
  readonly delta: number
  /** two-sided level in (0, 1) */
  readonly alpha: number
}

export interface PowerClusterResult {
  /** of the difference, in the unit of `delta` */
  readonly standardError: number
  readonly noncentrality: number
  /** 2 (clustersPerArm - 1) */
  readonly df: number
  readonly power: number
}

/**
 * Power of the two-sided t test of cluster means, both tails counted, with equal clusters in both arms.
 *
 * @throws NotEstimable `tooFewClusters` below two per arm, `invalidClusterSize`, `invalidIcc`, `negativeSd`,
 *   `zeroVariance` when sd is 0
 *
 * Accuracy: relative 1e-8 against R (noncentral t).
 * Source: A. Donner, N. Klar, Statistics in Medicine 15 (1996), 1059-1070, with the exact noncentral t.
 */
export function powerCluster(input: PowerClusterInput): PowerClusterResult {
  const { clustersPerArm, clusterSize, icc, sd, delta, alpha } = input
  requireFinite(clustersPerArm, clusterSize, icc, sd, delta)
  requireAlpha(alpha)
  if (clustersPerArm < 2) throw new NotEstimable('tooFewClusters')
  const inflation = designEffectOf({ meanClusterSize: clusterSize, icc })
  if (sd < 0) throw new NotEstimable('negativeSd')
  const standardError = finite(sd * Math.sqrt((2 * inflation) / clustersPerArm / clusterSize))
  if (standardError === 0) throw new NotEstimable('zeroVariance')
  const noncentrality = finite(delta / standardError)
  const df = 2 * (clustersPerArm - 1)
  return {
    standardError, noncentrality, df, power: Math.min(1, tTestPower(df, Math.abs(noncentrality), alpha / 2, true)),
  }
}
