import { requireFinite, requireProbability } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { beta } from './beta'

/** What people say of a quantity they are not sure of; all in its own unit, low <= likely <= high. */
export interface ThreePoint {
  readonly low: number
  readonly likely: number
  readonly high: number
}

export interface Pert {
  readonly mean: number
  /** the value below which a share `p` of the draws falls, within 1e-4 of the range */
  quantile(p: number): number
}

/** Weight of the likely value; 4 is the classical choice. */
const LAMBDA = 4
const CELLS = 1024

/**
 * Modified PERT distribution: a beta distribution stretched from low to high, with the mean (low + 4 likely + high)
 * / 6. When low and high are equal every draw is that value. Quantiles are read from a table of the distribution
 * function, made once, because a simulation asks for thousands.
 *
 * @throws NotEstimable `nonFinite`; `invalidParameter` when the three values are out of order
 *
 * Source: D. G. Malcolm and others, Operations Research 7 (1959), 646-669; D. Vose, Risk Analysis (2008), for the
 * shapes 1 + 4 (likely - low) / (high - low) and 1 + 4 (high - likely) / (high - low).
 */
export function pert({ low, likely, high }: ThreePoint): Pert {
  requireFinite(low, likely, high, high - low)
  if (low > likely || likely > high) {
    throw new NotEstimable('invalidParameter', 'Low, likely and high must stand in this order.')
  }
  if (low === high) return { mean: low, quantile: () => low }
  const range = high - low
  const spread = beta(1 + (LAMBDA * (likely - low)) / range, 1 + (LAMBDA * (high - likely)) / range)
  const table = Float64Array.from({ length: CELLS + 1 }, (_, i) => spread.cdf(i / CELLS))
  return {
    mean: (low + LAMBDA * likely + high) / (LAMBDA + 2),
    quantile: p => {
      requireProbability(p)
      return low + range * shareAt(table, p)
    },
  }
}

/** Where an increasing table passes `p`, as a share of its length; straight inside a cell. */
function shareAt(table: Float64Array, p: number): number {
  let from = 0
  let to = table.length - 1
  while (to - from > 1) {
    const middle = (from + to) >> 1
    if ((table[middle] ?? 1) <= p) from = middle
    else to = middle
  }
  const below = table[from] ?? 0
  const above = table[to] ?? 1
  const inside = above > below ? Math.min(1, Math.max(0, (p - below) / (above - below))) : 0
  return (from + inside) / (table.length - 1)
}
