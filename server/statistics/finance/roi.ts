import { finite, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

export interface RoiInput {
  /** all benefits, in the currency of the costs */
  readonly benefits: number
  readonly costs: number
}

export interface RoiResult {
  readonly netBenefit: number
  /** net benefit per unit of cost; 0.5 is 50 % */
  readonly roi: number
  readonly benefitCostRatio: number
}

/**
 * Return on investment.
 *
 * @throws NotEstimable `negativeCost`, `zeroCost`
 *
 * Accuracy: that of doubles.
 * Source: the definition.
 */
export function roi({ benefits, costs }: RoiInput): RoiResult {
  requireFinite(benefits, costs)
  if (costs < 0) throw new NotEstimable('negativeCost')
  if (costs === 0) throw new NotEstimable('zeroCost')
  const netBenefit = benefits - costs
  return { netBenefit, roi: finite(netBenefit / costs), benefitCostRatio: finite(benefits / costs) }
}
