import { requireAllFinite, requireAlpha } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

export interface MultipleTestingInput {
  /** p-values of a family of hypotheses, in any order */
  readonly pValues: readonly number[]
  /** level of the whole family, in (0, 1) */
  readonly alpha: number
}

/** One entry for each procedure. */
export interface ByProcedure<T> {
  readonly bonferroni: T
  readonly holm: T
  readonly hochberg: T
  readonly benjaminiHochberg: T
  readonly benjaminiYekutieli: T
}

export interface MultipleTestingResult {
  /** adjusted p-values, in the order of the input */
  readonly adjusted: ByProcedure<readonly number[]>
  /** whether the adjusted p-value is at most alpha */
  readonly rejected: ByProcedure<readonly boolean[]>
}

/**
 * Adjusts p-values for having tested several hypotheses. Bonferroni, Holm and Hochberg bound the chance of any false
 * alarm (Hochberg for independent tests), Benjamini-Hochberg and Benjamini-Yekutieli the expected share of false
 * alarms among the rejected.
 *
 * @throws NotEstimable `noPValues`, `invalidProbability`
 *
 * Accuracy: relative 1e-9 against R 4.2.2 (p.adjust).
 * Source: S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70; Y. Hochberg, Biometrika 75 (1988), 800-802;
 * Y. Benjamini, Y. Hochberg, JRSS B 57 (1995), 289-300; Y. Benjamini, D. Yekutieli, Annals of Statistics 29 (2001),
 * 1165-1188.
 */
export function multipleTesting({ pValues, alpha }: MultipleTestingInput): MultipleTestingResult {
  requireAllFinite(pValues)
  requireAlpha(alpha)
  const m = pValues.length
  if (m === 0) throw new NotEstimable('noPValues')
  if (pValues.some(p => p < 0 || p > 1)) throw new NotEstimable('invalidProbability')
  const harmonic = pValues.reduce((sum, _p, i) => sum + 1 / (i + 1), 0)
  // `rank` counts from 1 for the smallest p-value.
  const adjusted = {
    bonferroni: pValues.map(p => Math.min(1, m * p)),
    holm: stepDown(pValues, rank => m - rank + 1),
    hochberg: stepUp(pValues, rank => m - rank + 1),
    benjaminiHochberg: stepUp(pValues, rank => m / rank),
    benjaminiYekutieli: stepUp(pValues, rank => (m * harmonic) / rank),
  }
  const decide = (values: readonly number[]) => values.map(value => value <= alpha)
  return {
    adjusted,
    rejected: {
      bonferroni: decide(adjusted.bonferroni),
      holm: decide(adjusted.holm),
      hochberg: decide(adjusted.hochberg),
      benjaminiHochberg: decide(adjusted.benjaminiHochberg),
      benjaminiYekutieli: decide(adjusted.benjaminiYekutieli),
    },
  }
}

/** From the smallest p-value up, each weighted and never below the one before. */
function stepDown(pValues: readonly number[], weight: (rank: number) => number): number[] {
  return inSteps(pValues, ascendingOrder(pValues), weight, 0, Math.max)
}

/** From the greatest p-value down, each weighted and never above the one before. */
function stepUp(pValues: readonly number[], weight: (rank: number) => number): number[] {
  return inSteps(pValues, ascendingOrder(pValues).reverse(), weight, 1, Math.min)
}

function inSteps(
  pValues: readonly number[],
  order: readonly { position: number; rank: number }[],
  weight: (rank: number) => number,
  start: number,
  carry: (a: number, b: number) => number,
): number[] {
  const adjusted = pValues.map(() => 1)
  let reached = start
  for (const { position, rank } of order) {
    reached = carry(reached, weight(rank) * (pValues[position] ?? 1))
    adjusted[position] = Math.min(1, reached)
  }
  return adjusted
}

function ascendingOrder(pValues: readonly number[]): { position: number; rank: number }[] {
  return pValues
    .map((p, position) => ({ p, position }))
    .sort((a, b) => a.p - b.p)
    .map(({ position }, i) => ({ position, rank: i + 1 }))
}
