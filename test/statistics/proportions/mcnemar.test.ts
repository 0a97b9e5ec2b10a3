import fc from 'fast-check'
import { mcnemar, type McnemarInput } from '../../../server/statistics/proportions/mcnemar'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'

describe('mcnemar against R 4.2.2', () => {
  it.each(cases<McnemarInput>('mcnemar'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => mcnemar(input), reference)
  })
})

describe('mcnemar', () => {
  it('turns its sign and keeps every p when before and after are swapped', () => {
    fc.assert(
      fc.property(fc.nat(900), fc.nat(90), fc.nat(90), fc.nat(900), (bothSuccess, beforeOnly, afterOnly, neither) => {
        fc.pre(beforeOnly + afterOnly > 0)
        const there = mcnemar({ bothSuccess, beforeOnly, afterOnly, neither })
        const back = mcnemar({ bothSuccess, beforeOnly: afterOnly, afterOnly: beforeOnly, neither })
        expectClose(back.difference, -there.difference)
        expectClose(back.oddsRatio, 1 / there.oddsRatio)
        expect([back.p, back.pCorrected, back.pExact]).toEqual([there.p, there.pCorrected, there.pExact])
        expect(there.pExact).toBeLessThanOrEqual(1)
      }),
      PROPERTY,
    )
  })
})
