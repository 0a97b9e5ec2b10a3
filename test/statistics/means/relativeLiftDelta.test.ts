import fc from 'fast-check'
import { relativeLiftDelta, type RelativeLiftDeltaInput } from '../../../server/statistics/means/relativeLiftDelta'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { LEVELS, SPREAD_VALUES } from '../samples'

describe('relativeLiftDelta against R 4.2.2', () => {
  it.each(cases<RelativeLiftDeltaInput>('relativeLiftDelta'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => relativeLiftDelta(input), reference)
  })
})

describe('relativeLiftDelta', () => {
  const arms = fc
    .record({ treatment: SPREAD_VALUES, control: SPREAD_VALUES, alpha: LEVELS })
    .filter(({ control }) => Math.abs(control.reduce((sum, value) => sum + value, 0)) > 1e-6)

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(arms, input => {
        const { p, ciLower, ciUpper } = relativeLiftDelta(input)
        expect(p <= input.alpha).toBe(0 < ciLower || 0 > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('has no unit', () => {
    fc.assert(
      fc.property(arms, fc.constantFrom(0.001, 60, 1e6), ({ treatment, control, alpha }, unit) => {
        const plain = relativeLiftDelta({ treatment, control, alpha })
        const scaled = relativeLiftDelta({
          treatment: treatment.map(value => value * unit), control: control.map(value => value * unit), alpha,
        })
        expectClose(scaled.lift, plain.lift, { rel: 1e-9, abs: 1e-9 })
        expectClose(scaled.standardError, plain.standardError)
      }),
      PROPERTY,
    )
  })
})
