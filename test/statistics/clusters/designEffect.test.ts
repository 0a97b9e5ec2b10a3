import { designEffect, type DesignEffectInput } from '../../../server/statistics/clusters/designEffect'
import { cases, expectAnswer } from '../referenceCases'

describe('designEffect against R 4.2.2', () => {
  it.each(cases<DesignEffectInput>('designEffect'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => designEffect(input), reference)
  })
})
