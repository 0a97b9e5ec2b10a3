import { deviance } from './deviance'
import { stirlingError } from './stirlingError'

/**
 * Logarithm of the probability of exactly `k` successes in `n` trials, each with probability `prob` inside 0 to 1.
 *
 * Source: C. Loader, Fast and accurate computation of binomial probabilities (2000).
 */
export function binomialLogProbability(k: number, n: number, prob: number): number {
  if (k < 0 || k > n) return -Infinity
  if (k === 0) return n * Math.log1p(-prob)
  if (k === n) return n * Math.log(prob)
  const rest = n - k
  return (
    stirlingError(n) - stirlingError(k) - stirlingError(rest) -
    deviance(k, n * prob) - deviance(rest, n * (1 - prob)) +
    Math.log(n / (2 * Math.PI * k * rest)) / 2
  )
}
