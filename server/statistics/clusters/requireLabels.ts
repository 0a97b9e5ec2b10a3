import { NotEstimable } from '../notEstimable'
import { type ClusterLabel } from './clusterIndex'

/** @throws NotEstimable `nonFinite` when a label that is a number is none */
export function requireLabels(labels: readonly ClusterLabel[]): void {
  if (labels.some(label => typeof label === 'number' && !Number.isFinite(label))) throw new NotEstimable('nonFinite')
}

/** @throws NotEstimable `invalidParameter` when a value of a 0-or-1 column is neither */
export function requireZeroOrOne(flags: readonly number[]): void {
  if (flags.some(flag => flag !== 0 && flag !== 1)) {
    throw new NotEstimable('invalidParameter', 'Arm and period are told by 0 and 1.')
  }
}
