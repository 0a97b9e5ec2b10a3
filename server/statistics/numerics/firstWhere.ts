/** The smallest whole number in from..to-1 where an ever after true condition holds; `to` if nowhere. */
export function firstWhere(holds: (k: number) => boolean, from: number, to: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = Math.floor(low + (high - low) / 2)
    // beyond 2^53 neighbours are no longer told apart, and the search would stand still
    if (middle >= high || middle + 1 === middle) return high
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
