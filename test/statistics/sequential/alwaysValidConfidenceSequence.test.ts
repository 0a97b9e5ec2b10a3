import fc from 'fast-check'
import {
  alwaysValidConfidenceSequence, type AlwaysValidConfidenceSequenceInput,
} from '../../../server/statistics/sequential/alwaysValidConfidenceSequence'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { LEVELS } from '../samples'

describe('alwaysValidConfidenceSequence against 50 digits', () => {
  it.each(cases<AlwaysValidConfidenceSequenceInput>('alwaysValidConfidenceSequence'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => alwaysValidConfidenceSequence(input), reference)
  })
})

describe('alwaysValidConfidenceSequence', () => {
  const inputs = fc.record({
    estimate: fc.double({ min: -50, max: 50, noNaN: true }),
    standardError: fc.double({ min: 0.01, max: 10, noNaN: true }),
    n: fc.integer({ min: 1, max: 1_000_000 }),
    rho2: fc.double({ min: 1e-7, max: 10, noNaN: true }),
    alpha: LEVELS,
  })

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { p, ciLower, ciUpper } = alwaysValidConfidenceSequence(input)
        expect(p <= input.alpha).toBe(ciLower > 0 || ciUpper < 0)
      }),
      PROPERTY,
    )
  })

  it('turns with the sign of the estimate and follows its unit', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(1e-6, 100), (input, unit) => {
        const plain = alwaysValidConfidenceSequence(input)
        const turned = alwaysValidConfidenceSequence({
          ...input, estimate: -unit * input.estimate, standardError: unit * input.standardError,
        })
        expectClose(turned.ciLower, -unit * plain.ciUpper, { rel: 1e-12, abs: 1e-12 * unit })
        expectClose(turned.p, plain.p, { rel: 1e-9, abs: 1e-300 })
      }),
      PROPERTY,
    )
  })
})
