/** Sum of t^3 - t over the groups of t equal values; 0 without ties. */
export function tieTerm(sorted: ArrayLike<number>): number {
  let sum = 0
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1
    while (to < sorted.length && sorted[to] === sorted[from]) to++
    const t = to - from
    sum += t * (t - 1) * (t + 1)
    from = to
  }
  return sum
}
