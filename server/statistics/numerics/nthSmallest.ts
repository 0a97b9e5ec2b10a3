/** After so many rounds the pivots were chosen against us, and the rest is sorted. */
const MOST_ROUNDS = 64

/**
 * The value that would stand at `place`, counted from 0, if the values were sorted. Reorders them. Infinite values are
 * allowed, NaN is not.
 *
 * @returns the greatest or smallest value where `place` lies outside the list, NaN when the list is empty
 *
 * Source: C. A. R. Hoare, Algorithm 65 (Find), CACM 4 (1961), 321-322, with the median of three as pivot.
 */
export function nthSmallest(values: Float64Array, place: number): number {
  const wanted = Math.max(0, Math.min(values.length - 1, place))
  let from = 0
  let to = values.length - 1
  for (let round = 0; from < to; round++) {
    if (round === MOST_ROUNDS) {
      values.subarray(from, to + 1).sort()
      break
    }
    const pivot = medianOf(values[from] ?? NaN, values[(from + to) >> 1] ?? NaN, values[to] ?? NaN)
    let i = from
    let j = to
    while (i <= j) {
      while ((values[i] ?? NaN) < pivot) i++
      while ((values[j] ?? NaN) > pivot) j--
      if (i > j) break
      const swapped = values[i] ?? NaN
      values[i++] = values[j] ?? NaN
      values[j--] = swapped
    }
    if (wanted <= j) to = j
    else if (wanted >= i) from = i
    else break
  }
  return values[wanted] ?? NaN
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
