import fc from 'fast-check'
import { npsInterval } from '../../../server/statistics/nps/npsInterval'
import { tangoPaired } from '../../../server/statistics/proportions/tangoPaired'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { reasonOf } from '../referenceCases'
import { LEVELS } from '../samples'
import { outcomesOf, SPLITS } from './outcomes'

describe('npsInterval', () => {
  // The exact figures of the docstring: every outcome weighted with its probability, nothing simulated.
  it.each([
    ['45/30/25', 20, 0.956], ['45/30/25', 40, 0.949], ['45/30/25', 80, 0.951],
    ['70/20/10', 20, 0.964], ['70/20/10', 40, 0.952], ['70/20/10', 80, 0.952],
    ['85/12/3', 20, 0.962], ['85/12/3', 40, 0.961], ['85/12/3', 80, 0.947],
  ] as const)('covers the true score of a split %s with %d answers', (split, n, coverage) => {
    const truth = SPLITS[split].promoters - SPLITS[split].detractors
    const covered = outcomesOf(n, SPLITS[split]).reduce((sum, { counts, probability }) => {
      const { ciLower, ciUpper } = npsInterval({ ...counts, alpha: 0.05 })
      return sum + (ciLower <= truth && truth <= ciUpper ? probability : 0)
    }, 0)
    expectClose(covered, coverage, { abs: 0.0006 })
  })

  const count = fc.oneof(fc.nat(3), fc.nat(60), fc.nat(5000))
  const answers = fc
    .record({ promoters: count, passives: count, detractors: count, alpha: LEVELS })
    .filter(({ promoters, passives, detractors }) => promoters + passives + detractors > 0)

  it('is the score interval of a paired difference', () => {
    fc.assert(
      fc.property(answers, ({ promoters, passives, detractors, alpha }) => {
        const { nps, ciLower, ciUpper } = npsInterval({ promoters, passives, detractors, alpha })
        const paired = { bothSuccess: passives, afterOnly: promoters, beforeOnly: detractors, neither: 0, alpha }
        expect(tangoPaired(paired)).toMatchObject({ difference: nps, ciLower, ciUpper })
        expect(-1 <= ciLower && ciLower <= nps && nps <= ciUpper && ciUpper <= 1).toBe(true)
      }),
      PROPERTY,
    )
  })

  it('turns its sign when promoters and detractors are swapped', () => {
    fc.assert(
      fc.property(answers, ({ promoters, passives, detractors, alpha }) => {
        const there = npsInterval({ promoters, passives, detractors, alpha })
        const back = npsInterval({ promoters: detractors, passives, detractors: promoters, alpha })
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-12 })
        expectClose(back.ciUpper, -there.ciLower, { abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('is narrower at a lower level', () => {
    fc.assert(
      fc.property(answers, input => {
        const wide = npsInterval(input)
        const narrow = npsInterval({ ...input, alpha: Math.min(0.9, input.alpha * 1.5) })
        expect(narrow.ciLower >= wide.ciLower - 1e-12 && narrow.ciUpper <= wide.ciUpper + 1e-12).toBe(true)
      }),
      PROPERTY,
    )
  })

  it('has an interval even when all gave the same answer, and none without answers', () => {
    const { nps, ciLower, ciUpper } = npsInterval({ promoters: 20, passives: 0, detractors: 0, alpha: 0.05 })
    expect([nps, ciUpper]).toEqual([1, 1])
    expect(ciLower).toBeLessThan(0.9)
    expect(reasonOf(() => npsInterval({ promoters: 0, passives: 0, detractors: 0, alpha: 0.05 }))).toBe('noObservations')
  })
})
