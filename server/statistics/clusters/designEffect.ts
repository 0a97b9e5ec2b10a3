import { finite, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

export interface ClusterSizes {
  /** rows of a typical cluster, at least 1 and not necessarily whole */
  readonly meanClusterSize: number
  /** intraclass correlation, -1 to 1 */
  readonly icc: number
  /** standard deviation of the cluster sizes over their mean; default 0, equal sizes */
  readonly cvClusterSize?: number
}

export interface DesignEffectInput extends ClusterSizes {
  /** rows in all */
  readonly nTotal: number
}

export interface DesignEffectResult {
  /** by how much clustering multiplies the variance of a mean */
  readonly designEffect: number
  /** number of independent rows that would tell as much */
  readonly effectiveSampleSize: number
}

/**
 * How much a sample of clusters is worth: 1 + ((1 + cv^2) m - 1) icc.
 *
 * @throws NotEstimable `noObservations` when nTotal is 0, `negativeCount`, `invalidClusterSize` below 1, `invalidIcc`
 *   outside -1 to 1 or so negative that no variance would be left, `invalidCv`
 *
 * Accuracy: that of doubles.
 * Source: S. M. Eldridge, D. Ashby, S. Kerry, International Journal of Epidemiology 35 (2006), 1292-1300.
 */
export function designEffect({ nTotal, ...sizes }: DesignEffectInput): DesignEffectResult {
  requireFinite(nTotal)
  const factor = designEffectOf(sizes)
  if (nTotal < 0) throw new NotEstimable('negativeCount')
  if (nTotal === 0) throw new NotEstimable('noObservations')
  return { designEffect: factor, effectiveSampleSize: finite(nTotal / factor) }
}

/** The factor alone. Throws as `designEffect` does. */
export function designEffectOf({ meanClusterSize, icc, cvClusterSize = 0 }: ClusterSizes): number {
  requireFinite(meanClusterSize, icc, cvClusterSize)
  if (meanClusterSize < 1) throw new NotEstimable('invalidClusterSize')
  if (icc < -1 || icc > 1) throw new NotEstimable('invalidIcc')
  if (cvClusterSize < 0) throw new NotEstimable('invalidCv')
  const factor = finite(1 + ((1 + cvClusterSize * cvClusterSize) * meanClusterSize - 1) * icc)
  if (factor <= 0) {
    throw new NotEstimable('invalidIcc', 'Clusters of this size cannot be correlated so negatively.')
  }
  return factor
}
