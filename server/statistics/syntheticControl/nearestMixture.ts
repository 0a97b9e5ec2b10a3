import { NotEstimable } from '../notEstimable'
import { householderQr, lengthOf, solveUpper } from '../numerics/householderQr'
import { compensatedSum } from '../numerics/sums'

/** Multiplications after which nobody waits any longer: some seconds. */
const MOST_WORK = 2.5e8
/** Share of the greatest squared distance that counts as no progress. */
const NO_PROGRESS = 4e-15

/** Counts what several searches together have cost. */
export interface Effort {
  spent: number
}

/**
 * The mixture of donors, weights at least 0 with sum 1, that comes nearest to a target in the sum of squares.
 *
 * The differences donor minus target are the corners of a polytope whose point nearest to the origin is wanted. Wolfe's
 * method finds it exactly in finitely many steps: it adds the corner that reaches furthest towards the origin, goes to
 * the nearest point of the flat through the corners in use, and drops a corner whose weight would fall below 0.
 *
 * @throws NotEstimable `noConvergence` when rounding stops the search, `tooLarge` when it takes more than 2.5e8
 *   multiplications, counted over all searches with the same `effort`
 *
 * Source: P. Wolfe, Mathematical Programming 11 (1976), 128-149.
 */
export function nearestMixture(
  target: readonly number[], donors: readonly (readonly number[])[], effort: Effort,
): number[] {
  const differences = donors.map(donor => donor.map((value, t) => value - (target[t] as number)))
  const scale = Math.max(...differences.map(lengthOf))
  const weights = donors.map(() => 0)
  if (scale === 0) return weights.map((_, j) => (j === 0 ? 1 : 0))
  if (!Number.isFinite(scale)) throw new NotEstimable('nonFinite')
  const corners = differences.map(difference => difference.map(value => value / scale))

  const first = indexOfLeast(corners.map(corner => dot(corner, corner)))
  let used = [first]
  let shares = [1]
  let point = corners[first] as readonly number[]
  const mostSteps = 20 * donors.length + 100
  for (let step = 0; step < mostSteps; step++) {
    effort.spent += corners.length * target.length
    const reaches = corners.map(corner => dot(corner, point))
    const furthest = indexOfLeast(reaches)
    const gain = dot(point, point) - (reaches[furthest] as number)
    const next =
      used.includes(furthest) || gain <= NO_PROGRESS
        ? null
        : nearestInside(corners, [...used, furthest], [...shares, 0], effort)
    if (next === null) {
      used.forEach((j, i) => (weights[j] = shares[i] as number))
      return weights
    }
    ;({ used, shares } = next)
    const parts = used.map((j, i) => (corners[j] as readonly number[]).map(value => (shares[i] as number) * value))
    point = target.map((_, t) => compensatedSum(parts.map(part => part[t] as number)))
  }
  throw new NotEstimable('noConvergence')
}

/**
 * Goes to the nearest point of the flat through the corners in use, dropping those that stand in the way; null when the
 * last of them adds nothing.
 */
function nearestInside(
  corners: readonly (readonly number[])[], from: readonly number[], start: readonly number[], effort: Effort,
): { used: number[]; shares: number[] } | null {
  let used = [...from]
  let shares = [...start]
  for (let left = used.length; left > 0; left--) {
    effort.spent += 2 * used.length ** 2 * (corners[0] as readonly number[]).length
    if (effort.spent > MOST_WORK) throw new NotEstimable('tooLarge')
    const wanted = nearestOfFlat(used.map(j => corners[j] as readonly number[]))
    if (wanted === null) return null
    if (wanted.every(weight => weight > 0)) return { used, shares: wanted }
    const step = Math.min(
      ...wanted.map((weight, i) => (weight > 0 ? 1 : (shares[i] as number) / ((shares[i] as number) - weight))),
    )
    const moved = shares.map((share, i) => share + step * ((wanted[i] as number) - share))
    // What stops the step goes for good, whatever rounding left of its weight.
    const blocking = indexOfLeast(moved.map((share, i) => ((wanted[i] as number) > 0 ? Infinity : share)))
    const stays = (_: unknown, i: number) => i !== blocking && (moved[i] as number) > 0
    used = used.filter(stays)
    shares = moved.filter(stays)
  }
  throw new NotEstimable('noConvergence')
}

/**
 * Weights with sum 1, of any sign, of the point nearest to the origin on the flat through these corners; null when
 * rounding cannot tell the last corner from the flat through the others.
 */
function nearestOfFlat(corners: readonly (readonly number[])[]): number[] | null {
  const [base = [], ...others] = corners
  if (others.length === 0) return [1]
  try {
    const { q, r } = householderQr(others.map(corner => corner.map((value, t) => value - (base[t] as number))))
    const weights = solveUpper(r, q.map(column => -dot(column, base)))
    return [1 - compensatedSum(weights), ...weights]
  } catch (error) {
    if (error instanceof NotEstimable && error.reason === 'collinear') return null
    throw error
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += (a[t] as number) * (b[t] as number)
  return sum
}

function indexOfLeast(values: readonly number[]): number {
  return values.reduce((least, value, i) => (value < (values[least] as number) ? i : least), 0)
}
