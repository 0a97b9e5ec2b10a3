/** Above this the series below is exact to a double. */
const SERIES_FROM = 16

/**
 * Error of Stirling's formula: log Gamma(n + 1) - log(sqrt(2 pi n) (n / e)^n), for n > 0, absolute error about 1e-16.
 *
 * Source: C. Loader, Fast and accurate computation of binomial probabilities (2000); small arguments are lifted to
 * `SERIES_FROM` by Gamma(n + 1) = n Gamma(n).
 */
export function stirlingError(n: number): number {
  let lifted = n
  let sum = 0
  while (lifted < SERIES_FROM) {
    sum += (lifted + 0.5) * Math.log1p(1 / lifted) - 1
    lifted += 1
  }
  const r = 1 / (lifted * lifted)
  const series =
    1 / 12 -
    r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r * (1 / 156))))))
  return sum + series / lifted
}
