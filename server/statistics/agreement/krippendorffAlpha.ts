import { finite, requireFinite, requireSameLength } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

export interface KrippendorffAlphaInput {
  /** `ratings[rater][unit]`; null where a rater did not judge */
  readonly ratings: readonly (readonly (number | null)[])[]
  /** what the numbers mean: names, an order, distances, or multiples of a unit from 0 up */
  readonly level: 'nominal' | 'ordinal' | 'interval' | 'ratio'
}

export interface KrippendorffAlphaResult {
  /** 1 perfect agreement, 0 what chance gives, below 0 systematic disagreement */
  readonly alpha: number
  /** number of values in units that at least two raters judged */
  readonly nPairable: number
}

/** Pairs of values that are compared; about a second. */
const MOST_PAIRS = 2e7

/**
 * Krippendorff's alpha: agreement of any number of raters, with missing judgements, at four levels of measurement.
 * Units with fewer than two values are left out.
 *
 * @throws NotEstimable `nonFinite`, `lengthMismatch`, `tooFewRaters`, `noPairableValues`, `zeroVariance` when all kept
 *   values are equal, `invalidLevel`, `invalidParameter` for negative values on a ratio scale, `tooLarge` beyond
 *   20,000,000 pairs to compare
 *
 * Accuracy: relative 1e-9 against R 4.2.2.
 * Source: K. Krippendorff, Computing Krippendorff's alpha-reliability (2011).
 */
export function krippendorffAlpha({ ratings, level }: KrippendorffAlphaInput): KrippendorffAlphaResult {
  for (const row of ratings) for (const value of row) if (value !== null) requireFinite(value)
  for (const row of ratings) requireSameLength(row, ratings[0] ?? row)
  if (ratings.length < 2) throw new NotEstimable('tooFewRaters')
  if (!(level in DISTANCES)) throw new NotEstimable('invalidLevel')

  const units = Array.from({ length: ratings[0]?.length ?? 0 }, (_, unit) =>
    ratings.map(row => row[unit] ?? null).filter(value => value !== null),
  ).filter(values => values.length > 1)
  const kept = units.flat()
  if (kept.length === 0) throw new NotEstimable('noPairableValues')
  if (level === 'ratio' && kept.some(value => value < 0)) {
    throw new NotEstimable('invalidParameter', 'On a ratio scale no value lies below zero.')
  }

  const categories = categoriesOf(kept)
  const all = [...categories.values()]
  if (all.length === 1) throw new NotEstimable('zeroVariance')
  const pairs = (count: number): number => (count * (count - 1)) / 2
  const inUnits = units.map(values => countsOf(values.map(value => categories.get(value) as Category)))
  const work = inUnits.reduce((sum, counts) => sum + pairs(counts.length), pairs(all.length))
  if (work > MOST_PAIRS) throw new NotEstimable('tooLarge')

  const distance = DISTANCES[level]
  const observed = inUnits.reduce((sum, counts, unit) => {
    return sum + disagreement(counts, distance) / ((units[unit]?.length ?? 0) - 1)
  }, 0)
  const marginal = all.map(category => ({ category, count: category.count }))
  const expected = disagreement(marginal, distance) / (kept.length - 1)
  if (!(finite(expected) > 0)) throw new NotEstimable('zeroVariance')
  return { alpha: finite(1 - observed / expected), nPairable: kept.length }
}

/** A value that occurs, how often, and how often smaller ones do. */
interface Category {
  readonly value: number
  readonly count: number
  readonly below: number
}

type Distance = (a: Category, b: Category) => number

/** Squared differences between two values at each level of measurement. */
const DISTANCES: Readonly<Record<KrippendorffAlphaInput['level'], Distance>> = {
  nominal: () => 1,
  // all values from a to b, with half of those at either end
  ordinal: (a, b) => (b.below + b.count / 2 - a.below - a.count / 2) ** 2,
  interval: (a, b) => (a.value - b.value) ** 2,
  ratio: (a, b) => ((a.value - b.value) / (a.value + b.value)) ** 2,
}

function categoriesOf(values: readonly number[]): ReadonlyMap<number, Category> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let below = 0
  const categories = new Map<number, Category>()
  for (const [value, count] of [...counts].sort(([a], [b]) => a - b)) {
    categories.set(value, { value, count, below })
    below += count
  }
  return categories
}

interface Counted {
  readonly category: Category
  readonly count: number
}

function countsOf(categories: readonly Category[]): readonly Counted[] {
  const counts = new Map<Category, number>()
  for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1)
  return [...counts].map(([category, count]) => ({ category, count }))
}

/** Sum of squared differences over all pairs of unequal values. */
function disagreement(counted: readonly Counted[], distance: Distance): number {
  let sum = 0
  counted.forEach((a, i) => {
    for (let j = i + 1; j < counted.length; j++) {
      const b = counted[j]
      if (b) sum += a.count * b.count * distance(a.category, b.category)
    }
  })
  return sum
}
