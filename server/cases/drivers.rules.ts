import type { ThreePoint } from '../statistics/distributions/pert'
import { endsOfEffect } from '../statistics/finance/caseLine'
import { rangeOfCase } from '../statistics/finance/rangeOfCase'
import type { AppraisalInputs } from './appraisal.rules'

/** An uncertain quantity of a case, and what the case is worth with it at its low and at its high end; in cents. */
export interface Driver {
  readonly quantity: 'effect' | Factor
  /** Of its line; null for the effect, which all lines that follow it share. */
  readonly line: string | null
  readonly atLow: number
  readonly atHigh: number
}

const QUANTITIES = ['annualVolume', 'moneyPerUnit', 'realisationShare', 'amount'] as const
type Factor = (typeof QUANTITIES)[number]

/**
 * What moves the value of a case most: each quantity in turn at its two ends, all others at their likely values. An
 * effect ends where the interval of its finding does. Quantities that are certain move nothing and are left out.
 */
export function driversOf(inputs: AppraisalInputs): Driver[] {
  const worth = ({ effects, lines, horizonYears, discountRate }: AppraisalInputs): number =>
    rangeOfCase({ effects, lines: lines.map(({ name, ...line }) => line), horizonYears, discountRate }).likely
  const effects = Object.entries(inputs.effects).map(([finding, effect]): Driver => {
    const at = (estimate: number) => worth({ ...inputs, effects: { ...inputs.effects, [finding]: { ...effect, estimate } } })
    const { lower, upper } = endsOfEffect(effect)
    return { quantity: 'effect', line: null, atLow: at(lower), atHigh: at(upper) }
  })
  const factors = inputs.lines.flatMap((line, position) =>
    QUANTITIES.flatMap((quantity): Driver[] => {
      const range = (line.amount as Partial<Record<Factor, ThreePoint>>)[quantity]
      if (!range) return []
      const at = (value: number): number => {
        const amount = { ...line.amount, [quantity]: { low: value, likely: value, high: value } }
        return worth({ ...inputs, lines: inputs.lines.with(position, { ...line, amount }) })
      }
      return [{ quantity, line: line.name, atLow: at(range.low), atHigh: at(range.high) }]
    }),
  )
  const swing = ({ atLow, atHigh }: Driver): number => Math.abs(atHigh - atLow)
  return [...effects, ...factors].filter(driver => swing(driver) > 0).sort((a, b) => swing(b) - swing(a))
}
