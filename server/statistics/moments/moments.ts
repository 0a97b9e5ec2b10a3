import { finite, requireAllFinite, requireCount, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { compensatedSum, twoSum } from '../numerics/sums'

/**
 * What is stored of the values of one cell: enough for every method on means, and exact to merge.
 *
 * A double holds about 16 digits of `mean`. Where the mean is huge beside the spread (1e12 and 0.1) that is too few to
 * merge cells, so `meanRest` carries what `mean` had to round off; the true mean is mean + meanRest. Leave it out
 * where it is unknown.
 */
export interface Moments {
  /** number of values */
  readonly n: number
  /** arithmetic mean, in the unit of the values */
  readonly mean: number
  /** sum of squared deviations from the mean, in the squared unit */
  readonly m2: number
  /** mean of the values minus `mean`, at most half a unit in the last place of `mean`; 0 when left out */
  readonly meanRest?: number
}

/** A summary as people report it; `sd` has the divisor n - 1. */
export interface Summary {
  readonly n: number
  readonly mean: number
  readonly sd: number
}

/** The three shapes in which the values of one arm may arrive. */
export type Sample = readonly number[] | Summary | Moments

export const NO_MOMENTS: Moments = { n: 0, mean: 0, m2: 0, meanRest: 0 }

/**
 * Moments of raw values, in two passes: the mean first, then the deviations from it, both with compensated sums.
 *
 * @throws NotEstimable `nonFinite` when a value is not a finite number or the squares overflow
 *
 * Accuracy: mean to the last bit, m2 relative 1e-14, also with an offset of 1e12.
 */
export function momentsOf(values: readonly number[]): Moments {
  requireAllFinite(values)
  const first = values[0]
  if (first === undefined) return NO_MOMENTS
  const n = values.length
  if (values.every(value => value === first)) return { n, mean: first, m2: 0, meanRest: 0 }
  const near = finite(compensatedSum(values) / n)
  const deviations = values.map(value => value - near)
  const total = compensatedSum(deviations)
  const { sum: mean, rest: meanRest } = twoSum(near, total / n)
  const m2 = finite(compensatedSum(deviations.map(d => d * d)) - (total / n) * total)
  return { n, mean, m2: Math.max(0, m2), meanRest }
}

/** Moments that belong to a reported summary. The summary must be plausible; see `momentsOfSample`. */
export function momentsOfSummary({ n, mean, sd }: Summary): Moments {
  requireFinite(n, mean, sd)
  requireCount(n)
  if (sd < 0) throw new NotEstimable('negativeSd')
  return { n, mean, m2: finite(Math.max(0, n - 1) * sd * sd), meanRest: 0 }
}

/** Lets any shape of sample in and gives back moments: the gate through which data enter the library. */
export function momentsOfSample(sample: Sample): Moments {
  if (isList(sample)) return momentsOf(sample)
  if ('sd' in sample) return momentsOfSummary(sample)
  requireFinite(sample.n, sample.mean, sample.m2, sample.meanRest ?? 0)
  requireCount(sample.n)
  if (sample.m2 < 0) throw new NotEstimable('invalidVariance')
  return sample
}

/** Number of values of a sample that has not been checked yet. */
export function sizeOf(sample: Sample): number {
  return isList(sample) ? sample.length : sample.n
}

/** Refuses numbers that are not finite, before anything else is looked at. */
export function requireFiniteSample(sample: Sample): void {
  if (isList(sample)) requireAllFinite(sample)
  else if ('sd' in sample) requireFinite(sample.n, sample.mean, sample.sd)
  else requireFinite(sample.n, sample.mean, sample.m2, sample.meanRest ?? 0)
}

/** Sample variance, divisor n - 1. */
export function varianceOf({ n, m2 }: Moments): number {
  return m2 / (n - 1)
}

/** Difference of two means, `a` minus `b`, with the digits that each mean had to round off. */
export function meanDifferenceOf(a: Moments, b: Moments): number {
  return a.mean - b.mean + ((a.meanRest ?? 0) - (b.meanRest ?? 0))
}

/**
 * True when a standard error is below what doubles of this size can resolve, so that the spread is rounding alone.
 * Source: the guard of R's t.test ("data are essentially constant").
 */
export function isRoundingOnly(standardError: number, ...sizes: readonly number[]): boolean {
  return standardError <= 10 * Number.EPSILON * Math.max(...sizes.map(Math.abs))
}

function isList(sample: Sample): sample is readonly number[] {
  return Array.isArray(sample)
}
