import {
  powerTTwoSampleUnequal, type PowerTTwoSampleUnequalInput,
} from '../../../server/statistics/power/powerTTwoSampleUnequal'
import { cases, expectAnswer } from '../referenceCases'

describe('powerTTwoSampleUnequal against R pwr 1.3-0', () => {
  it.each(cases<PowerTTwoSampleUnequalInput>('powerTTwoSampleUnequal'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => powerTTwoSampleUnequal(input), reference)
  })
})
