import { npv, type NpvInput } from '../../../server/statistics/finance/npv'
import { cases, expectAnswer } from '../referenceCases'

describe('npv against mpmath', () => {
  it.each(cases<NpvInput>('npv'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => npv(input), reference)
  })
})
