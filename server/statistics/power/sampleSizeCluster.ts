import { designEffectOf } from '../clusters/designEffect'
import { finite, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

export interface SampleSizeClusterInput {
  /** units per arm that would do if they were independent; may be fractional */
  readonly nIndividualPerArm: number
  /** units of a typical cluster */
  readonly clusterSize: number
  /** intraclass correlation, -1 to 1 */
  readonly icc: number
  /** standard deviation of the cluster sizes over their mean; default 0 */
  readonly cvClusterSize?: number
}

export interface SampleSizeClusterResult {
  readonly designEffect: number
  readonly nPerArm: number
  /** fractional */
  readonly clustersPerArm: number
  /** rounded up */
  readonly clustersPerArmCeil: number
}

/**
 * Clusters per arm that are worth `nIndividualPerArm` independent units.
 *
 * @throws NotEstimable `tooFewObservations` when nIndividualPerArm is not above 0, `invalidClusterSize`, `invalidIcc`,
 *   `invalidCv`
 *
 * Accuracy: that of doubles.
 * Source: as `designEffect`.
 */
export function sampleSizeCluster(input: SampleSizeClusterInput): SampleSizeClusterResult {
  const { nIndividualPerArm, clusterSize, icc, cvClusterSize = 0 } = input
  requireFinite(nIndividualPerArm)
  const designEffect = designEffectOf({ meanClusterSize: clusterSize, icc, cvClusterSize })
  if (nIndividualPerArm <= 0) throw new NotEstimable('tooFewObservations')
  const nPerArm = finite(nIndividualPerArm * designEffect)
  const clustersPerArm = nPerArm / clusterSize
  return { designEffect, nPerArm, clustersPerArm, clustersPerArmCeil: Math.ceil(clustersPerArm) }
}
