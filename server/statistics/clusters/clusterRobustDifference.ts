import { finite, requireAllFinite, requireAlpha, requireSameLength } from '../inputChecks'
import { meanDifferenceOf, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'
import { twoSidedT, type TwoSidedT } from '../twoSidedT'
import { clusterIndex, type ClusterLabel, clusterSums } from './clusterIndex'
import { requireLabels, requireZeroOrOne } from './requireLabels'

export interface ClusterRobustInput {
  /** one value a row, in the unit of the metric */
  readonly y: readonly number[]
  /** 1 for rows that took the change, 0 for the others */
  readonly treatment: readonly number[]
  /** the cluster of each row; a cluster may hold rows of both arms */
  readonly cluster: readonly ClusterLabel[]
  /** two-sided level in (0, 1); the intervals have level 1 - alpha */
  readonly alpha: number
}

export interface ClusterRobustResult {
  /** mean of the treatment rows minus mean of the control rows, in the unit of `y` */
  readonly estimate: number
  readonly nClusters: number
  readonly nObservations: number
  /** without correction; df = clusters - 1, as in cr1 and cr1s */
  readonly cr0: TwoSidedT
  /** factor G / (G - 1) */
  readonly cr1: TwoSidedT
  /** factor G / (G - 1) (N - 1) / (N - 2), as Stata */
  readonly cr1s: TwoSidedT
  /** adjusted residuals of Bell and McCaffrey, with Satterthwaite's degrees of freedom: for few clusters */
  readonly cr2: TwoSidedT
}

/** What one cluster holds of one arm. */
interface Share {
  readonly rows: number
  /** rows over the rows of the whole arm */
  readonly share: number
  /** sum of the residuals */
  readonly residual: number
}

/**
 * Difference of two arms whose rows come in clusters: least squares of y on treatment, with standard errors that
 * allow rows of one cluster to depend on each other.
 *
 * With one indicator the hat matrix is made of two blocks of equal entries, so that the adjustment of cr2, the inverse
 * square root of I - H of each cluster, acts on the mean of its control rows and on that of its treatment rows alone:
 * everything is a sum over clusters. A cluster that is the whole of an arm gets the Moore-Penrose inverse, 0, as in R.
 *
 * @throws NotEstimable `tooFewClusters` below two, `emptyArm`, `lengthMismatch`, `invalidParameter` for a treatment
 *   other than 0 or 1, `tooFewObservations` below three rows, `zeroVariance` when no cluster leaves its arm's mean
 *
 * Accuracy: relative 1e-9 against R 4.2.2 (clubSandwich).
 * Source: R. M. Bell, D. F. McCaffrey, Survey Methodology 28 (2002), 169-181; J. E. Pustejovsky, E. Tipton, Journal of
 * Business & Economic Statistics 36 (2018), 672-683. Working model: independent rows of equal variance.
 */
export function clusterRobustDifference(input: ClusterRobustInput): ClusterRobustResult {
  const { y, treatment, cluster, alpha } = input
  requireAllFinite(y)
  requireAllFinite(treatment)
  requireLabels(cluster)
  requireAlpha(alpha)
  if (y.length === 0) throw new NotEstimable('emptyArm')
  const clusters = clusterIndex(cluster)
  if (clusters.count < 2) throw new NotEstimable('tooFewClusters')
  requireZeroOrOne(treatment)
  const nTreatment = treatment.reduce((sum, flag) => sum + flag, 0)
  const nControl = treatment.length - nTreatment
  if (nTreatment === 0 || nControl === 0) throw new NotEstimable('emptyArm')
  requireSameLength(y, treatment, cluster)
  const n = y.length
  if (n < 3) throw new NotEstimable('tooFewObservations')

  const arms = [0, 1].map(flag => momentsOf(y.filter((_, i) => treatment[i] === flag)))
  const [control, treated] = arms as [typeof arms[0], typeof arms[0]]
  const estimate = meanDifferenceOf(treated, control)
  const shares = arms.map(({ mean, meanRest = 0, n: rows }, flag) => {
    const of = (value: (y: number) => number) => y.map((v, i) => (treatment[i] === flag ? value(v) : 0))
    const counts = clusterSums(of(() => 1), clusters)
    const residuals = clusterSums(of(v => v - mean - meanRest), clusters)
    return counts.map((count, g): Share => ({ rows: count, share: count / rows, residual: residuals[g] as number }))
  })
  const [ofControl, ofTreatment] = shares as [Share[], Share[]]

  /** Sum over clusters of the squared score, whose parts are stretched by the cluster's share in each arm. */
  const variance = (stretch: (share: number) => number) =>
    compensatedSum(
      ofTreatment.map((own, g) => {
        const other = ofControl[g] as Share
        return (
          ((stretch(own.share) * own.residual) / nTreatment - (stretch(other.share) * other.residual) / nControl) ** 2
        )
      }),
    )
  const sizes = [treated.mean, control.mean]
  const plain = variance(() => 1)
  const few = clusters.count / (clusters.count - 1)
  const test = twoSidedT(clusters.count - 1, alpha)
  const cr0 = test(estimate, Math.sqrt(plain), sizes)
  return {
    estimate: finite(estimate),
    nClusters: clusters.count,
    nObservations: n,
    cr0,
    cr1: test(estimate, Math.sqrt(plain * few), sizes),
    cr1s: test(estimate, Math.sqrt(plain * few * ((n - 1) / (n - 2))), sizes),
    cr2: twoSidedT(satterthwaite(ofTreatment, ofControl), alpha)(estimate, Math.sqrt(variance(adjustment)), sizes),
  }
}

/** Eigenvalue of the inverse square root of I - H along the mean of a cluster that is this share of its arm. */
function adjustment(share: number): number {
  return share > 1 - 1e-12 ? 0 : 1 / Math.sqrt(1 - share)
}

/**
 * (trace P)^2 / trace P^2, where P_gh is the covariance of the adjusted scores of clusters g and h under the working
 * model. Per arm the adjusted score of a cluster weighs each of its rows adjustment(share) / rows of the arm.
 */
function satterthwaite(ofTreatment: readonly Share[], ofControl: readonly Share[]): number {
  const parts = ofTreatment.map((own, g) => {
    const arms = [own, ofControl[g] as Share].map(({ rows, share }) => {
      const stretched = adjustment(share)
      return rows === 0 ? { own: 0, common: 0 } : {
        own: (stretched * share) ** 2 / rows,
        // the square is what the fitted mean of the arm takes away
        common: stretched * share * Math.sqrt(share / rows),
      }
    })
    const [a, b] = arms as [typeof arms[0], typeof arms[0]]
    return { own: a.own + b.own, a: a.common, b: b.common }
  })
  const sum = (of: (part: typeof parts[0]) => number) => compensatedSum(parts.map(of))
  const trace = sum(({ own, a, b }) => own - a * a - b * b)
  const squares =
    sum(({ own, a, b }) => own * (own - 2 * (a * a + b * b))) +
    sum(({ a }) => a * a) ** 2 + sum(({ b }) => b * b) ** 2 + 2 * sum(({ a, b }) => a * b) ** 2
  if (!(trace > 0) || !(squares > 0)) throw new NotEstimable('zeroVariance')
  return (trace * trace) / squares
}
