import { standardNormal } from '../distributions/normal'
import { type RandomSource } from '../random/randomSource'

/** A draw from the normal distribution with mean 0 and standard deviation `sd`. */
export function normalDraw(random: RandomSource, sd = 1): number {
  return sd * standardNormal.quantile(random.next())
}

export function normalDraws(random: RandomSource, count: number, sd = 1): number[] {
  return Array.from({ length: count }, () => normalDraw(random, sd))
}

/** Number of successes among `n` draws of this probability. */
export function binomialDraw(random: RandomSource, n: number, probability: number): number {
  let successes = 0
  for (let i = 0; i < n; i++) if (random.next() < probability) successes++
  return successes
}
