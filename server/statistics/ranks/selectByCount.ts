import { NotEstimable } from '../notEstimable'

/** Doubles there are between two neighbours in a search by halving: 2^64 at most. */
const HALVINGS = 64

/**
 * The `k`-th smallest of many numbers that are never listed, from a function that counts how many of them are at most
 * x. Halves the range of the doubles themselves, so the answer is one of the numbers to the last bit, in 64 counts.
 *
 * @throws NotEstimable `noConvergence` when fewer than k numbers are finite
 */
export function selectByCount(countUpTo: (x: number) => number, k: number): number {
  let below = orderOf(-Number.MAX_VALUE) - 1n
  let reached = orderOf(Number.MAX_VALUE)
  if (countUpTo(Number.MAX_VALUE) < k) throw new NotEstimable('noConvergence')
  for (let i = 0; i < HALVINGS && reached - below > 1n; i++) {
    const middle = (below + reached) / 2n
    if (countUpTo(doubleAt(middle)) >= k) reached = middle
    else below = middle
  }
  return doubleAt(reached)
}

const view = new DataView(new ArrayBuffer(8))

/** Place of a double in the order of all doubles, 0 for 0. */
function orderOf(x: number): bigint {
  view.setFloat64(0, Math.abs(x))
  const place = view.getBigInt64(0)
  return x < 0 ? -place : place
}

function doubleAt(order: bigint): number {
  view.setBigInt64(0, order < 0n ? -order : order)
  const size = view.getFloat64(0)
  return order < 0n ? -size : size
}
