import {
  poissonRateInterval, type PoissonRateIntervalInput,
} from '../../../server/statistics/rates/poissonRateInterval'
import { cases, expectAnswer } from '../referenceCases'

describe('poissonRateInterval against R 4.2.2', () => {
  it.each(cases<PoissonRateIntervalInput>('poissonRateInterval'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => poissonRateInterval(input), reference)
  })
})
