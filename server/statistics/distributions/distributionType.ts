import { requireProbability } from '../inputChecks'

/** Both tails of a distribution at one point, each accurate in itself; neither is one minus the other. */
export interface Tails {
  /** P(X <= x) */
  readonly lower: number
  /** P(X > x) */
  readonly upper: number
}

/** What every distribution answers. `x` is in the unit of the variable, `p` a probability in [0, 1]. */
export interface Distribution {
  /** P(X <= x) */
  readonly cdf: (x: number) => number
  /** P(X > x), accurate in the far tail too */
  readonly survival: (x: number) => number
  /** smallest x with cdf(x) >= p */
  readonly quantile: (p: number) => number
  /** smallest x with survival(x) <= p */
  readonly upperQuantile: (p: number) => number
}

/** A probability from below together with its complement, of which the smaller one is exact. */
export interface Target {
  readonly lower: number
  readonly upper: number
}

export function fromBelow(p: number): Target {
  requireProbability(p)
  return { lower: p, upper: 1 - p }
}

export function fromAbove(p: number): Target {
  requireProbability(p)
  return { lower: 1 - p, upper: p }
}
