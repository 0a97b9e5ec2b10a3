import fc from 'fast-check'
import { equivalenceTost, type EquivalenceTostInput } from '../../../server/statistics/equivalence/equivalenceTost'
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
})
