import { written } from '../platform/views/formats'
import type { SimulatedNetPresentValue } from '../statistics/finance/simulateNetPresentValue'

/** The share of draws that a result loses in. */
export const chanceOfLoss = ({ probabilityPositive }: Pick<SimulatedNetPresentValue, 'probabilityPositive'>): number =>
  1 - probabilityPositive

/**
 * The same in whole percent; never none while the worst is a loss, nor all while the best is a gain, for draws that did
 * not happen to reach so far say nothing against it.
 */
export function lossInWords(result: Pick<SimulatedNetPresentValue, 'probabilityPositive' | 'range'>, locale: string): string {
  const { worst, best } = result.range
  const loss = chanceOfLoss(result)
  const percent = (share: number) => written(share, locale, { style: 'percent', maximumFractionDigits: 0 })
  const rounded = Math.round(loss * 100)
  if (rounded === 0 && (loss > 0 || worst < 0)) return `under ${percent(0.01)}`
  if (rounded === 100 && (loss < 1 || best > 0)) return `over ${percent(0.99)}`
  return percent(loss)
}
