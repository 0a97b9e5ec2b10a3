import { NotEstimable } from '../notEstimable'
import { gaussLegendre } from './gaussLegendre'

/** Arguments beyond which exp leaves the doubles. */
const FAR = 700
/** What lies this far below the peak, in logarithms, adds nothing to a double. */
const DROP = 45
/** Peaks below this, in logarithms, leave an integral below the smallest double. */
const LOWEST = -800
const GOLDEN = (Math.sqrt(5) - 1) / 2
const RULE = gaussLegendre(16)
const FIRST_PANELS = 3
const DEEPEST = 40
const MOST_VALUES = 100_000
const ACCURACY = 1e-12

/**
 * Integral over the whole line of a function with one peak, given by its logarithm, so that an integral of 1e-300 is
 * as exact as one of 1. Below the smallest double it is 0.
 *
 * The peak is found by golden section, the range by doubling until the function has dropped by exp(-45), the integral
 * by Gauss-Legendre panels that are halved until they agree.
 *
 * @param log logarithm of the function, finite on -700 to 700, rising to the peak and falling after it
 * @throws NotEstimable `noConvergence`, also when the function has not dropped where it ends
 *
 * Accuracy: relative 1e-12 where the logarithm itself is exact.
 */
export function integralOfPeak(log: (u: number) => number): number {
  let values = 0
  const at = (u: number): number => {
    const value = log(u)
    if (++values > MOST_VALUES || Number.isNaN(value)) throw new NotEstimable('noConvergence')
    return value
  }
  const peak = peakOf(at)
  const top = at(peak)
  if (top < LOWEST) return 0
  const relative = (u: number): number => Math.exp(at(u) - top)
  let sum = 0
  for (const direction of [-1, 1]) {
    const width = widthOf(u => top - at(peak + direction * u), FAR - direction * peak)
    const panel = width / FIRST_PANELS
    const wholes = Array.from({ length: FIRST_PANELS }, (_, i) => {
      const from = peak + direction * i * panel
      const to = peak + direction * (i + 1) * panel
      return { from, to, area: area(relative, from, to) }
    })
    const scale = wholes.reduce((total, whole) => total + Math.abs(whole.area), 0)
    for (const { from, to, area } of wholes) sum += Math.abs(refined(relative, from, to, area, scale, 0))
  }
  return Math.exp(top + Math.log(sum))
}

function peakOf(at: (u: number) => number): number {
  let from = -FAR
  let to = FAR
  let left = to - GOLDEN * (to - from)
  let right = from + GOLDEN * (to - from)
  let atLeft = at(left)
  let atRight = at(right)
  const flat = (): boolean =>
    Math.abs(atLeft - atRight) < 0.1 && at((left + right) / 2) < Math.max(atLeft, atRight) + 0.1
  while (to - from > 1e-12 * (1 + Math.abs(from)) && !flat()) {
    if (atLeft < atRight) {
      from = left
      left = right
      atLeft = atRight
      right = from + GOLDEN * (to - from)
      atRight = at(right)
    } else {
      to = right
      right = left
      atRight = atLeft
      left = to - GOLDEN * (to - from)
      atLeft = at(left)
    }
  }
  return atLeft > atRight ? left : right
}

/** How far from the peak the function matters, less than `most`. */
function widthOf(drop: (u: number) => number, most: number): number {
  let inside = 0
  let outside = Math.min(most, 1e-6)
  while (outside < most && drop(outside) < DROP) {
    inside = outside
    outside = Math.min(most, 2 * outside)
  }
  if (drop(outside) < DROP) throw new NotEstimable('noConvergence')
  for (let i = 0; i < 4; i++) {
    const middle = (inside + outside) / 2
    if (drop(middle) < DROP) inside = middle
    else outside = middle
  }
  return outside
}

function area(f: (u: number) => number, from: number, to: number): number {
  const half = (to - from) / 2
  let sum = 0
  RULE.nodes.forEach((node, i) => (sum += (RULE.weights[i] ?? 0) * f(from + half * (1 + node))))
  return half * sum
}

function refined(
  f: (u: number) => number, from: number, to: number, whole: number, scale: number, depth: number,
): number {
  const middle = (from + to) / 2
  const first = area(f, from, middle)
  const second = area(f, middle, to)
  if (Math.abs(first + second - whole) <= ACCURACY * scale) return first + second
  if (depth === DEEPEST) throw new NotEstimable('noConvergence')
  return refined(f, from, middle, first, scale, depth + 1) + refined(f, middle, to, second, scale, depth + 1)
}
