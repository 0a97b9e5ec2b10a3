import type { PowerTInput } from '../../../server/statistics/power/powerT'
import { powerTTwoSample } from '../../../server/statistics/power/powerTTwoSample'
import { cases, expectAnswer } from '../referenceCases'

describe('powerTTwoSample against R 4.2.2', () => {
  it.each(cases<PowerTInput>('powerTTwoSample'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => powerTTwoSample(input), reference)
  })
})
