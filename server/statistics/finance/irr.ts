import { requireAllFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'
import { findRoot } from '../numerics/findRoot'

export interface IrrInput {
  /** money that flows at the end of period 0, 1, 2 ... */
  readonly cashflows: readonly number[]
}

/**
 * Internal rate of return: the rate of one period, as a fraction above -1, at which the payments are worth nothing
 * today. It is unique because the payments must change sign exactly once.
 *
 * @throws NotEstimable `noCashflows`, `noSignChange`, `multipleSignChanges`
 *
 * Accuracy: relative 1e-9 against mpmath.
 * Source: the definition, of which every textbook of corporate finance has one.
 */
export function irr({ cashflows }: IrrInput): { readonly irr: number } {
  requireAllFinite(cashflows)
  if (cashflows.length === 0) throw new NotEstimable('noCashflows')
  const signs = cashflows.filter(flow => flow !== 0).map(flow => flow > 0)
  const changes = signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length
  if (changes === 0) throw new NotEstimable('noSignChange')
  if (changes > 1) throw new NotEstimable('multipleSignChanges')

  // Solved for the logarithm of 1 + rate; scaled so that neither end overflows.
  const worthAt = (logGrowth: number): number => {
    const centre = logGrowth > 0 ? 0 : cashflows.length - 1
    return compensatedSum(cashflows.map((flow, period) => flow * Math.exp(-logGrowth * (period - centre))))
  }
  let reach = 1
  while (worthAt(-reach) > 0 === worthAt(reach) > 0) {
    if (reach > 600) throw new NotEstimable('noConvergence')
    reach *= 2
  }
  return { irr: Math.expm1(findRoot(worthAt, -reach, reach)) }
}
