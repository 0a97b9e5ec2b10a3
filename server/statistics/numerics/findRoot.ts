import { NotEstimable } from '../notEstimable'

const STEPS = 400
const LARGEST = 1e300

/**
 * A root of `f` between `from` and `to`, where `f` must have opposite signs (infinite values are allowed), to the last
 * bits of a double: bisection kept safe, interpolation where it is quick.
 *
 * @param closeToZero absolute error that does no harm, for a root that may be 0 itself, whose last bit is far away
 *
 * @throws NotEstimable `noConvergence` when both ends have the same sign or a value is NaN
 *
 * Source: R. P. Brent, Algorithms for Minimization without Derivatives (1973), chapter 4.
 */
export function findRoot(
  f: (x: number) => number,
  from: number,
  to: number,
  closeToZero: number = Number.MIN_VALUE,
): number {
  const at = (x: number): number => {
    const value = f(x)
    if (Number.isNaN(value)) throw new NotEstimable('noConvergence')
    return Math.max(-LARGEST, Math.min(LARGEST, value))
  }
  let a = from
  let b = to
  let fa = at(a)
  let fb = at(b)
  if (fa === 0) return a
  if (fb === 0) return b
  if (fa > 0 === fb > 0) throw new NotEstimable('noConvergence')
  let c = a
  let fc = fa
  let step = b - a
  let previousStep = step
  for (let i = 0; i < STEPS; i++) {
    if (fb > 0 === fc > 0) {
      c = a
      fc = fa
      step = b - a
      previousStep = step
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      ;[a, b, c] = [b, c, b]
      ;[fa, fb, fc] = [fb, fc, fb]
    }
    const tolerance = 2 * Number.EPSILON * Math.abs(b) + closeToZero
    const half = (c - b) / 2
    if (Math.abs(half) <= tolerance || fb === 0) return b
    if (Math.abs(previousStep) >= tolerance && Math.abs(fa) > Math.abs(fb)) {
      const s = fb / fa
      let p: number
      let q: number
      if (a === c) {
        p = 2 * half * s
        q = 1 - s
      } else {
        const r = fb / fc
        const u = fa / fc
        p = s * (2 * half * u * (u - r) - (b - a) * (r - 1))
        q = (u - 1) * (r - 1) * (s - 1)
      }
      if (p > 0) q = -q
      p = Math.abs(p)
      if (2 * p < Math.min(3 * half * q - Math.abs(tolerance * q), Math.abs(previousStep * q))) {
        previousStep = step
        step = p / q
      } else {
        step = half
        previousStep = half
      }
    } else {
      step = half
      previousStep = half
    }
    a = b
    fa = fb
    b += Math.abs(step) > tolerance ? step : Math.sign(half) * tolerance
    fb = at(b)
  }
  throw new NotEstimable('noConvergence')
}
