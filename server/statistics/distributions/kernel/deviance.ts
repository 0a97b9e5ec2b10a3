/**
 * Half the deviance of a count `x` from its expectation `mean`: x log(x / mean) + mean - x, without cancellation
 * where the two are close.
 *
 * Source: C. Loader, Fast and accurate computation of binomial probabilities (2000), function bd0.
 */
export function deviance(x: number, mean: number): number {
  const gap = x - mean
  if (Math.abs(gap) >= 0.1 * (x + mean)) return x === 0 ? mean : x * Math.log(x / mean) - gap
  const v = gap / (x + mean)
  let sum = gap * v
  let term = 2 * x * v
  for (let j = 1; j < 1000; j++) {
    term *= v * v
    const next = sum + term / (2 * j + 1)
    if (next === sum) return sum
    sum = next
  }
  return sum
}
