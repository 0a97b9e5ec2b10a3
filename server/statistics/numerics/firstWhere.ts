/** The smallest whole number in from..to-1 where an ever after true condition holds; `to` if nowhere. */
export function firstWhere(holds: (k: number) => boolean, from: number, to: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = Math.floor(low + (high - low) / 2)
    if (middle >= high) return high
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
