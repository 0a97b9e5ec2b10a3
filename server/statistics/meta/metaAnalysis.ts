import { chiSquare } from '../distributions/chiSquare'
import { standardNormal } from '../distributions/normal'
import { studentT } from '../distributions/studentT'
import { finite, requireAllFinite, requireAlpha, requireSameLength } from '../inputChecks'
import { isRoundingOnly } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'
import { pOfStatistic } from '../testOfEstimate'
import { restrictedLikelihoodVariance } from './restrictedLikelihoodVariance'

export interface MetaAnalysisInput {
  /** estimated effect of each study, all in one unit, and the squared standard errors */
  readonly effects: readonly number[]
  readonly variances: readonly number[]
  /** one effect for all studies, or effects that vary, by the moments or by restricted likelihood */
  readonly model: 'fixed' | 'derSimonianLaird' | 'reml'
  /** standard error from the observed spread of the studies, and Student's t; default false */
  readonly hartungKnapp?: boolean
  /** two-sided level in (0, 1); the intervals have level 1 - alpha */
  readonly alpha: number
}

export interface MetaAnalysisResult {
  /** number of studies */
  readonly k: number
  readonly estimate: number
  readonly standardError: number
  /** z, or t with `df` degrees of freedom under Hartung-Knapp */
  readonly statistic: number
  readonly df?: number
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
  /** Cochran's heterogeneity statistic, with the weights of the fixed model */
  readonly q: number
  readonly qDf: number
  readonly qP: number
  /** share of the variation that is between studies, in percent, and its companion */
  readonly i2: number
  readonly h2: number
  /** variance of the effects between studies; absent in the fixed model, like the interval for a new study */
  readonly tau2?: number
  readonly piLower?: number
  readonly piUpper?: number
}

/**
 * Pools the effects of several studies on the same metric.
 *
 * @throws NotEstimable `lengthMismatch`, `tooFewStudies` below two, `invalidVariance`, `zeroVariance` when all effects
 *   are equal under Hartung-Knapp, `noConvergence` when the restricted likelihood has no maximum that doubles resolve
 *
 * Conventions: those of R's metafor::rma; Hartung-Knapp without truncation; the interval for a new study takes the
 * same quantile as the one of the mean.
 * Accuracy: relative 1e-10 against metafor, whose REML is taken to convergence.
 * Source: R. DerSimonian, N. Laird, Controlled Clinical Trials 7 (1986), 177-188; G. Knapp, J. Hartung, Statistics in
 * Medicine 22 (2003), 2693-2710; J. P. T. Higgins, S. G. Thompson, Statistics in Medicine 21 (2002), 1539-1558;
 * J. P. T. Higgins, S. G. Thompson, D. J. Spiegelhalter, JRSS A 172 (2009), 137-159.
 */
export function metaAnalysis(input: MetaAnalysisInput): MetaAnalysisResult {
  const { effects, variances, model, hartungKnapp = false, alpha } = input
  requireAllFinite(effects)
  requireAllFinite(variances)
  requireAlpha(alpha)
  requireSameLength(effects, variances)
  if (model !== 'fixed' && model !== 'derSimonianLaird' && model !== 'reml') throw new NotEstimable('invalidOption')
  const k = effects.length
  if (k < 2) throw new NotEstimable('tooFewStudies')
  if (variances.some(v => v <= 0)) throw new NotEstimable('invalidVariance')

  const fixed = pooled(effects, variances, 0)
  const qDf = k - 1
  const q = finite(fixed.spread)
  const typicalVariance = qDf / excessPerVariance(variances)
  const tau2 =
    model === 'fixed'
      ? 0
      : model === 'reml'
        ? restrictedLikelihoodVariance(effects, variances)
        : Math.max(0, (q - qDf) / excessPerVariance(variances))
  const { estimate, totalWeight, spread } = tau2 === 0 ? fixed : pooled(effects, variances, tau2)
  const standardError = finite(Math.sqrt((hartungKnapp ? spread / qDf : 1) / totalWeight))
  if (hartungKnapp && isRoundingOnly(standardError, estimate)) throw new NotEstimable('zeroVariance')

  const reference = hartungKnapp ? studentT(qDf) : standardNormal
  const statistic = finite(estimate / standardError)
  const quantile = reference.upperQuantile(alpha / 2)
  const reach = finite(quantile * standardError)
  const reachOfNew = finite(quantile * Math.hypot(standardError, Math.sqrt(tau2)))
  return {
    k,
    estimate,
    standardError,
    statistic,
    ...(hartungKnapp ? { df: qDf } : {}),
    p: pOfStatistic(statistic, 'two-sided', reference),
    ciLower: estimate - reach,
    ciUpper: estimate + reach,
    q,
    qDf,
    qP: chiSquare(qDf).survival(q),
    ...(model === 'fixed'
      ? { i2: q > qDf ? (100 * (q - qDf)) / q : 0, h2: q / qDf }
      : {
          i2: 100 / (1 + typicalVariance / tau2),
          h2: finite(tau2 / typicalVariance) + 1,
          tau2,
          piLower: estimate - reachOfNew,
          piUpper: estimate + reachOfNew,
        }),
  }
}

/** Mean weighted by precision, the sum of the weights and the weighted sum of squares around the mean. */
function pooled(effects: readonly number[], variances: readonly number[], tau2: number) {
  const weights = variances.map(v => finite(1 / (v + tau2)))
  const totalWeight = finite(compensatedSum(weights))
  // Taken around the first effect, so that an offset common to all costs no digits.
  const origin = effects[0] ?? 0
  const shift = compensatedSum(effects.map((y, i) => ((weights[i] ?? 0) / totalWeight) * (y - origin)))
  const estimate = finite(origin + shift)
  const spread = compensatedSum(effects.map((y, i) => (weights[i] ?? 0) * (y - origin - shift) ** 2))
  return { estimate, totalWeight, spread }
}

/**
 * How much Q is expected to rise per unit of variance between studies: W - sum w^2 / W, as a sum of positive terms
 * w_i (W - w_i) / W, because one large weight would cancel the difference.
 */
function excessPerVariance(variances: readonly number[]): number {
  const weights = variances.map(v => 1 / v)
  const total = compensatedSum(weights)
  const after: number[] = []
  weights.reduceRight((sum, w, i) => ((after[i] = sum), sum + w), 0)
  let before = 0
  const terms = weights.map((w, i) => {
    const others = before + (after[i] ?? 0)
    before += w
    return w * (others / total)
  })
  return compensatedSum(terms)
}
