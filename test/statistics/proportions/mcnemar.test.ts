import { mcnemar, type McnemarInput } from '../../../server/statistics/proportions/mcnemar'
import { cases, expectAnswer } from '../referenceCases'

describe('mcnemar against R 4.2.2', () => {
  it.each(cases<McnemarInput>('mcnemar'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => mcnemar(input), reference)
  })
})
