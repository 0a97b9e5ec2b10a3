import { requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

/** A stream of numbers drawn evenly from the open interval 0 to 1. */
export interface RandomSource {
  next(): number
}

const ROUNDS_BEFORE_USE = 15

/**
 * A stream that is the same for the same seed and name, on every machine. Each quantity of a simulation draws from a
 * stream of its own name, so that adding one leaves the draws of the others as they were.
 *
 * @param seed a whole number
 * @param stream the name of the quantity that is drawn
 * @throws NotEstimable `invalidParameter` when the seed is not a safe whole number
 *
 * Source: C. Doty-Humphrey, PractRand (2014), generator sfc32: 128 bits of state, no known failure in its tests.
 */
export function seededRandom(seed: number, stream: string): RandomSource {
  requireFinite(seed)
  if (!Number.isSafeInteger(seed)) throw new NotEstimable('invalidParameter', 'A seed must be a whole number.')
  let a = seed | 0
  let b = Math.floor(seed / 2 ** 32) | 0
  let c = hashOf(stream)
  let counter = 1
  const bits = (): number => {
    const drawn = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + drawn) | 0
    return drawn >>> 0
  }
  for (let i = 0; i < ROUNDS_BEFORE_USE; i++) bits()
  return {
    // 52 bits and a half, which a double holds exactly: never 0, never 1.
    next: () => ((bits() >>> 6) * 2 ** 26 + (bits() >>> 6) + 0.5) / 2 ** 52,
  }
}

/** FNV-1a over the UTF-16 units of a name. Source: G. Fowler, L. C. Noll, K.-P. Vo, draft-eastlake-fnv. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash | 0
}
