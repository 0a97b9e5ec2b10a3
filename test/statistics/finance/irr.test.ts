import { irr, type IrrInput } from '../../../server/statistics/finance/irr'
import { cases, expectAnswer } from '../referenceCases'

describe('irr against mpmath', () => {
  it.each(cases<IrrInput>('irr'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => irr(input), reference)
  })
})
