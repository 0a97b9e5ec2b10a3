import fc from 'fast-check'
import { valueOfInformation, type ValueOfInformationInput } from '../../../server/statistics/finance/valueOfInformation'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'

describe('valueOfInformation against 50 digits', () => {
  it.each(cases<ValueOfInformationInput>('valueOfInformation'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => valueOfInformation(input), reference)
  })
})

describe('valueOfInformation', () => {
  const inputs = fc.record({
    priorMean: fc.double({ min: -2e4, max: 2e4, noNaN: true }),
    priorSd: fc.double({ min: 1e4, max: 1e6, noNaN: true }),
    studyStandardError: fc.double({ min: 1e3, max: 1e5, noNaN: true }),
  })

  it('never values a study above certainty', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { evpi, evsi } = valueOfInformation(input)
        expect(evsi).toBeGreaterThan(0)
        expect(evsi).toBeLessThan(evpi)
      }),
      PROPERTY,
    )
  })

  it('is the same for a gain as for a loss, and follows the currency', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(0.01, 1000), (input, rate) => {
        const plain = valueOfInformation(input)
        const other = valueOfInformation({
          priorMean: -rate * input.priorMean, priorSd: rate * input.priorSd,
          studyStandardError: rate * input.studyStandardError,
        })
        expectClose(other.evpi, rate * plain.evpi, { rel: 1e-11 })
        expectClose(other.evsi, rate * plain.evsi, { rel: 1e-11 })
      }),
      PROPERTY,
    )
  })
})
