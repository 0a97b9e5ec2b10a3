import { snedecorF } from '../distributions/snedecorF'
import { finite, requireAllFinite, requireSameLength } from '../inputChecks'
import { meanDifferenceOf, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'
import { clusterIndex, type ClusterLabel } from './clusterIndex'
import { requireLabels } from './requireLabels'

export interface IntraclassCorrelationInput {
  readonly y: readonly number[]
  /** the cluster of each row */
  readonly cluster: readonly ClusterLabel[]
}

export interface IntraclassCorrelationResult {
  readonly nClusters: number
  readonly nObservations: number
  /** mean squares between and within clusters, in the squared unit of `y` */
  readonly msBetween: number
  readonly msWithin: number
  readonly dfBetween: number
  readonly dfWithin: number
  /** size of a cluster that counts as typical when sizes differ */
  readonly n0: number
  /** share of the variance that lies between clusters; not truncated, so chance can make it negative */
  readonly icc: number
  readonly f: number
  /** of the hypothesis that clusters do not differ */
  readonly p: number
}

/**
 * Intraclass correlation by one-way analysis of variance.
 *
 * @throws NotEstimable `lengthMismatch`, `tooFewClusters` below two, `noWithinReplication` when every cluster has a
 *   single row, `zeroVariance` when nothing varies inside clusters, so that F has no denominator
 *
 * Accuracy: relative 1e-9 against R 4.2.2; NIST StRD SiRstv and SmLs04.
 * Source: A. Donner, International Statistical Review 54 (1986), 67-82.
 */
export function intraclassCorrelation({ y, cluster }: IntraclassCorrelationInput): IntraclassCorrelationResult {
  requireAllFinite(y)
  requireLabels(cluster)
  requireSameLength(y, cluster)
  const { of, count } = clusterIndex(cluster)
  if (count < 2) throw new NotEstimable('tooFewClusters')
  const n = y.length
  if (count === n) throw new NotEstimable('noWithinReplication')
  const rows = Array.from({ length: count }, (): number[] => [])
  y.forEach((value, i) => rows[of[i] as number]?.push(value))
  const clusters = rows.map(momentsOf)
  const all = momentsOf(y)

  const dfBetween = count - 1
  const dfWithin = n - count
  const msBetween = finite(compensatedSum(clusters.map(own => own.n * meanDifferenceOf(own, all) ** 2)) / dfBetween)
  const msWithin = finite(compensatedSum(clusters.map(({ m2 }) => m2)) / dfWithin)
  if (msWithin === 0) throw new NotEstimable('zeroVariance')
  const n0 = (n - compensatedSum(clusters.map(own => own.n * own.n)) / n) / dfBetween
  const f = finite(msBetween / msWithin)
  return {
    nClusters: count,
    nObservations: n,
    msBetween,
    msWithin,
    dfBetween,
    dfWithin,
    n0,
    icc: (f - 1) / (f + n0 - 1),
    f,
    p: snedecorF(dfBetween, dfWithin).survival(f),
  }
}
