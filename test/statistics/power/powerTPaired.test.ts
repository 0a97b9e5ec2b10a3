import type { PowerTInput } from '../../../server/statistics/power/powerT'
import { powerTPaired } from '../../../server/statistics/power/powerTPaired'
import { cases, expectAnswer } from '../referenceCases'

describe('powerTPaired against R 4.2.2', () => {
  it.each(cases<PowerTInput>('powerTPaired'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => powerTPaired(input), reference)
  })
})
