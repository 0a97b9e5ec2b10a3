import { requireAllFinite, requireAlpha, requireSameLength } from '../inputChecks'
import { isRoundingOnly, meanDifferenceOf, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'
import { tTestOfEstimate } from '../testOfEstimate'

/** Units of one arm: element i of both lists is the same unit. */
export interface PrePostArm {
  readonly pre: readonly number[]
  readonly post: readonly number[]
}

export interface AncovaInput {
  readonly treatment: PrePostArm
  readonly control: PrePostArm
  /** two-sided level in (0, 1); the intervals have level 1 - alpha */
  readonly alpha: number
}

/** Test of the adjusted difference with one kind of standard error. */
export interface AdjustedTest {
  readonly standardError: number
  readonly t: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
}

export interface AncovaResult {
  /** difference of the arms at equal pre-period value, treatment minus control, in the unit of `post` */
  readonly estimate: number
  /** N - 3 */
  readonly df: number
  readonly intercept: number
  /** change of `post` per unit of `pre` */
  readonly preCoefficient: number
  /** equal variances */
  readonly classical: AdjustedTest
  /** heteroscedasticity-consistent, in the kinds of R's sandwich::vcovHC; HC1 has the factor N / (N - 3) */
  readonly hc0: AdjustedTest
  readonly hc1: AdjustedTest
  readonly hc2: AdjustedTest
  readonly hc3: AdjustedTest
}

/**
 * Analysis of covariance: the difference of two arms after the period, adjusted for what their units were like
 * before. Least squares of post on arm and pre, with one slope for both arms.
 *
 * The fit is written out with values centred in their arm, so that a large common offset does no harm: the estimate
 * is a weighted sum of the outcomes, and every kind of standard error follows from its weights and the residuals.
 *
 * @throws NotEstimable `emptyArm`, `lengthMismatch`, `tooFewObservations` below two per arm or where one unit alone
 *   determines its own fitted value, `zeroVariance` when `pre` is constant or the fit is perfect, `collinear` when
 *   `pre` varies between the arms only
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: J. G. MacKinnon, H. White, Journal of Econometrics 29 (1985), 305-325, for the standard errors.
 */
export function ancova({ treatment, control, alpha }: AncovaInput): AncovaResult {
  for (const arm of [treatment, control]) {
    requireAllFinite(arm.pre)
    requireAllFinite(arm.post)
  }
  requireAlpha(alpha)
  if ([treatment, control].some(arm => Math.max(arm.pre.length, arm.post.length) === 0)) {
    throw new NotEstimable('emptyArm')
  }
  requireSameLength(treatment.pre, treatment.post)
  requireSameLength(control.pre, control.post)
  if (treatment.pre.length < 2 || control.pre.length < 2) throw new NotEstimable('tooFewObservations')

  const preTreatment = momentsOf(treatment.pre)
  const preControl = momentsOf(control.pre)
  const withinPre = preTreatment.m2 + preControl.m2
  const preGap = meanDifferenceOf(preTreatment, preControl)
  if (withinPre === 0) throw new NotEstimable(preGap === 0 ? 'zeroVariance' : 'collinear')
  const postTreatment = momentsOf(treatment.post)
  const postControl = momentsOf(control.post)
  const deviations = [...deviationsOf(treatment), ...deviationsOf(control)]
  const preCoefficient = compensatedSum(deviations.map(({ pre, post }) => pre * post)) / withinPre
  const estimate = meanDifferenceOf(postTreatment, postControl) - preCoefficient * preGap

  const units = deviations.map(({ pre, post, n }, i) => ({
    residual: post - preCoefficient * pre,
    weight: (i < treatment.pre.length ? 1 : -1) / n - (pre * preGap) / withinPre,
    leverage: 1 / n + (pre * pre) / withinPre,
  }))
  if (units.some(({ leverage }) => leverage > 1 - 1e-12)) {
    throw new NotEstimable('tooFewObservations', 'One unit alone determines its own fitted value.')
  }
  const total = units.length
  const df = total - 3
  const residualVariance = compensatedSum(units.map(({ residual }) => residual * residual)) / df
  const robust = (power: 0 | 1 | 2) =>
    compensatedSum(units.map(({ weight, residual, leverage }) => (weight * residual) ** 2 / (1 - leverage) ** power))
  const test = (variance: number): AdjustedTest => {
    const standardError = Math.sqrt(variance)
    if (isRoundingOnly(standardError, postTreatment.mean, postControl.mean)) throw new NotEstimable('zeroVariance')
    const { statistic, p, ciLower, ciUpper } = tTestOfEstimate({
      estimate, standardError, df, nullValue: 0, alpha, alternative: 'two-sided',
    })
    return { standardError, t: statistic, p, ciLower, ciUpper }
  }
  return {
    estimate,
    df,
    intercept: postControl.mean - preCoefficient * preControl.mean,
    preCoefficient,
    classical: test(residualVariance * compensatedSum(units.map(({ weight }) => weight * weight))),
    hc0: test(robust(0)),
    hc1: test((robust(0) * total) / df),
    hc2: test(robust(1)),
    hc3: test(robust(2)),
  }
}

/** Values of each unit minus the means of its arm. */
function deviationsOf({ pre, post }: PrePostArm): { pre: number; post: number; n: number }[] {
  const preMean = momentsOf(pre)
  const postMean = momentsOf(post)
  return pre.map((value, i) => ({
    pre: value - preMean.mean - (preMean.meanRest ?? 0),
    post: (post[i] ?? NaN) - postMean.mean - (postMean.meanRest ?? 0),
    n: pre.length,
  }))
}
