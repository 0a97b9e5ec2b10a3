import fc from 'fast-check'
import type { CaseLine } from '../../../server/statistics/finance/caseLine'
import { npv } from '../../../server/statistics/finance/npv'
import { paybackPeriod } from '../../../server/statistics/finance/paybackPeriod'
import {
  simulateNetPresentValue, type SimulateNetPresentValueInput,
} from '../../../server/statistics/finance/simulateNetPresentValue'
import { expectClose } from '../closeness'
import { reasonOf } from '../referenceCases'
import { PROPERTY } from '../../support/propertyRuns'

const sure = (value: number) => ({ low: value, likely: value, high: value })
const around = (value: number) => ({ low: 0.8 * value, likely: value, high: 1.5 * value })

const fewerContacts: CaseLine = {
  kind: 'benefit',
  amount: {
    from: 'finding', finding: 'repeat contacts', annualVolume: around(40_000), moneyPerUnit: around(9),
    realisationShare: { low: 0.5, likely: 0.7, high: 0.9 },
  },
  adoptionByYear: [0.5, 1],
}
const training: CaseLine = { kind: 'oneOffCost', amount: { from: 'entered', amount: around(20_000) } }
const licences: CaseLine = { kind: 'runningCost', amount: { from: 'entered', amount: around(3_000) } }

const aCase = (changes: Partial<SimulateNetPresentValueInput> = {}): SimulateNetPresentValueInput => ({
  lines: [fewerContacts, training, licences],
  effects: { 'repeat contacts': { estimate: 0.067, standardError: 0.015 } },
  horizonYears: 3,
  discountRate: 0.08,
  seed: 20_260_101,
  draws: 2000,
  ...changes,
})

describe('simulating the net present value of a case', () => {
  it('gives the plain net present value when nothing is uncertain', () => {
    fc.assert(
      fc.property(
        fc.record({
          effect: fc.integer({ min: -50, max: 200 }), volume: fc.integer({ min: 1, max: 1000 }),
          money: fc.integer({ min: 1, max: 90 }), oneOff: fc.integer({ min: 1, max: 90_000 }),
          running: fc.integer({ min: 0, max: 9000 }), rate: fc.constantFrom(0, 0.03, 0.1),
          years: fc.integer({ min: 1, max: 9 }),
        }),
        ({ effect, volume, money, oneOff, running, rate, years }) => {
          const answer = simulateNetPresentValue({
            lines: [
              {
                kind: 'benefit',
                amount: {
                  from: 'finding', finding: 'a', annualVolume: sure(volume), moneyPerUnit: sure(money),
                  realisationShare: sure(0.5),
                },
                adoptionByYear: [0.25, 0.5, 1],
              },
              { kind: 'oneOffCost', amount: { from: 'entered', amount: sure(oneOff) } },
              { kind: 'runningCost', amount: { from: 'entered', amount: sure(running) } },
            ],
            effects: { a: { estimate: effect, standardError: 0 } },
            horizonYears: years, discountRate: rate, seed: 1, draws: 100,
          })
          const yearly = (year: number) => volume * money * 0.5 * effect * ([0.25, 0.5][year - 1] ?? 1) - running
          const cashflows = [-oneOff, ...Array.from({ length: years }, (_, i) => yearly(i + 1))]
          const expected = npv({ rate, cashflows }).npv
          const size = { rel: 1e-12, abs: 1e-9 * oneOff }
          for (const value of [answer.npv.mean, answer.npv.median, answer.npv.interval95.lower, answer.range.worst]) {
            expectClose(value, expected, size)
          }
          expect(answer.probabilityPositive).toBe(expected > 0 ? 1 : 0)
          expect(answer.payback?.median).toBe(paybackPeriod({ rate, cashflows }).simple)
          expect(answer.histogram).toHaveLength(1)
        },
      ),
      { ...PROPERTY, numRuns: 50 },
    )
  })

  it('gives the same answer for the same seed and another one for another', () => {
    expect(simulateNetPresentValue(aCase())).toEqual(simulateNetPresentValue(aCase()))
    expect(simulateNetPresentValue(aCase({ seed: 2 })).npv).not.toEqual(simulateNetPresentValue(aCase()).npv)
  })

  it('never finds a case worth more because it costs more', () => {
    const amounts = fc.tuple(fc.nat(5000), fc.nat(5000), fc.nat(5000))
    const kinds = fc.constantFrom('oneOffCost' as const, 'runningCost' as const)
    fc.assert(
      fc.property(amounts, kinds, fc.nat(1000), fc.nat(2000), ([low, more, most], kind, seed, extra) => {
        const cost = (by: number): CaseLine => ({
          kind,
          amount: { from: 'entered', amount: { low: low + by, likely: low + more + by, high: low + more + most + by } },
        })
        const cheap = simulateNetPresentValue(aCase({ lines: [fewerContacts, training, cost(0)], seed, draws: 200 }))
        for (const costs of [[cost(extra)], [cost(0), cost(extra)]]) {
          const dear = simulateNetPresentValue(aCase({ lines: [fewerContacts, training, ...costs], seed, draws: 200 }))
          const least = (value: number) => value + 1e-6
          expect(dear.npv.mean).toBeLessThanOrEqual(least(cheap.npv.mean))
          expect(dear.npv.median).toBeLessThanOrEqual(least(cheap.npv.median))
          expect(dear.npv.interval90.upper).toBeLessThanOrEqual(least(cheap.npv.interval90.upper))
          expect(dear.npv.interval90.lower).toBeLessThanOrEqual(least(cheap.npv.interval90.lower))
          expect(dear.range.worst).toBeLessThanOrEqual(least(cheap.range.worst))
        }
      }),
      { ...PROPERTY, numRuns: 15 },
    )
  })

  it('has the mean that the means of its factors give', () => {
    const { npv: spread } = simulateNetPresentValue(aCase({ draws: 30_000 }))
    // PERT means: 1.05 of the likely value for `around`, 0.7 for the realisation share.
    const yearly = 0.067 * 40_000 * 1.05 * 9 * 1.05 * 0.7
    const costs = 3000 * 1.05
    const cashflows = [-20_000 * 1.05, yearly / 2 - costs, yearly - costs, yearly - costs]
    expectClose(spread.mean, npv({ rate: 0.08, cashflows }).npv, { rel: 0.02 })
  })

  it('lets lines of one finding be right or wrong together', () => {
    const half: CaseLine = {
      kind: 'benefit',
      amount: {
        from: 'finding', finding: 'repeat contacts', annualVolume: sure(20_000), moneyPerUnit: sure(9),
        realisationShare: sure(1),
      },
    }
    const whole: CaseLine = { ...half, amount: { ...half.amount, annualVolume: sure(40_000) } as CaseLine['amount'] }
    const two = simulateNetPresentValue(aCase({ lines: [half, half] }))
    const one = simulateNetPresentValue(aCase({ lines: [whole] }))
    expectClose(two.npv.interval95.lower, one.npv.interval95.lower, { rel: 1e-12 })
  })

  it('puts the likely value between the worst and the best, and every draw between these', () => {
    const { range, npv: spread, histogram, draws } = simulateNetPresentValue(aCase())
    expect(range.worst).toBeLessThan(spread.interval90.lower)
    expect(range.best).toBeGreaterThan(spread.interval90.upper)
    expect(range.likely).toBeGreaterThan(range.worst)
    expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(draws)
    expect(histogram).toHaveLength(30)
  })

  it('says that there is no payback or return to speak of without costs', () => {
    const { roi, payback } = simulateNetPresentValue(aCase({ lines: [fewerContacts] }))
    expect([roi, payback]).toEqual([null, null])
  })

  it('says null for a payback later than the horizon', () => {
    const { payback } = simulateNetPresentValue(aCase({ lines: [training, licences] }))
    expect(payback).toMatchObject({ median: null, shareWithinHorizon: 0 })
  })

  it.each<[string, Partial<SimulateNetPresentValueInput>]>([
    ['noCashflows', { lines: [] }],
    ['invalidRate', { discountRate: -1 }],
    ['nonFinite', { discountRate: NaN }],
    ['tooLarge', { draws: 1e9 }],
    ['invalidParameter', { draws: 10 }],
    ['invalidParameter', { horizonYears: 2.5 }],
    ['invalidParameter', { seed: 0.5 }],
    ['invalidParameter', { effects: {} }],
    ['invalidParameter', { lines: [{ ...fewerContacts, adoptionByYear: [1.2] }] }],
    ['invalidStandardError', { effects: { 'repeat contacts': { estimate: 1, standardError: -1 } } }],
    ['negativeCost', { lines: [{ kind: 'oneOffCost', amount: { from: 'entered', amount: sure(-1) } }] }],
    [
      'invalidParameter',
      { lines: [{ kind: 'oneOffCost', amount: { from: 'entered', amount: { low: 3, likely: 2, high: 4 } } }] },
    ],
  ])('refuses what it cannot mean: %s', (reason, changes) => {
    expect(reasonOf(() => simulateNetPresentValue(aCase(changes)))).toBe(reason)
  })
})
