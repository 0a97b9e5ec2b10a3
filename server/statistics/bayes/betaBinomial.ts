import { beta } from '../distributions/beta'
import { type IncompleteBeta, incompleteBetaOf } from '../distributions/kernel/incompleteBeta'
import { standardNormal } from '../distributions/normal'
import { type BinaryArm, finite, requireCount, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { findRoot } from '../numerics/findRoot'
import { integralOfPeak, type PeakGuess } from '../numerics/integralOfPeak'

export interface BetaBinomialInput {
  /** successes among n; n may be 0 */
  readonly treatment: BinaryArm
  readonly control: BinaryArm
  /** shapes of the beta prior, the same for both arms, above 0; 1 and 1 is uniform */
  readonly priorAlpha: number
  readonly priorBeta: number
  /** level of the equal-tailed intervals, in (0, 1) */
  readonly credibleLevel: number
}

/** A beta posterior of one proportion. */
export interface BetaPosterior {
  readonly alpha: number
  readonly beta: number
  readonly mean: number
  readonly sd: number
  readonly ciLower: number
  readonly ciUpper: number
}

export interface BetaBinomialResult {
  readonly posteriorTreatment: BetaPosterior
  readonly posteriorControl: BetaPosterior
  readonly probabilityTreatmentBetter: number
  readonly probabilityControlBetter: number
  /** what choosing treatment loses on average: E max(control - treatment, 0), as a fraction */
  readonly expectedLossTreatment: number
  /** what choosing control loses on average */
  readonly expectedLossControl: number
  /** treatment minus control, as a fraction */
  readonly differenceMean: number
  readonly differenceCiLower: number
  readonly differenceCiUpper: number
}

/** A posterior with its functions. */
interface Share extends Pick<BetaPosterior, 'alpha' | 'beta' | 'mean' | 'sd'> {
  readonly of: IncompleteBeta
}

/** What is left of a root, in standard deviations of the difference. */
const ROOT_ERROR = 1e-12
/** Above this the continued fraction of the beta distribution takes too long. */
const LARGEST_POSTERIOR = 1e9

/**
 * Two proportions with a beta prior: how probable is it that treatment is the better one, and what does choosing
 * either lose on average?
 *
 * Every probability and loss is an integral of positive terms over the smaller side, so that 1e-42 keeps its digits;
 * the greater side follows from it. The quantiles of the difference are roots of the same integral. It is taken over
 * the logit, which spreads out both ends, of the arm that is known better.
 *
 * @throws NotEstimable `negativeCount`, `nonIntegerCount`, `successesExceedTrials`, `invalidPrior`, `invalidLevel`,
 *   `tooLarge` when a posterior has more than 1e9 observations, prior included, `noConvergence` also for priors of less
 *   than about 0.07 where nothing was counted
 *
 * Accuracy: relative 1e-9 for posteriors up to 1e8 observations.
 * Source: A. Gelman et al., Bayesian Data Analysis (2013), section 2.4.
 */
export function betaBinomial(input: BetaBinomialInput): BetaBinomialResult {
  const { treatment, control, priorAlpha, priorBeta, credibleLevel } = input
  requireFinite(treatment.successes, treatment.n, control.successes, control.n, priorAlpha, priorBeta, credibleLevel)
  for (const arm of [treatment, control]) {
    requireCount(arm.successes, arm.n)
    if (arm.successes > arm.n) throw new NotEstimable('successesExceedTrials')
  }
  if (priorAlpha <= 0 || priorBeta <= 0) throw new NotEstimable('invalidPrior')
  if (credibleLevel <= 0 || credibleLevel >= 1) throw new NotEstimable('invalidLevel')

  const tail = (1 - credibleLevel) / 2
  const t = shareOf(treatment, priorAlpha, priorBeta)
  const c = shareOf(control, priorAlpha, priorBeta)
  const differenceMean = t.mean - c.mean
  const [better, worse] = differenceMean > 0 ? [t, c] : [c, t]
  const probabilityOfWorse = Math.min(1, probabilityAbove(worse, better, 0))
  const smallerLoss = expectedLossOf(better, worse)
  const greaterLoss = smallerLoss + Math.abs(differenceMean)
  const treatmentBetter = better === t
  return {
    posteriorTreatment: withInterval(t, tail),
    posteriorControl: withInterval(c, tail),
    probabilityTreatmentBetter: treatmentBetter ? 1 - probabilityOfWorse : probabilityOfWorse,
    probabilityControlBetter: treatmentBetter ? probabilityOfWorse : 1 - probabilityOfWorse,
    expectedLossTreatment: treatmentBetter ? smallerLoss : greaterLoss,
    expectedLossControl: treatmentBetter ? greaterLoss : smallerLoss,
    differenceMean,
    differenceCiLower: -differenceExceededWith(tail, c, t),
    differenceCiUpper: differenceExceededWith(tail, t, c),
  }
}

function shareOf({ successes, n }: BinaryArm, priorAlpha: number, priorBeta: number): Share {
  const alpha = priorAlpha + successes
  const beta = priorBeta + (n - successes)
  const total = finite(alpha + beta)
  if (total > LARGEST_POSTERIOR) throw new NotEstimable('tooLarge')
  const mean = alpha / total
  const sd = Math.sqrt((mean * (beta / total)) / (total + 1))
  return { alpha, beta, mean, sd, of: incompleteBetaOf(alpha, beta) }
}

function withInterval({ alpha, beta: failures, mean, sd }: Share, tail: number): BetaPosterior {
  const posterior = beta(alpha, failures)
  return { alpha, beta: failures, mean, sd, ciLower: posterior.quantile(tail), ciUpper: posterior.upperQuantile(tail) }
}

/** P(X - Y > gap): X at x and Y below x - gap, over all x where that is open, and for sure above 1 + gap. */
function probabilityAbove(x: Share, y: Share, gap: number): number {
  // Over the better known of the two, beside which the other one changes slowly: 1 - Y is above 1 - X as X is above Y.
  if (y.sd < x.sd) return probabilityAbove(mirrored(y), mirrored(x), gap)
  const width = 1 - Math.abs(gap)
  if (width <= 0) return gap > 0 ? 0 : 1
  const low = Math.max(0, gap)
  const high = Math.max(0, -gap)
  const inside = integralOfPeak(
    u => {
      const fromLeft = width / (1 + Math.exp(-u))
      const fromRight = width / (1 + Math.exp(u))
      return (
        x.of.logDensity(low + fromLeft, high + fromRight) +
        y.of.logTails(high + fromLeft, low + fromRight).lower +
        Math.log(fromLeft) + Math.log(fromRight) - Math.log(width)
      )
    },
    onLogit((x.mean - low) / width, x.sd / width),
  )
  return inside + (gap < 0 ? x.of.tails(width, high).upper : 0)
}

/** E max(Y - X, 0): the integral over t of P(X < t) P(Y > t). */
function expectedLossOf(x: Share, y: Share): number {
  const [forX, forY] = [1 / (x.sd * x.sd), 1 / (y.sd * y.sd)]
  const between = (forX * x.mean + forY * y.mean) / (forX + forY)
  return integralOfPeak(
    u => {
      const left = 1 / (1 + Math.exp(-u))
      const right = 1 / (1 + Math.exp(u))
      return (
        x.of.logTails(left, right).lower + y.of.logTails(left, right).upper + Math.log(left) + Math.log(right)
      )
    },
    onLogit(between, 1 / Math.sqrt(forX + forY)),
  )
}

function mirrored({ alpha, beta, mean, sd }: Share): Share {
  return { alpha: beta, beta: alpha, mean: 1 - mean, sd, of: incompleteBetaOf(beta, alpha) }
}

/** A peak at `share`, kept inside 0 to 1, with a spread of `sd`, on the scale of the logit. */
function onLogit(share: number, sd: number): PeakGuess {
  const spread = Math.max(1e-12, Math.min(0.25, sd))
  const inside = Math.max(spread, Math.min(1 - spread, share))
  return { peak: Math.log(inside / (1 - inside)), width: spread / (inside * (1 - inside)) }
}

/** The gap that X - Y exceeds with probability `tail`. */
function differenceExceededWith(tail: number, x: Share, y: Share): number {
  const mean = x.mean - y.mean
  const sd = Math.hypot(x.sd, y.sd)
  const gapAt = (z: number): number => Math.max(-1, Math.min(1, mean + z * sd))
  // On the scale of normal deviates the probability is nearly a straight line of slope 1.
  const target = standardNormal.upperQuantile(tail)
  const misses = new Map<number, number>()
  const miss = (z: number): number => {
    const known = misses.get(z)
    if (known !== undefined) return known
    const value = standardNormal.upperQuantile(Math.min(1, probabilityAbove(x, y, gapAt(z)))) - target
    misses.set(z, value)
    return value
  }
  let from = target
  let to = target
  let stride = Math.max(1e-6, Math.min(0.5, 1.2 * Math.abs(miss(target))))
  for (; miss(from) > 0; stride *= 2) {
    if (gapAt(from) === -1) throw new NotEstimable('noConvergence')
    to = from
    from -= stride
  }
  for (; miss(to) < 0; stride *= 2) {
    if (gapAt(to) === 1) throw new NotEstimable('noConvergence')
    from = to
    to += stride
  }
  return from === to ? gapAt(from) : gapAt(findRoot(miss, from, to, ROOT_ERROR))
}
