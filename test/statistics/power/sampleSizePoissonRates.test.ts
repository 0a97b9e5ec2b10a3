import {
  sampleSizePoissonRates, type SampleSizePoissonRatesInput,
} from '../../../server/statistics/power/sampleSizePoissonRates'
import { expectClose } from '../closeness'
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
})
