import fc from 'fast-check'
import { irr, type IrrInput } from '../../../server/statistics/finance/irr'
import { npv } from '../../../server/statistics/finance/npv'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'

describe('irr against mpmath', () => {
  it.each(cases<IrrInput>('irr'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => irr(input), reference)
  })
})

describe('irr', () => {
  it('is the rate at which the flows are worth nothing', () => {
    const flows = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), flows, (paid, earned) => {
        const cashflows = [-paid, ...earned]
        const rate = irr({ cashflows }).irr
        const size = cashflows.reduce((sum, flow, t) => sum + Math.abs(flow) / (1 + rate) ** t, 0)
        expectClose(npv({ rate, cashflows }).npv / size, 0, { abs: 1e-12 })
      }),
      PROPERTY,
    )
  })
})
