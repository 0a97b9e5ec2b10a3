import fc from 'fast-check'
import { standardNormal } from '../../../server/statistics/distributions/normal'
import {
  sampleSizePoissonRates, type SampleSizePoissonRatesInput,
} from '../../../server/statistics/power/sampleSizePoissonRates'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'

describe('sampleSizePoissonRates against R 4.2.2', () => {
  it.each(cases<SampleSizePoissonRatesInput>('sampleSizePoissonRates'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => sampleSizePoissonRates(input), reference)
  })
})

describe('sampleSizePoissonRates', () => {
  it('does not mind which arm has the higher rate, and follows the unit of time', () => {
    const question = { rateControl: 0.4, rateTreatment: 0.7, power: 0.8, alpha: 0.05 }
    const { exposurePerArm } = sampleSizePoissonRates(question)
    const swapped = sampleSizePoissonRates({ ...question, rateControl: 0.7, rateTreatment: 0.4 })
    const inWeeks = sampleSizePoissonRates({ ...question, rateControl: 2.8, rateTreatment: 4.9 })
    expectClose(swapped.exposurePerArm, exposurePerArm, { rel: 1e-12 })
    expectClose(inWeeks.exposurePerArm, exposurePerArm / 7, { rel: 1e-12 })
  })

  it('is the exposure at which the test has the power', () => {
    const rate = fc.double({ min: 0.01, max: 50, noNaN: true })
    const chance = fc.double({ min: 0.3, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(rate, rate, chance, fc.double({ min: 0.001, max: 0.2, noNaN: true }), (one, two, power, alpha) => {
        fc.pre(Math.abs(one - two) > 1e-3)
        const { exposurePerArm } = sampleSizePoissonRates({ rateControl: one, rateTreatment: two, power, alpha })
        const z = Math.abs(one - two) / Math.sqrt((one + two) / exposurePerArm)
        expectClose(standardNormal.cdf(z - standardNormal.upperQuantile(alpha / 2)), power, { rel: 1e-9 })
      }),
      PROPERTY,
    )
  })
})
