import fc from 'fast-check'
import {
  miettinenNurminenDifference, type MiettinenNurminenInput,
} from '../../../server/statistics/proportions/miettinenNurminenDifference'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { BINARY_ARM, LEVELS } from '../samples'

describe('miettinenNurminenDifference against R 4.2.2', () => {
  it.each(cases<MiettinenNurminenInput>('miettinenNurminenDifference'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => miettinenNurminenDifference(input), reference)
  })
})

describe('miettinenNurminenDifference', () => {
  const arms = fc.record({ treatment: BINARY_ARM, control: BINARY_ARM, alpha: LEVELS })

  it('turns the sign of the difference when the arms are swapped', () => {
    fc.assert(
      fc.property(arms, ({ treatment, control, alpha }) => {
        const there = miettinenNurminenDifference({ treatment, control, alpha })
        const back = miettinenNurminenDifference({ treatment: control, control: treatment, alpha })
        expectClose(back.p, there.p, { rel: 1e-8 })
        expectClose(back.ciLower, -there.ciUpper, { rel: 1e-8, abs: 1e-11 })
        expectClose(back.ciUpper, -there.ciLower, { rel: 1e-8, abs: 1e-11 })
      }),
      PROPERTY,
    )
  })

  it('turns the sign of the difference when failures are counted instead of successes', () => {
    fc.assert(
      fc.property(arms, ({ treatment, control, alpha }) => {
        const failures = ({ successes, n }: { successes: number; n: number }) => ({ successes: n - successes, n })
        const there = miettinenNurminenDifference({ treatment, control, alpha })
        const back = miettinenNurminenDifference({ treatment: failures(treatment), control: failures(control), alpha })
        expectClose(back.p, there.p, { rel: 1e-8 })
        expectClose(back.ciLower, -there.ciUpper, { rel: 1e-8, abs: 1e-11 })
      }),
      PROPERTY,
    )
  })

  it('has p at most alpha exactly when its interval leaves out the null difference', () => {
    fc.assert(
      fc.property(arms, fc.integer({ min: -90, max: 90 }), fc.boolean(), (input, percent, atZero) => {
        const nullDifference = atZero ? 0 : percent / 100
        const { p, ciLower, ciUpper } = miettinenNurminenDifference({ ...input, nullDifference })
        expect(p <= input.alpha).toBe(nullDifference < ciLower || nullDifference > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('keeps the estimate inside its interval and the interval inside -1 to 1', () => {
    fc.assert(
      fc.property(arms, input => {
        const { difference, ciLower, ciUpper } = miettinenNurminenDifference(input)
        expect(-1 <= ciLower && ciLower <= difference && difference <= ciUpper && ciUpper <= 1).toBe(true)
      }),
      PROPERTY,
    )
  })

  it('never answers with NaN, whatever it is given', () => {
    const anything = fc.record({ successes: fc.double(), n: fc.oneof(fc.double(), fc.integer()) })
    fc.assert(
      fc.property(anything, anything, fc.double(), fc.double(), (treatment, control, alpha, nullDifference) => {
        const answer = reasonOf(() => miettinenNurminenDifference({ treatment, control, alpha, nullDifference }))
        if (typeof answer !== 'string') expect(Object.values(answer as object).some(Number.isNaN)).toBe(false)
      }),
      PROPERTY,
    )
  })
})
