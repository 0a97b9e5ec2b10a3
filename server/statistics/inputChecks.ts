import { NotEstimable } from './notEstimable'

/*
 * The refusals that many methods share. A method calls them in the order of precedence: finite numbers, alpha, empty
 * arms, equal lengths, counts and sizes, then its own statistical reasons.
 */

/** Direction of the alternative; `greater` means treatment above control. */
export type Alternative = 'two-sided' | 'less' | 'greater'

/** A binary arm: how many of `n` succeeded. */
export interface BinaryArm {
  readonly successes: number
  readonly n: number
}

export function requireFinite(...values: readonly number[]): void {
  for (const value of values) if (!Number.isFinite(value)) throw new NotEstimable('nonFinite')
}

/** For lists too long to spread into arguments. */
export function requireAllFinite(values: readonly number[]): void {
  for (const value of values) if (!Number.isFinite(value)) throw new NotEstimable('nonFinite')
}

export function requireAlpha(alpha: number): void {
  requireFinite(alpha)
  if (alpha <= 0 || alpha >= 1) throw new NotEstimable('invalidAlpha')
}

export function requireAlternative(alternative: Alternative): void {
  if (alternative !== 'two-sided' && alternative !== 'less' && alternative !== 'greater') {
    throw new NotEstimable('invalidOption')
  }
}

export function requireCount(...counts: readonly number[]): void {
  requireFinite(...counts)
  if (counts.some(count => count < 0)) throw new NotEstimable('negativeCount')
  if (counts.some(count => !Number.isInteger(count))) throw new NotEstimable('nonIntegerCount')
}

export function requireSameLength(...lists: readonly (readonly unknown[])[]): void {
  if (lists.some(list => list.length !== lists[0]?.length)) throw new NotEstimable('lengthMismatch')
}

export function requireBinaryArms(alpha: number, ...arms: readonly BinaryArm[]): void {
  requireFinite(...arms.flatMap(arm => [arm.successes, arm.n]))
  requireAlpha(alpha)
  requireBinaryCounts(...arms)
}

/** For a method that has no alpha. */
export function requireBinaryCounts(...arms: readonly BinaryArm[]): void {
  requireFinite(...arms.flatMap(arm => [arm.successes, arm.n]))
  if (arms.some(arm => arm.n === 0)) throw new NotEstimable('emptyArm')
  requireCount(...arms.flatMap(arm => [arm.successes, arm.n]))
  if (arms.some(arm => arm.successes > arm.n)) throw new NotEstimable('successesExceedTrials')
}

export function requireProbability(...probabilities: readonly number[]): void {
  requireFinite(...probabilities)
  if (probabilities.some(p => p < 0 || p > 1)) throw new NotEstimable('invalidProbability')
}

export function requirePower(power: number): void {
  requireFinite(power)
  if (power <= 0 || power >= 1) throw new NotEstimable('invalidPower')
}

/** For a parameter of a distribution that must be above zero. */
export function requirePositiveParameter(...parameters: readonly number[]): void {
  requireFinite(...parameters)
  if (parameters.some(parameter => parameter <= 0)) throw new NotEstimable('invalidParameter')
}

/** What a method computed from finite input may still overflow; such a number is never returned. */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new NotEstimable('nonFinite')
  return value
}
