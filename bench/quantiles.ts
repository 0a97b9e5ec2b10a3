/** Median and 95th percentile (nearest rank) of durations in milliseconds. */
export function quantiles(durationsMs: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = [...durationsMs].sort((a, b) => a - b)
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
  return { p50: rank(0.5), p95: rank(0.95) }
}
