import { noncentralHypergeometric, type TableMargins } from '../distributions/noncentralHypergeometric'
import { standardNormal } from '../distributions/normal'
import { type Alternative, type BinaryArm, requireAlternative, requireBinaryArms } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { findRoot } from '../numerics/findRoot'
import { firstWhere } from '../numerics/firstWhere'

export interface FisherExactInput {
  readonly treatment: BinaryArm
  readonly control: BinaryArm
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
  /** default two-sided; one-sided intervals reach to 0 or Infinity */
  readonly alternative?: Alternative
}

export interface FisherExactResult {
  /** two-sided: probability of all tables that are no likelier than the observed one, as R's fisher.test */
  readonly p: number
  /** odds of success, treatment over control, that make the observed table likeliest given its margins */
  readonly oddsRatioConditional: number
  /** the odds ratio of the table itself; Infinity where nobody failed in treatment or succeeded in control */
  readonly oddsRatioSample: number
  readonly ciLower: number
  readonly ciUpper: number
}

/** Tables that are likelier than the observed one by rounding alone count as equally likely, as in R's fisher.test. */
const SAME = 1 + 1e-7
/** Odds beyond exp(700) do not fit a double with their inverse. */
const FARTHEST = 700

/**
 * Fisher's exact test of two proportions, given how many succeeded in all. The interval holds the odds ratios under
 * which neither so many nor so few successes of the treatment arm would be rarer than alpha / 2, so that it can hold 1
 * although the two-sided p, which orders tables by their probability, is below alpha.
 *
 * @throws NotEstimable `emptyArm`, `negativeCount`, `nonIntegerCount`, `successesExceedTrials`, `zeroVariance` when
 *   all or none succeeded in both arms, `tooLarge` when the margins allow more than 4e8 tables
 *
 * Accuracy: relative 1e-8 against R 4.2.2, limits and estimate solved to full precision (R stops at four digits).
 * Source: R. A. Fisher, JRSS 98 (1935), 39-82; J. Cornfield, Proc. Third Berkeley Symposium 4 (1956), 135-148.
 */
export function fisherExact(input: FisherExactInput): FisherExactResult {
  const { treatment, control, alpha, alternative = 'two-sided' } = input
  requireBinaryArms(alpha, treatment, control)
  requireAlternative(alternative)
  const margins = {
    nTreatment: treatment.n, nControl: control.n, successes: treatment.successes + control.successes,
  }
  if (margins.successes === 0 || margins.successes === treatment.n + control.n) throw new NotEstimable('zeroVariance')

  const observed = treatment.successes
  const tail = alternative === 'two-sided' ? alpha / 2 : alpha
  const { smallest, largest } = noncentralHypergeometric(margins, 0)
  const lowest = observed === smallest
  const highest = observed === largest
  const { guess, spread } = aroundSample(treatment, control)
  const z = standardNormal.upperQuantile(tail)
  const oddsWhere = (rising: (logOdds: number) => number, start: number) => Math.exp(risingRoot(rising, start, spread))
  const tailsAt = (logOdds: number) => noncentralHypergeometric(margins, logOdds).tailsAt(observed)
  const logTail = Math.log(tail)
  return {
    p: pOf(margins, observed, alternative),
    oddsRatioConditional: lowest
      ? 0
      : highest
        ? Infinity
        : oddsWhere(logOdds => noncentralHypergeometric(margins, logOdds).meanMinus(observed), guess),
    oddsRatioSample:
      (treatment.successes / (treatment.n - treatment.successes)) *
      ((control.n - control.successes) / control.successes),
    ciLower:
      alternative === 'less' || lowest
        ? 0
        : oddsWhere(logOdds => Math.log(tailsAt(logOdds).upper) - logTail, guess - z * spread),
    ciUpper:
      alternative === 'greater' || highest
        ? Infinity
        : oddsWhere(logOdds => logTail - Math.log(tailsAt(logOdds).lower), guess + z * spread),
  }
}

function pOf(margins: TableMargins, observed: number, alternative: Alternative): number {
  const { smallest, largest, mode, tailsAt, logHeight } = noncentralHypergeometric(margins, 0)
  const { lower, upper } = tailsAt(observed)
  if (alternative === 'less') return lower
  if (alternative === 'greater') return upper
  const limit = logHeight(observed) + Math.log(SAME)
  if (limit >= 0) return 1
  const unlikely = (x: number) => logHeight(x) <= limit
  if (observed < mode) {
    const from = firstWhere(unlikely, mode, largest + 1)
    return Math.min(1, lower + (from > largest ? 0 : tailsAt(from).upper))
  }
  const below = firstWhere(offset => unlikely(mode - offset), 0, mode - smallest + 1)
  return Math.min(1, upper + (mode - below < smallest ? 0 : tailsAt(mode - below).lower))
}

/** Logarithm of the sample odds ratio and its standard error, with half a unit added to each cell. */
function aroundSample(treatment: BinaryArm, control: BinaryArm): { readonly guess: number; readonly spread: number } {
  const cells = [
    treatment.successes, treatment.n - treatment.successes, control.n - control.successes, control.successes,
  ].map(count => count + 0.5)
  const [a = 1, b = 1, c = 1, d = 1] = cells
  return {
    guess: Math.log(a / b) + Math.log(c / d),
    spread: Math.sqrt(cells.reduce((sum, count) => sum + 1 / count, 0)),
  }
}

/** Root of an increasing function, sought from `start` outwards in doubling steps. */
function risingRoot(rising: (x: number) => number, start: number, step: number): number {
  let from = start - step / 8
  let to = start + step / 8
  for (let stride = step; rising(to) < 0; stride *= 2) {
    if (to > FARTHEST) throw new NotEstimable('noConvergence')
    from = to
    to += stride
  }
  for (let stride = step; rising(from) > 0; stride *= 2) {
    if (from < -FARTHEST) throw new NotEstimable('noConvergence')
    to = from
    from -= stride
  }
  return findRoot(rising, from, to)
}
