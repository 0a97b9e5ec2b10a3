/**
 * Quantile of values in ascending order, straight between neighbours.
 *
 * Convention: type 7 of R. J. Hyndman, Y. Fan, The American Statistician 50 (1996), 361-365; R's default.
 */
export function sampleQuantile(ascending: ArrayLike<number>, p: number): number {
  const place = (ascending.length - 1) * p
  const from = Math.floor(place)
  const below = ascending[from] ?? NaN
  const above = ascending[Math.min(from + 1, ascending.length - 1)] ?? NaN
  return below === above ? below : below + (place - from) * (above - below)
}

/**
 * The smallest value that at least a share `p` of the values do not exceed: one of the values itself, so that infinite
 * ones do no harm. Convention: type 1 of Hyndman and Fan.
 */
export function sampleQuantileAmong(ascending: ArrayLike<number>, p: number): number {
  return ascending[Math.max(0, Math.ceil(ascending.length * p) - 1)] ?? NaN
}
