import { NotEstimable } from '../notEstimable'
import { gaussLegendre } from './gaussLegendre'

/** Where the peak is expected, and the shortest distance over which the function changes much. */
export interface PeakGuess {
  readonly peak: number
  readonly width: number
}

/** Arguments beyond which exp leaves the doubles. */
const FAR = 700
/** What lies this far below the peak, in logarithms, adds nothing to a double. */
const DROP = 45
/** Peaks below this, in logarithms, leave an integral below the smallest double. */
const LOWEST = -800
const GOLDEN = (Math.sqrt(5) - 1) / 2
/** Evenly spaced points to start with, and the most before panels of different width serve better. */
const FIRST_POINTS = 16
const MOST_POINTS = 512
/** The error of evenly spaced points is squared by halving their distance: what agrees so far is exact afterwards. */
const AGREEMENT = 1e-8
const RULE = gaussLegendre(16)
const DEEPEST = 40
const MOST_VALUES = 100_000
const ACCURACY = 1e-12

/**
 * Integral over the whole line of a smooth function with one peak, given by its logarithm, so that an integral of
 * 1e-300 is as exact as one of 1. Below the smallest double it is 0.
 *
 * The peak is found by golden section, the range by doubling until the function has dropped by exp(-45). Evenly spaced
 * points converge at once where the function changes as slowly at its peak as elsewhere (33 for a normal density);
 * their distance is halved until they agree. Otherwise Gauss-Legendre panels, the wider the further from the peak, are
 * halved until they agree.
 *
 * @param log logarithm of the function, finite on -700 to 700, rising to the peak and falling after it
 * @param guess the peak may be anywhere, a guess that is near saves values; a width that is far too great may step over
 *   what the function does at its peak
 * @throws NotEstimable `noConvergence`, also when the function has not dropped where it ends
 *
 * Accuracy: relative 1e-12 where the logarithm itself is exact.
 * Source: L. N. Trefethen, J. A. C. Weideman, SIAM Review 56 (2014), 385-458, for evenly spaced points.
 */
export function integralOfPeak(log: (u: number) => number, guess: PeakGuess): number {
  let values = 0
  const at = (u: number): number => {
    const value = log(u)
    if (++values > MOST_VALUES || Number.isNaN(value)) throw new NotEstimable('noConvergence')
    return value
  }
  const peak = peakOf(at, guess)
  const top = at(peak)
  if (top < LOWEST) return 0
  const relative = (u: number): number => Math.exp(at(u) - top)
  const from = peak - widthOf(u => top - at(peak - u), guess.width, FAR + peak)
  const to = peak + widthOf(u => top - at(peak + u), guess.width, FAR - peak)
  const { width } = guess
  const sum = evenlySpaced(relative, from, to, width) ?? inPanels(relative, panelEdges(from, peak, to, width))
  return Math.exp(top + Math.log(sum))
}

/** Where the function is within a tenth, in logarithms, of its greatest value. */
function peakOf(at: (u: number) => number, guess: PeakGuess): number {
  const inside = (u: number): number => Math.max(-FAR, Math.min(FAR, u))
  // Three points, the middle one not below the others, so that the peak lies between the outer ones.
  let middle = inside(guess.peak)
  let from = inside(middle - guess.width)
  let to = inside(middle + guess.width)
  let atMiddle = at(middle)
  let atFrom = at(from)
  let atTo = at(to)
  for (let stride = guess.width; (atTo > atMiddle && to < FAR) || (atFrom > atMiddle && from > -FAR); ) {
    stride *= 2
    if (atTo > atMiddle) {
      ;[from, atFrom, middle, atMiddle] = [middle, atMiddle, to, atTo]
      to = inside(to + stride)
      atTo = at(to)
    } else {
      ;[to, atTo, middle, atMiddle] = [middle, atMiddle, from, atFrom]
      from = inside(from - stride)
      atFrom = at(from)
    }
  }
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
function widthOf(drop: (u: number) => number, first: number, most: number): number {
  let inside = Math.min(most, first)
  while (drop(inside) >= DROP && inside > Number.MIN_VALUE) inside /= 2
  let outside = Math.min(most, 2 * inside)
  while (outside < most && drop(outside) < DROP) {
    inside = outside
    outside = Math.min(most, 2 * outside)
  }
  if (drop(outside) < DROP) throw new NotEstimable('noConvergence')
  for (let i = 0; i < 3; i++) {
    const middle = (inside + outside) / 2
    if (drop(middle) < DROP) inside = middle
    else outside = middle
  }
  return outside
}

/** The integral of a function that vanishes at both ends; undefined when that would take too many points. */
function evenlySpaced(f: (u: number) => number, from: number, to: number, width: number): number | undefined {
  if ((to - from) / MOST_POINTS > width) return undefined
  let step = (to - from) / FIRST_POINTS
  let sum = 0
  for (let i = 1; i < FIRST_POINTS; i++) sum += f(from + i * step)
  for (let points = FIRST_POINTS; points < MOST_POINTS; points *= 2) {
    const before = sum * step
    for (let i = 0; i < points; i++) sum += f(from + (i + 0.5) * step)
    step /= 2
    if (step <= width && Math.abs(sum * step - before) <= AGREEMENT * before) return sum * step
  }
  return undefined
}

/** Ends and, at distances from the peak that double, inner edges of panels. */
function panelEdges(from: number, peak: number, to: number, width: number): readonly number[] {
  const distances: number[] = []
  for (let distance = 2 * width; distance < Math.max(peak - from, to - peak); distance *= 2) distances.push(distance)
  const inner = [...distances.toReversed().map(distance => peak - distance), peak, ...distances.map(d => peak + d)]
  return [from, ...inner.filter(edge => edge > from && edge < to), to]
}

function inPanels(f: (u: number) => number, edges: readonly number[]): number {
  const wholes = edges.slice(1).map((right, i) => {
    const left = edges[i] ?? right
    return { left, right, area: area(f, left, right) }
  })
  const scale = wholes.reduce((total, whole) => total + whole.area, 0)
  return wholes.reduce((sum, whole) => sum + refined(f, whole.left, whole.right, whole.area, scale, 0), 0)
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
