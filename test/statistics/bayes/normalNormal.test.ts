import fc from 'fast-check'
import { normalNormal, type NormalNormalInput } from '../../../server/statistics/bayes/normalNormal'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'

describe('normalNormal against mpmath', () => {
  it.each(cases<NormalNormalInput>('normalNormal'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => normalNormal(input), reference)
  })
})

describe('normalNormal', () => {
  const place = fc.double({ min: -20, max: 20, noNaN: true })
  const spread = fc.double({ min: 0.01, max: 20, noNaN: true })
  const inputs = fc.record({
    priorMean: place, priorSd: spread, estimate: place, standardError: spread, threshold: place,
    credibleLevel: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  })

  it('mirrors everything when all signs turn', () => {
    fc.assert(
      fc.property(inputs, input => {
        const there = normalNormal(input)
        const back = normalNormal({
          ...input, priorMean: -input.priorMean, estimate: -input.estimate, threshold: -input.threshold,
        })
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-12 })
        expectClose(back.probabilityBelowThreshold, there.probabilityAboveThreshold, { abs: 1e-300 })
        expectClose(back.expectedLossAdopt, there.expectedLossKeep, { abs: 1e-300 })
      }),
      PROPERTY,
    )
  })

  it('loses on balance what the mean lies from the threshold', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { expectedLossAdopt, expectedLossKeep, posteriorMean } = normalNormal(input)
        expectClose(expectedLossKeep - expectedLossAdopt, posteriorMean - input.threshold, { abs: 1e-11 })
      }),
      PROPERTY,
    )
  })

  it('answers the same when study and prior change places', () => {
    fc.assert(
      fc.property(inputs, input => {
        const there = normalNormal(input)
        const back = normalNormal({
          ...input, priorMean: input.estimate, priorSd: input.standardError, estimate: input.priorMean,
          standardError: input.priorSd,
        })
        expectClose(back.posteriorMean, there.posteriorMean, { abs: 1e-12 })
        expectClose(back.posteriorSd, there.posteriorSd, { rel: 1e-14 })
      }),
      PROPERTY,
    )
  })
})
