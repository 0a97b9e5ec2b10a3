import { NotEstimable } from '../notEstimable'

/**
 * The smallest whole number in from..to-1 where an ever after true condition holds; `to` if nowhere.
 *
 * @throws NotEstimable `tooLarge` where doubles no longer tell neighbours apart, and the search would stand still
 */
export function firstWhere(holds: (k: number) => boolean, from: number, to: number): number {
  if (to > Number.MAX_SAFE_INTEGER) throw new NotEstimable('tooLarge')
  let low = from
  let high = to
  while (low < high) {
    // the half as a whole number first: from 2^52 on, the sum of a half and `low` may be rounded up to `high`
    const middle = low + Math.floor((high - low) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
