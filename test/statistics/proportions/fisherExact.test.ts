import fc from 'fast-check'
import { fisherExact, type FisherExactInput } from '../../../server/statistics/proportions/fisherExact'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { LEVELS } from '../samples'

describe('fisherExact against R 4.2.2', () => {
  it.each(cases<FisherExactInput>('fisherExact'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => fisherExact(input), reference)
  })
})

describe('fisherExact', () => {
  const arm = fc
    .integer({ min: 1, max: 200 })
    .chain(n => fc.record({ successes: fc.integer({ min: 0, max: n }), n: fc.constant(n) }))
  const arms = fc
    .record({ treatment: arm, control: arm, alpha: LEVELS })
    .filter(({ treatment, control }) => {
      const successes = treatment.successes + control.successes
      return successes > 0 && successes < treatment.n + control.n
    })

  it('turns the odds over and keeps p when the arms are swapped', () => {
    fc.assert(
      fc.property(arms, ({ treatment, control, alpha }) => {
        const there = fisherExact({ treatment, control, alpha })
        const back = fisherExact({ treatment: control, control: treatment, alpha })
        expectClose(back.p, there.p, { rel: 1e-8 })
        expectClose(back.oddsRatioConditional, 1 / there.oddsRatioConditional, { rel: 1e-8 })
        expectClose(back.ciLower, 1 / there.ciUpper, { rel: 1e-8 })
        expectClose(back.ciUpper, 1 / there.ciLower, { rel: 1e-8 })
      }),
      PROPERTY,
    )
  })

  it('leaves out odds of one exactly when a one-sided test refuses', () => {
    fc.assert(
      fc.property(arms, fc.constantFrom('less' as const, 'greater' as const), (input, alternative) => {
        const { p, ciLower, ciUpper } = fisherExact({ ...input, alternative })
        if (Math.abs(p - input.alpha) > 1e-10) expect(p <= input.alpha).toBe(1 < ciLower || 1 > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('refuses a table without both outcomes, and margins that allow more tables than it can sum', () => {
    const none = { successes: 0, n: 5 }
    const vast = { successes: 5e9, n: 1e10 }
    expect(reasonOf(() => fisherExact({ treatment: none, control: none, alpha: 0.05 }))).toBe('zeroVariance')
    expect(reasonOf(() => fisherExact({ treatment: vast, control: vast, alpha: 0.05 }))).toBe('tooLarge')
  })
})
