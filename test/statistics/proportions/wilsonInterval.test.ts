import fc from 'fast-check'
import { standardNormal } from '../../../server/statistics/distributions/normal'
import { wilsonInterval, type WilsonIntervalInput } from '../../../server/statistics/proportions/wilsonInterval'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { BINARY_ARM, LEVELS } from '../samples'

describe('wilsonInterval against R 4.2.2', () => {
  it.each(cases<WilsonIntervalInput>('wilsonInterval'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => wilsonInterval(input), reference)
  })
})

describe('wilsonInterval', () => {
  it('mirrors its limits when failures are counted, and lies around the proportion inside 0 to 1', () => {
    fc.assert(
      fc.property(BINARY_ARM, LEVELS, fc.boolean(), ({ successes, n }, alpha, continuityCorrection) => {
        const { proportion, ciLower, ciUpper } = wilsonInterval({ successes, n, alpha, continuityCorrection })
        const failures = wilsonInterval({ successes: n - successes, n, alpha, continuityCorrection })
        expectClose(failures.ciLower, 1 - ciUpper, { abs: 1e-15 })
        expectClose(failures.ciUpper, 1 - ciLower, { abs: 1e-15 })
        expect(0 <= ciLower && ciLower <= proportion && proportion <= ciUpper && ciUpper <= 1).toBe(true)
      }),
      PROPERTY,
    )
  })

  it('has limits at which the score test gives alpha', () => {
    fc.assert(
      fc.property(BINARY_ARM, LEVELS, ({ successes, n }, alpha) => {
        const { proportion, ciLower, ciUpper } = wilsonInterval({ successes, n, alpha })
        const critical = standardNormal.upperQuantile(alpha / 2)
        for (const limit of [ciLower, ciUpper].filter(end => end > 1e-6 && end < 1 - 1e-6)) {
          expectClose(Math.abs(proportion - limit) / Math.sqrt((limit * (1 - limit)) / n), critical, { rel: 1e-6 })
        }
      }),
      PROPERTY,
    )
  })
})
