import { paybackPeriod, type PaybackPeriodInput } from '../../../server/statistics/finance/paybackPeriod'
import { cases, expectAnswer } from '../referenceCases'

describe('paybackPeriod against mpmath', () => {
  it.each(cases<PaybackPeriodInput>('paybackPeriod'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => paybackPeriod(input), reference)
  })
})
