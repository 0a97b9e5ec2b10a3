import { appraisalInputs } from '../../server/cases/appraisal.rules'
import { turnedInterval } from '../../server/cases/lineAmount.rules'
import { driversOf } from '../../server/cases/drivers.rules'
import { aCaseLine, aCost } from '../support/given/cases'

const program = { horizonYears: 1, discountRate: 0 }
const interval = { lower: 0.04, upper: 0.095 }
const finding = { id: 'f', estimate: 0.067, standardError: 0.01, interval }
const driven = { annualVolumeLow: 18_000, annualVolumeHigh: 18_000, moneyPerUnitLowCents: 6_200, moneyPerUnitHighCents: 6_200, realisationLow: 0.6, realisationLikely: 0.8, realisationHigh: 0.9 }
const cost = { amountLowCents: 1_900_000, amountLikelyCents: 2_000_000, amountHighCents: 2_300_000 }

describe('what moves the value of a case most', () => {
  it('is each uncertain quantity alone at its two ends, the widest first', () => {
    const drivers = driversOf(appraisalInputs([aCaseLine(driven), aCost(cost)], finding, program))
    expect(drivers.map(({ quantity }) => quantity)).toEqual(['effect', 'realisationShare', 'amount'])
    const [effect, share, amount] = drivers
    const worth = (estimate: number, realised: number, spent: number) => estimate * 18_000 * 6_200 * realised - spent
    expect(effect?.atLow).toBeCloseTo(worth(0.04, 0.8, 2_000_000), 0)
    expect(effect?.atHigh).toBeCloseTo(worth(0.095, 0.8, 2_000_000), 0)
    expect(share).toMatchObject({ line: aCaseLine().name })
    expect(share?.atLow).toBeCloseTo(worth(0.067, 0.6, 2_000_000), 4)
    expect(amount?.atHigh).toBeCloseTo(worth(0.067, 0.8, 2_300_000), 4)
  })

  it('leaves out what is certain', () => {
    expect(driversOf(appraisalInputs([aCost({ ...cost, amountLowCents: 2_000_000, amountHighCents: 2_000_000 })], finding, program))).toEqual([])
  })

  it('swings an effect of an older computation, which kept no interval, over the normal one', () => {
    const certain = { ...driven, realisationLow: 0.8, realisationHigh: 0.8 }
    const { effects, ...inputs } = appraisalInputs([aCaseLine(certain)], finding, program)
    const [effect] = driversOf({ ...inputs, effects: { primary: { estimate: 0.067, standardError: 0.01 } } })
    expect(Object.keys(effects)).toEqual(['primary'])
    expect(effect?.atLow).toBeCloseTo((0.067 - 1.959964 * 0.01) * 18_000 * 6_200 * 0.8, 0)
  })

  it('swings an effect over its own interval, turned where lower is better', () => {
    expect(turnedInterval({ lower: -0.095, upper: -0.04 }, 'lower')).toEqual(interval)
    expect(turnedInterval(interval, 'higher')).toEqual(interval)
  })
})
