import fc from 'fast-check'
import { pairedT, type PairedTInput } from '../../../server/statistics/means/pairedT'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { LEVELS, SPREAD_VALUES } from '../samples'

describe('pairedT against R 4.2.2', () => {
  it.each(cases<PairedTInput>('pairedT'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => pairedT(input), reference)
  })
})

describe('pairedT', () => {
  /** Values before, and the same units after: moved by an amount of their own. */
  const pairs = SPREAD_VALUES.chain(shifts =>
    fc.record({
      before: fc.array(fc.integer({ min: -100, max: 100 }), { minLength: shifts.length, maxLength: shifts.length }),
      shifts: fc.constant(shifts),
      alpha: LEVELS,
    }),
  ).map(({ before, shifts, alpha }) => ({ before, after: before.map((v, i) => v + (shifts[i] ?? 0)), alpha }))

  it('turns the sign of the difference when before and after are swapped', () => {
    fc.assert(
      fc.property(pairs, ({ before, after, alpha }) => {
        const there = pairedT({ before, after, alpha })
        const back = pairedT({ before: after, after: before, alpha })
        expectClose(back.meanDifference, -there.meanDifference, { abs: 1e-12 })
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-10 })
        expectClose(back.p, there.p)
      }),
      PROPERTY,
    )
  })

  it('follows the unit of the values', () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom(0.001, 60, 1e6), ({ before, after, alpha }, unit) => {
        const plain = pairedT({ before, after, alpha })
        const scaled = pairedT({ before: before.map(v => v * unit), after: after.map(v => v * unit), alpha })
        expectClose(scaled.standardError, plain.standardError * unit)
        expectClose(scaled.ciUpper, plain.ciUpper * unit, { abs: 1e-9 * unit })
        expectClose(scaled.p, plain.p, { rel: 1e-8, abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('has p at most alpha exactly when its interval leaves out the null difference', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: -2000, max: 2000 }), (input, thousandths) => {
        const nullDifference = thousandths / 100 + 0.0012345
        const { p, ciLower, ciUpper } = pairedT({ ...input, nullDifference })
        expect(p <= input.alpha).toBe(nullDifference < ciLower || nullDifference > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('refuses changes that differ by rounding alone', () => {
    expect(reasonOf(() => pairedT({ before: [1, 2, 3], after: [1.1, 2.1, 3.1], alpha: 0.05 }))).toBe('zeroVariance')
  })

  it('never answers with NaN, whatever it is given', () => {
    const list = fc.array(fc.double(), { maxLength: 5 })
    const summary = fc.record({ n: fc.double(), meanDifference: fc.double(), sdDifference: fc.double() })
    fc.assert(
      fc.property(fc.oneof(fc.record({ before: list, after: list }), summary), fc.double(), (sample, alpha) => {
        const answer = reasonOf(() => pairedT({ ...sample, alpha }))
        if (typeof answer !== 'string') expect(Object.values(answer as object).some(Number.isNaN)).toBe(false)
      }),
      PROPERTY,
    )
  })
})
