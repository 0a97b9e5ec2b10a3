import fc from 'fast-check'
import { equivalenceTost, type EquivalenceTostInput } from '../../../server/statistics/equivalence/equivalenceTost'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { SPREAD_VALUES } from '../samples'

describe('equivalenceTost against R 4.2.2', () => {
  it.each(cases<EquivalenceTostInput>('equivalenceTost'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => equivalenceTost(input), reference)
  })
})

describe('equivalenceTost', () => {
  it('finds equivalence exactly when its interval lies inside the margins', () => {
    const studies = fc.record({
      treatment: SPREAD_VALUES, control: SPREAD_VALUES, alpha: fc.double({ min: 0.001, max: 0.4, noNaN: true }),
      lowerMargin: fc.double({ min: -60, max: -0.1, noNaN: true }),
      upperMargin: fc.double({ min: 0.1, max: 60, noNaN: true }),
    })
    fc.assert(
      fc.property(studies, input => {
        const { equivalent, ciLower, ciUpper } = equivalenceTost(input)
        expect(equivalent).toBe(input.lowerMargin < ciLower && ciUpper < input.upperMargin)
      }),
      PROPERTY,
    )
  })

  it('refuses a level at which its interval has none', () => {
    const arm = { n: 10, mean: 1, sd: 1 }
    const input = { treatment: arm, control: arm, lowerMargin: -1, upperMargin: 1, alpha: 0.5 }
    expect(reasonOf(() => equivalenceTost(input))).toBe('invalidAlpha')
  })

  it('answers the same when the arms and the margins change places, and in any unit', () => {
    fc.assert(
      fc.property(SPREAD_VALUES, SPREAD_VALUES, fc.constantFrom(0.01, 60), (treatment, control, unit) => {
        const shared = { alpha: 0.05, lowerMargin: -3, upperMargin: 8 }
        const inUnit = (values: readonly number[]) => values.map(value => value * unit)
        const there = equivalenceTost({ treatment, control, ...shared })
        const swapped = equivalenceTost({ treatment: control, control: treatment, alpha: 0.05, lowerMargin: -8, upperMargin: 3 })
        const scaled = equivalenceTost({
          treatment: inUnit(treatment), control: inUnit(control), alpha: 0.05, lowerMargin: -3 * unit, upperMargin: 8 * unit,
        })
        for (const other of [swapped, scaled]) expectClose(other.p, there.p, { rel: 1e-7, abs: 1e-300 })
        expectClose(swapped.ciLower, -there.ciUpper, { abs: 1e-10 })
        expectClose(scaled.ciUpper, there.ciUpper * unit, { abs: 1e-9 * unit })
      }),
      PROPERTY,
    )
  })
})
