import fc from 'fast-check'
import { relativeLiftFieller, type RelativeLiftFiellerInput } from '../../../server/statistics/means/relativeLiftFieller'
import { welchT } from '../../../server/statistics/means/welchT'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { LEVELS, SPREAD_VALUES } from '../samples'

describe('relativeLiftFieller against R 4.2.2', () => {
  it.each(cases<RelativeLiftFiellerInput>('relativeLiftFieller'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => relativeLiftFieller(input), reference)
  })
})

describe('relativeLiftFieller', () => {
  const arms = fc
    .record({
      treatment: SPREAD_VALUES, control: SPREAD_VALUES, alpha: LEVELS, quantile: fc.constantFrom('normal' as const, 't' as const),
    })
    .filter(({ control }) => Math.abs(control.reduce((sum, value) => sum + value, 0)) > 1e-6)

  it('holds the lift, and has no interval exactly where the control mean cannot be told from zero', () => {
    fc.assert(
      fc.property(arms, input => {
        const { lift, g, region, ciLower, ciUpper } = relativeLiftFieller(input)
        expect(region === 'interval').toBe(g < 1)
        if (ciLower === null || ciUpper === null) expect(region).not.toBe('interval')
        else expect(ciLower <= lift && lift <= ciUpper).toBe(true)
      }),
      PROPERTY,
    )
  })

  it('leaves out a lift of zero exactly when the difference of the means is refused at the same critical value', () => {
    fc.assert(
      fc.property(arms, input => {
        const { criticalValue, ciLower, ciUpper } = relativeLiftFieller(input)
        const { t } = welchT(input)
        if (ciLower !== null && ciUpper !== null && Math.abs(Math.abs(t) - criticalValue) > 1e-9) {
          expect(0 < ciLower || 0 > ciUpper).toBe(Math.abs(t) > criticalValue)
        }
      }),
      PROPERTY,
    )
  })

  it('has no unit', () => {
    fc.assert(
      fc.property(arms, fc.constantFrom(-1, 0.01, 60), (input, unit) => {
        const inUnit = (values: readonly number[]) => values.map(value => value * unit)
        const plain = relativeLiftFieller(input)
        const other = relativeLiftFieller({ ...input, treatment: inUnit(input.treatment), control: inUnit(input.control) })
        fc.pre(plain.g < 0.99)
        expectClose(other.lift, plain.lift, { abs: 1e-9 })
        expectClose(other.ciLower ?? NaN, plain.ciLower ?? NaN, { rel: 1e-6, abs: 1e-9 })
        expectClose(other.ciUpper ?? NaN, plain.ciUpper ?? NaN, { rel: 1e-6, abs: 1e-9 })
      }),
      PROPERTY,
    )
  })
})
