import { twoProportionZ, type TwoProportionZInput } from '../../../server/statistics/proportions/twoProportionZ'
import { cases, expectAnswer } from '../referenceCases'

describe('twoProportionZ against R 4.2.2', () => {
  it.each(cases<TwoProportionZInput>('twoProportionZ'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => twoProportionZ(input), reference)
  })
})
