import { wilsonInterval, type WilsonIntervalInput } from '../../../server/statistics/proportions/wilsonInterval'
import { cases, expectAnswer } from '../referenceCases'

describe('wilsonInterval against R 4.2.2', () => {
  it.each(cases<WilsonIntervalInput>('wilsonInterval'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => wilsonInterval(input), reference)
  })
})
