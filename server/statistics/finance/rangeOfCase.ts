import { finite, requireFinite } from '../inputChecks'
import { compensatedSum } from '../numerics/sums'
import { type CaseLine, endsOfEffect, factorsOf, flowPattern, type MeasuredEffect, requireCaseLines } from './caseLine'
import { npv } from './npv'

export interface RangeOfCaseInput {
  readonly lines: readonly CaseLine[]
  readonly effects: Readonly<Record<string, MeasuredEffect>>
  readonly horizonYears: number
  readonly discountRate: number
}

/** Net present values of a case, in the money of its lines. */
export interface CaseRange {
  readonly worst: number
  readonly likely: number
  readonly best: number
}

/**
 * What a case is worth with every effect at its estimate and every factor at its likely value; and with all of them
 * at their worst and at their best together: effects at the ends of their interval, factors at low or high, whichever
 * is worse or better. Lines that share a finding share its effect.
 *
 * @throws NotEstimable as `simulateNetPresentValue`
 */
export function rangeOfCase({ lines, effects, horizonYears, discountRate }: RangeOfCaseInput): CaseRange {
  requireFinite(horizonYears, discountRate)
  requireCaseLines(lines, effects)
  const worthOf = (line: CaseLine): number =>
    npv({ rate: discountRate, cashflows: flowPattern(line, horizonYears) }).npv
  const effectOf = ({ amount }: CaseLine): number =>
    amount.from === 'finding' ? (effects[amount.finding]?.estimate ?? NaN) : 1
  const likely = lines.map(line => {
    const money = Object.values(factorsOf(line)).reduce((product, { likely: value }) => product * value, 1)
    return money * effectOf(line) * worthOf(line)
  })

  /** The least or the greatest that these lines can be worth at one effect. */
  const extreme = (pick: typeof Math.min, some: readonly CaseLine[], effect: number): number =>
    compensatedSum(some.map(line => pick(...cornersOf(line).map(money => money * effect * worthOf(line)))))
  const together = (pick: typeof Math.min): number => {
    const entered = lines.filter(line => line.amount.from === 'entered')
    const driven = Object.entries(effects).map(([finding, effect]) => {
      const own = lines.filter(line => line.amount.from === 'finding' && line.amount.finding === finding)
      const { lower, upper } = endsOfEffect(effect)
      return pick(extreme(pick, own, lower), extreme(pick, own, upper))
    })
    return finite(compensatedSum([...driven, extreme(pick, entered, 1)]))
  }
  return { worst: together(Math.min), likely: finite(compensatedSum(likely)), best: together(Math.max) }
}

/** The products of the factors with each of them at low or high. */
function cornersOf(line: CaseLine): number[] {
  return Object.values(factorsOf(line)).reduce(
    (products, { low, high }) => products.flatMap(product => [product * low, product * high]),
    [1],
  )
}
