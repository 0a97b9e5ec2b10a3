import fc from 'fast-check'
import {
  sampleRatioMismatch, type SampleRatioMismatchInput,
} from '../../../server/statistics/quality/sampleRatioMismatch'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'

describe('sampleRatioMismatch against R 4.2.2', () => {
  it.each(cases<SampleRatioMismatchInput>('sampleRatioMismatch'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => sampleRatioMismatch(input), reference)
  })
})

describe('sampleRatioMismatch', () => {
  it('knows neither the order of the groups nor the sum of the expected ratios', () => {
    const groups = fc.array(
      fc.record({ count: fc.integer({ min: 1, max: 5000 }), ratio: fc.double({ min: 0.1, max: 9, noNaN: true }) }),
      { minLength: 2, maxLength: 6 },
    )
    fc.assert(
      fc.property(groups, some => {
        const counts = some.map(({ count }) => count)
        const expectedRatios = some.map(({ ratio }) => ratio)
        const plain = sampleRatioMismatch({ counts, expectedRatios })
        const turned = sampleRatioMismatch({
          counts: counts.toReversed(), expectedRatios: expectedRatios.toReversed().map(ratio => ratio * 50),
        })
        expectClose(turned.statistic, plain.statistic, { rel: 1e-8, abs: 1e-9 })
        expectClose(turned.p, plain.p, { rel: 1e-6, abs: 1e-300 })
      }),
      PROPERTY,
    )
  })
})
