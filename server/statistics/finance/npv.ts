import { finite, requireAllFinite, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'

export interface NpvInput {
  /** discount rate of one period as a fraction, above -1 */
  readonly rate: number
  /** money that flows at the end of period 0, 1, 2 ...; period 0 is now and not discounted */
  readonly cashflows: readonly number[]
}

/**
 * Net present value: what a series of payments is worth today.
 *
 * @throws NotEstimable `invalidRate` at or below -1, `noCashflows`
 *
 * Accuracy: relative 1e-10 of the greatest payment against mpmath.
 * Source: the definition, of which every textbook of corporate finance has one.
 */
export function npv({ rate, cashflows }: NpvInput): { readonly npv: number } {
  requireFinite(rate)
  requireAllFinite(cashflows)
  if (cashflows.length === 0) throw new NotEstimable('noCashflows')
  return { npv: finite(compensatedSum(discounted(cashflows, rate))) }
}

/** Each payment in today's money. */
export function discounted(cashflows: readonly number[], rate: number): number[] {
  if (rate <= -1) throw new NotEstimable('invalidRate')
  return cashflows.map((flow, period) => flow / (1 + rate) ** period)
}
