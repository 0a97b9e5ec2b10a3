import { chanceOfLoss } from '../cases/chanceOfLoss'
import type { SimulatedNetPresentValue } from '../statistics/finance/simulateNetPresentValue'

/** What approving or refusing a rollout is worth, in cents, as the last appraisal of the case says. */
export interface MoneyAtStake {
  readonly worst: number
  readonly likely: number
  readonly best: number
  /** Share of the draws in which the rollout loses money. */
  readonly probabilityOfLoss: number
  /** What one loses on average by rolling out, over all draws: nothing where it pays. */
  readonly lossOfApproving: number
  /** What one forgoes on average by refusing. */
  readonly lossOfRefusing: number
}

/** What an appraisal keeps of its simulation, as far as it is asked here. */
export type AppraisedResult = Pick<SimulatedNetPresentValue, 'range' | 'probabilityPositive' | 'histogram'>

export function moneyAtStake(result: AppraisedResult): MoneyAtStake {
  const { range, histogram } = result
  return {
    worst: range.worst,
    likely: range.likely,
    best: range.best,
    probabilityOfLoss: chanceOfLoss(result),
    lossOfApproving: meanOf(histogram, (from, to) => lossBelowZero(from, to)),
    lossOfRefusing: meanOf(histogram, (from, to) => lossBelowZero(-to, -from)),
  }
}

type Bins = SimulatedNetPresentValue['histogram']

function meanOf(bins: Bins, loss: (from: number, to: number) => number): number {
  const draws = bins.reduce((sum, { count }) => sum + count, 0)
  const total = bins.reduce((sum, { from, to, count }) => sum + count * loss(from, to), 0)
  return draws === 0 ? 0 : total / draws
}

/** Mean of what lies below zero, for draws spread evenly from `from` to `to`; counts up from nothing. */
function lossBelowZero(from: number, to: number): number {
  if (from >= 0) return 0
  if (to <= 0) return -(from + to) / 2
  return (from * from) / (2 * (to - from))
}
