import { standardNormal } from '../distributions/normal'
import { type Alternative, type BinaryArm, requireAlternative, requireBinaryArms, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { findRoot } from '../numerics/findRoot'
import { pOfStatistic } from '../testOfEstimate'

export interface MiettinenNurminenInput {
  readonly treatment: BinaryArm
  readonly control: BinaryArm
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
  /** default two-sided; it concerns the p-value, the interval is always two-sided */
  readonly alternative?: Alternative
  /** difference of proportions under the null hypothesis, -1 to 1; default 0 */
  readonly nullDifference?: number
}

export interface MiettinenNurminenResult {
  readonly proportionTreatment: number
  readonly proportionControl: number
  /** treatment minus control, as a fraction (0.05 is five points) */
  readonly difference: number
  readonly z: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

/**
 * Score test and interval for the difference of two independent proportions.
 *
 * The statistic measures the distance of the estimate from a supposed difference d0 with the standard error that
 * holds if d0 is true: the proportions are estimated by maximum likelihood under p1 - p2 = d0, and the variance is
 * multiplied by N / (N - 1). The interval holds the d0 that this test does not refuse, so test and interval always
 * agree. It needs no minimum of successes.
 *
 * @throws NotEstimable `emptyArm`, `negativeCount`, `nonIntegerCount`, `successesExceedTrials`; `invalidParameter` when
 *   nullDifference is outside -1 to 1; `zeroVariance` when it is an end of that range and not the estimate
 *
 * Accuracy: relative 1e-8 against R 4.2.2 (limits solved to machine precision).
 * Source: O. Miettinen, M. Nurminen, Statistics in Medicine 4 (1985), 213-226.
 */
export function miettinenNurminenDifference(input: MiettinenNurminenInput): MiettinenNurminenResult {
  const { treatment, control, alpha, alternative = 'two-sided', nullDifference = 0 } = input
  requireFinite(nullDifference)
  requireBinaryArms(alpha, treatment, control)
  requireAlternative(alternative)
  if (Math.abs(nullDifference) > 1) throw new NotEstimable('invalidParameter')

  const proportionTreatment = treatment.successes / treatment.n
  const proportionControl = control.successes / control.n
  const difference = proportionTreatment - proportionControl
  const scoreAt = (d0: number) => scoreStatistic(treatment, control, d0)
  const z = scoreAt(nullDifference)
  if (!Number.isFinite(z)) throw new NotEstimable('zeroVariance')
  const critical = standardNormal.upperQuantile(alpha / 2)
  return {
    proportionTreatment,
    proportionControl,
    difference,
    z,
    p: pOfStatistic(z, alternative, standardNormal),
    ciLower: difference <= -1 ? -1 : findRoot(d0 => scoreAt(d0) - critical, -1, difference),
    ciUpper: difference >= 1 ? 1 : findRoot(d0 => scoreAt(d0) + critical, difference, 1),
  }
}

/** z(d0); 0 where the estimate is d0 itself, infinite where d0 leaves no variance. */
function scoreStatistic(treatment: BinaryArm, control: BinaryArm, d0: number): number {
  const total = treatment.n + control.n
  if (2 * (treatment.successes + control.successes) > total) {
    // The rarer outcome is counted, because a small probability keeps more digits than one close to 1.
    return -scoreStatistic(failuresOf(treatment), failuresOf(control), -d0)
  }
  // Cross-multiplied, so that equal proportions give exactly 0.
  const gap =
    (treatment.successes * control.n - control.successes * treatment.n) / (treatment.n * control.n) - d0
  if (gap === 0) return 0
  const pControl = restrictedControl(treatment, control, d0)
  const pTreatment = Math.min(1, Math.max(0, pControl + d0))
  const variance =
    ((pTreatment * (1 - pTreatment)) / treatment.n + (pControl * (1 - pControl)) / control.n) * (total / (total - 1))
  return gap / Math.sqrt(variance)
}

function failuresOf({ successes, n }: BinaryArm): BinaryArm {
  return { successes: n - successes, n }
}

/**
 * The control proportion that makes the data likeliest when the treatment proportion is d0 higher. The score is
 * decreasing in it, so the answer is its only root between the ends of the possible range, or the end beyond which
 * the root would lie.
 */
function restrictedControl(treatment: BinaryArm, control: BinaryArm, d0: number): number {
  const from = Math.max(0, -d0)
  const to = Math.min(1, 1 - d0)
  if (d0 === 0) return (treatment.successes + control.successes) / (treatment.n + control.n)
  if (to <= from || endScore(treatment, control, from, d0) <= 0) return from
  if (endScore(treatment, control, to, d0) >= 0) return to
  // The score times the product of all four probabilities: no poles, the same sign inside the range.
  const score = (p: number) =>
    (treatment.successes - treatment.n * (p + d0)) * p * (1 - p) +
    (control.successes - control.n * p) * (p + d0) * (1 - p - d0)
  return insideRoot(score, from, to)
}

/** Derivative of the log likelihood at an end of the range; counts of 0 have no pole there. */
function endScore(treatment: BinaryArm, control: BinaryArm, pControl: number, d0: number): number {
  const pull = (count: number, probability: number) => (count === 0 ? 0 : count / Math.max(0, probability))
  const pTreatment = pControl + d0
  return (
    pull(treatment.successes, pTreatment) - pull(treatment.n - treatment.successes, 1 - pTreatment) +
    pull(control.successes, pControl) - pull(control.n - control.successes, 1 - pControl)
  )
}

/** Root of a function that is positive just above `from` and negative just below `to`, where it may be 0 itself. */
function insideRoot(f: (p: number) => number, from: number, to: number): number {
  let inner = (to - from) / 4
  let low = from + inner
  let high = to - inner
  while (!(f(low) > 0) && low > from) {
    inner /= 16
    if (from + inner >= low) break
    low = from + inner
  }
  inner = (to - from) / 4
  while (!(f(high) < 0) && high < to) {
    inner /= 16
    if (to - inner <= high) break
    high = to - inner
  }
  if (!(f(low) > 0)) return low
  if (!(f(high) < 0)) return high
  return findRoot(f, low, high)
}
