import { type PrePostArm, requirePrePost } from '../adjustment/prePost'
import { clusterIndex, type ClusterLabel, clusterSums } from '../clusters/clusterIndex'
import { requireLabels, requireZeroOrOne } from '../clusters/requireLabels'
import { finite, requireAllFinite, requireAlpha, requireSameLength } from '../inputChecks'
import { meanDifferenceOf, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'
import { twoSidedT, type TwoSidedT } from '../twoSidedT'

/** Rows in long form; several rows of a cluster in one period are allowed. */
export interface DidRows {
  readonly y: readonly number[]
  /** 1 for rows of the treatment arm, 0 for control */
  readonly treated: readonly number[]
  /** 1 for rows after the change, 0 before */
  readonly post: readonly number[]
  /** what the rows may depend on each other in: a unit, a site */
  readonly cluster: readonly ClusterLabel[]
}

export type DidTwoByTwoInput = {
  /** two-sided level in (0, 1); the intervals have level 1 - alpha */
  readonly alpha: number
} & (
  | DidRows
  | {
      /** a panel: element i of both lists is the same unit */
      readonly treatment: PrePostArm
      readonly control: PrePostArm
    }
)

export interface DidTwoByTwoResult {
  /** change of the treatment arm minus change of the control arm, in the unit of the values */
  readonly estimate: number
  readonly nClusters: number
  /** as if every row stood alone; df = rows - 4 */
  readonly classical: TwoSidedT
  /** rows of a cluster may depend on each other: CR1, factor G / (G - 1) (rows - 1) / (rows - 4), df = G - 1 */
  readonly clusterRobust: TwoSidedT
}

/**
 * Difference in differences of two arms and two periods: least squares of y on arm, period and their product, which is
 * the difference of four cell means.
 *
 * @throws NotEstimable `emptyArm` when an arm has no row, `lengthMismatch`, `tooFewObservations` below two units per
 *   arm, below five rows or when an arm lacks a period, `invalidParameter` for an arm or period other than 0 or 1,
 *   `tooFewClusters` below two, `zeroVariance` when every row equals its cell's mean or every cluster changes alike
 *
 * Accuracy: relative 1e-9 against R 4.2.2 (sandwich::vcovCL, type HC1).
 * Source: M. Bertrand, E. Duflo, S. Mullainathan, Quarterly Journal of Economics 119 (2004), 249-275.
 */
export function didTwoByTwo(input: DidTwoByTwoInput): DidTwoByTwoResult {
  const { y, treated, post, cluster } = 'y' in input ? checked(input) : rowsOfPanel(input)
  const clusters = clusterIndex(cluster)
  if (clusters.count < 2) throw new NotEstimable('tooFewClusters')
  const df = y.length - 4
  if (df < 1) throw new NotEstimable('tooFewObservations')
  const cellOf = (i: number) => 2 * (treated[i] as number) + (post[i] as number)
  const cells = [0, 1, 2, 3].map(cell => momentsOf(y.filter((_, i) => cellOf(i) === cell)))
  if (cells.some(({ n }) => n === 0)) throw new NotEstimable('tooFewObservations', 'An arm lacks one of the periods.')

  const [controlPre, controlPost, treatmentPre, treatmentPost] = cells as [Cell, Cell, Cell, Cell]
  const estimate = meanDifferenceOf(treatmentPost, treatmentPre) - meanDifferenceOf(controlPost, controlPre)
  const signs = [1, -1, -1, 1]
  const scores = y.map((value, i) => {
    const cell = cells[cellOf(i)] as Cell
    return ((signs[cellOf(i)] as number) * (value - cell.mean - (cell.meanRest ?? 0))) / cell.n
  })
  const residualVariance = compensatedSum(cells.map(({ m2 }) => m2)) / df
  const few = (clusters.count / (clusters.count - 1)) * ((y.length - 1) / df)
  const clusterVariance = few * compensatedSum(clusterSums(scores, clusters).map(score => score * score))
  const sizes = cells.map(({ mean }) => mean)
  return {
    estimate: finite(estimate),
    nClusters: clusters.count,
    classical: twoSidedT(df, input.alpha)(
      estimate, Math.sqrt(residualVariance * compensatedSum(cells.map(({ n }) => 1 / n))), sizes,
    ),
    clusterRobust: twoSidedT(clusters.count - 1, input.alpha)(estimate, Math.sqrt(clusterVariance), sizes),
  }
}

type Cell = ReturnType<typeof momentsOf>

function checked(input: DidRows & { readonly alpha: number }): DidRows {
  const { y, treated, post, cluster, alpha } = input
  for (const column of [y, treated, post]) requireAllFinite(column)
  requireLabels(cluster)
  requireAlpha(alpha)
  if (!treated.some(flag => flag === 1) || !treated.some(flag => flag === 0)) throw new NotEstimable('emptyArm')
  requireSameLength(y, treated, post, cluster)
  requireZeroOrOne(treated)
  requireZeroOrOne(post)
  return input
}

/** Every unit of a panel is a cluster of two rows. */
function rowsOfPanel(
  input: { readonly treatment: PrePostArm; readonly control: PrePostArm; readonly alpha: number },
): DidRows {
  requirePrePost(input)
  const { treatment, control } = input
  const units = [...treatment.pre.map(() => 1), ...control.pre.map(() => 0)]
  return {
    y: [...treatment.pre, ...control.pre, ...treatment.post, ...control.post],
    treated: [...units, ...units],
    post: [...units.map(() => 0), ...units.map(() => 1)],
    cluster: [...units.keys(), ...units.keys()],
  }
}
