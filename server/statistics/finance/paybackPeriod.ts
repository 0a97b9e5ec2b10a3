import { requireAllFinite, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { discounted } from './npv'

export interface PaybackPeriodInput {
  /** money that flows at the end of period 0, 1, 2 ...; the first must be an investment, below 0 */
  readonly cashflows: readonly number[]
  /** discount rate of one period as a fraction, above -1 */
  readonly rate: number
}

export interface PaybackPeriodResult {
  /** periods until the payments have added up to 0; null if they never do */
  readonly simple: number | null
  /** the same in today's money */
  readonly discounted: number | null
}

/**
 * Payback period: how long until an investment has come back? Inside a period the money is taken to flow evenly.
 *
 * @throws NotEstimable `noCashflows`, `noInvestment` when the first payment is not below 0, `invalidRate` at or
 * below -1
 *
 * Accuracy: relative 1e-9 against mpmath.
 * Source: the definition, of which every textbook of corporate finance has one.
 */
export function paybackPeriod({ cashflows, rate }: PaybackPeriodInput): PaybackPeriodResult {
  requireFinite(rate)
  requireAllFinite(cashflows)
  const [first] = cashflows
  if (first === undefined) throw new NotEstimable('noCashflows')
  const inTodaysMoney = discounted(cashflows, rate)
  if (first >= 0) throw new NotEstimable('noInvestment')
  return { simple: periodsToZero(cashflows), discounted: periodsToZero(inTodaysMoney) }
}

/** Periods until the running balance reaches 0, straight inside a period; null if it never does. */
export function periodsToZero(flows: readonly number[]): number | null {
  let balance = 0
  for (let period = 0; period < flows.length; period++) {
    const flow = flows[period] ?? 0
    if (period > 0 && balance + flow >= 0) return period - 1 + -balance / flow
    balance += flow
  }
  return null
}
