import { requireAllFinite, requireAlpha, requireSameLength } from '../inputChecks'
import { welchT } from '../means/welchT'
import { meanDifferenceOf, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { twoSidedT, type TwoSidedT } from '../twoSidedT'
import { clusterIndex } from './clusterIndex'
import { type ClusterRobustInput } from './clusterRobustDifference'
import { requireLabels, requireZeroOrOne } from './requireLabels'

export type ClusterLevelTInput = ClusterRobustInput

export interface ClusterLevelTResult {
  readonly nClustersTreatment: number
  readonly nClustersControl: number
  /** difference of the unweighted means of cluster means, treatment minus control, in the unit of `y` */
  readonly meanDifference: number
  /** equal variances of the cluster means in both arms */
  readonly pooled: TwoSidedT
  /** degrees of freedom of Welch and Satterthwaite */
  readonly welch: TwoSidedT
}

/**
 * t tests of cluster means: every cluster counts once, however many rows it has.
 *
 * @throws NotEstimable `emptyArm`, `lengthMismatch`, `invalidParameter` for a treatment other than 0 or 1,
 *   `treatmentVariesWithinCluster`, `tooFewClusters` below two per arm, `zeroVariance` when the means of neither arm
 *   vary
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: A. Donner, N. Klar, Design and Analysis of Cluster Randomization Trials in Health Research (2000),
 * section 7.3.
 */
export function clusterLevelT({ y, treatment, cluster, alpha }: ClusterLevelTInput): ClusterLevelTResult {
  requireAllFinite(y)
  requireAllFinite(treatment)
  requireLabels(cluster)
  requireAlpha(alpha)
  requireZeroOrOne(treatment)
  if (!treatment.includes(0) || !treatment.includes(1)) throw new NotEstimable('emptyArm')
  requireSameLength(y, treatment, cluster)
  const { of, count } = clusterIndex(cluster)
  const rows = Array.from({ length: count }, (): number[] => [])
  const arms = new Int8Array(count)
  y.forEach((value, i) => {
    const own = rows[of[i] as number] as number[]
    const arm = treatment[i] as number
    if (own.length > 0 && arms[of[i] as number] !== arm) throw new NotEstimable('treatmentVariesWithinCluster')
    arms[of[i] as number] = arm
    own.push(value)
  })
  const means = rows.map(values => momentsOf(values).mean)
  const ofTreatment = momentsOf(means.filter((_, g) => arms[g] === 1))
  const ofControl = momentsOf(means.filter((_, g) => arms[g] === 0))
  if (ofTreatment.n < 2 || ofControl.n < 2) throw new NotEstimable('tooFewClusters')

  const meanDifference = meanDifferenceOf(ofTreatment, ofControl)
  const df = count - 2
  const pooledVariance = (ofTreatment.m2 + ofControl.m2) / df
  const pooledError = Math.sqrt(pooledVariance * (1 / ofTreatment.n + 1 / ofControl.n))
  const pooled = twoSidedT(df, alpha)(meanDifference, pooledError, [ofTreatment.mean, ofControl.mean])
  const welch = welchT({ treatment: ofTreatment, control: ofControl, alpha })
  return {
    nClustersTreatment: ofTreatment.n,
    nClustersControl: ofControl.n,
    meanDifference,
    pooled,
    welch: {
      standardError: welch.standardError, df: welch.df, t: welch.t, p: welch.p, ciLower: welch.ciLower,
      ciUpper: welch.ciUpper,
    },
  }
}
