import {
  powerTwoProportions, type PowerTwoProportionsInput,
} from '../../../server/statistics/power/powerTwoProportions'
import { cases, expectAnswer } from '../referenceCases'

describe('powerTwoProportions against R 4.2.2', () => {
  it.each(cases<PowerTwoProportionsInput>('powerTwoProportions'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => powerTwoProportions(input), reference)
  })
})
