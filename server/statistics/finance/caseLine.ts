import { standardNormal } from '../distributions/normal'
import type { ThreePoint } from '../distributions/pert'
import { requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

/** The effect that a finding measured, per unit of volume, turned so that plus is good. */
export interface MeasuredEffect {
  readonly estimate: number
  readonly standardError: number
  /** that the method gave; without it, 95 % of the normal distribution */
  readonly interval?: EffectInterval
}

/** Ends of an effect, turned as its estimate is. */
export interface EffectInterval {
  readonly lower: number
  readonly upper: number
}

/** A line whose money follows from a finding: effect x annual volume x money per unit x realisation share. */
export interface DrivenAmount {
  readonly from: 'finding'
  /** name of the finding, the same for all lines that it drives */
  readonly finding: string
  /** units a year that the effect applies to */
  readonly annualVolume: ThreePoint
  /** money per unit of effect and volume */
  readonly moneyPerUnit: ThreePoint
  /** share of the effect that survives the rollout, 0 to 1 */
  readonly realisationShare: ThreePoint
}

/** A line whose money somebody stated: for a one-off cost once, else a year. */
export interface EnteredAmount {
  readonly from: 'entered'
  readonly amount: ThreePoint
}

/**
 * One line of a case. A one-off cost falls due at the start (year 0), all others at the end of each year from 1.
 * Costs and disbenefits are stated as positive amounts.
 */
export interface CaseLine {
  readonly kind: 'benefit' | 'disbenefit' | 'oneOffCost' | 'runningCost'
  readonly amount: DrivenAmount | EnteredAmount
  /** share of the full amount that is reached in year 1, 2 ...; the last one stays. Default: all from the first year */
  readonly adoptionByYear?: readonly number[]
}

/**
 * What one unit of a line's full amount means year by year, from year 0 to the horizon: 1 in the year of a one-off
 * cost, the adopted share in each later year otherwise; negative where money goes out.
 */
export function flowPattern(line: CaseLine, horizonYears: number): number[] {
  const sign = line.kind === 'benefit' ? 1 : -1
  return Array.from({ length: horizonYears + 1 }, (_, year) => {
    const due = line.kind === 'oneOffCost' ? year === 0 : year > 0
    return due ? sign * adoptionIn(line, year) : 0
  })
}

const NORMAL_REACH = standardNormal.upperQuantile(0.025)

/** How far an effect may lie to either side: its own interval, so that a case says what its finding says. */
export function endsOfEffect({ estimate, standardError, interval }: MeasuredEffect): EffectInterval {
  const reach = NORMAL_REACH * standardError
  return interval ?? { lower: estimate - reach, upper: estimate + reach }
}

export function isCost({ kind }: CaseLine): boolean {
  return kind === 'oneOffCost' || kind === 'runningCost'
}

/** Refuses lines that no case can mean. */
export function requireCaseLines(
  lines: readonly CaseLine[],
  effects: Readonly<Record<string, MeasuredEffect>>,
): void {
  if (lines.length === 0) throw new NotEstimable('noCashflows', 'The case has no line.')
  for (const effect of Object.values(effects)) {
    requireFinite(effect.estimate, effect.standardError)
    if (effect.standardError < 0) throw new NotEstimable('invalidStandardError')
    const { lower, upper } = endsOfEffect(effect)
    requireFinite(lower, upper)
    if (lower > upper) throw new NotEstimable('invalidParameter', 'The ends of an effect are out of order.')
  }
  for (const line of lines) {
    const { kind, amount, adoptionByYear = [1] } = line
    if (!['benefit', 'disbenefit', 'oneOffCost', 'runningCost'].includes(kind)) throw new NotEstimable('invalidOption')
    requireFinite(...adoptionByYear)
    const shares = [...adoptionByYear]
    if (amount.from === 'finding') {
      if (effects[amount.finding] === undefined) {
        throw new NotEstimable('invalidParameter', 'A line is driven by a finding whose effect is not given.')
      }
      shares.push(amount.realisationShare.low, amount.realisationShare.high)
    }
    if (shares.length === 0 || shares.some(share => share < 0 || share > 1)) {
      throw new NotEstimable('invalidParameter', 'A share must lie between 0 and 1.')
    }
    if (isCost(line) && amount.from === 'entered' && amount.amount.low < 0) throw new NotEstimable('negativeCost')
  }
}

/** The three-point quantities of a line, by name; their product is its money. */
export function factorsOf(line: CaseLine): Readonly<Record<string, ThreePoint>> {
  if (line.amount.from === 'entered') return { amount: line.amount.amount }
  const { annualVolume, moneyPerUnit, realisationShare } = line.amount
  return { annualVolume, moneyPerUnit, realisationShare }
}

function adoptionIn({ kind, adoptionByYear = [1] }: CaseLine, year: number): number {
  if (kind === 'oneOffCost') return 1
  return adoptionByYear[Math.min(year, adoptionByYear.length) - 1] ?? 1
}
