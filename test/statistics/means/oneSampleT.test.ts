import fc from 'fast-check'
import { oneSampleT, type OneSampleTInput } from '../../../server/statistics/means/oneSampleT'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { LEVELS, SPREAD_VALUES } from '../samples'

describe('oneSampleT against R 4.2.2', () => {
  it.each(cases<OneSampleTInput>('oneSampleT'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => oneSampleT(input), reference)
  })
})

describe('oneSampleT', () => {
  const samples = fc.record({ values: SPREAD_VALUES, alpha: LEVELS })

  it('turns the sign of the difference when all values are turned', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: -20, max: 20 }), ({ values, alpha }, nullMean) => {
        const there = oneSampleT({ values, nullMean, alpha })
        const back = oneSampleT({ values: values.map(v => -v), nullMean: -nullMean, alpha })
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-10 })
        expectClose(back.p, there.p)
      }),
      PROPERTY,
    )
  })

  it('follows the unit of the values', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(0.001, 60, 1e6), ({ values, alpha }, unit) => {
        const plain = oneSampleT({ values, nullMean: 3, alpha })
        const scaled = oneSampleT({ values: values.map(v => v * unit), nullMean: 3 * unit, alpha })
        expectClose(scaled.ciLower, plain.ciLower * unit, { abs: 1e-9 * unit })
        expectClose(scaled.p, plain.p, { rel: 1e-8, abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('has p at most alpha exactly when its interval leaves out the null mean', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: -2000, max: 2000 }), ({ values, alpha }, hundredths) => {
        const nullMean = hundredths / 100 + 0.0012345
        const { p, ciLower, ciUpper } = oneSampleT({ values, nullMean, alpha })
        expect(p <= alpha).toBe(nullMean < ciLower || nullMean > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('never answers with NaN, whatever it is given', () => {
    const list = fc.record({ values: fc.array(fc.double(), { maxLength: 5 }) })
    const summary = fc.record({ n: fc.double(), mean: fc.double(), sd: fc.double() })
    fc.assert(
      fc.property(fc.oneof(list, summary), fc.double(), fc.double(), (sample, nullMean, alpha) => {
        const answer = reasonOf(() => oneSampleT({ ...sample, nullMean, alpha }))
        if (typeof answer !== 'string') expect(Object.values(answer as object).some(Number.isNaN)).toBe(false)
      }),
      PROPERTY,
    )
  })
})
