import fc from 'fast-check'
import { welchT, type WelchTInput } from '../../../server/statistics/means/welchT'
import { momentsOf } from '../../../server/statistics/moments/moments'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { expectClose } from '../closeness'
import { LEVELS, SPREAD_VALUES } from '../samples'

describe('welchT against R 4.2.2', () => {
  it.each(cases<WelchTInput>('welchT'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => welchT(input), reference)
  })
})

describe('welchT', () => {
  const arms = fc.record({ treatment: SPREAD_VALUES, control: SPREAD_VALUES, alpha: LEVELS })

  it('answers the same from moments as from raw values', () => {
    const treatment = [3.1, 4.7, 2.2]
    const control = [1.2, 2.9, 4.4, 0.1]
    expect(welchT({ treatment: momentsOf(treatment), control: momentsOf(control), alpha: 0.05 })).toEqual(
      welchT({ treatment, control, alpha: 0.05 }),
    )
  })

  it('turns the sign of the difference when the arms are swapped', () => {
    fc.assert(
      fc.property(arms, ({ treatment, control, alpha }) => {
        const there = welchT({ treatment, control, alpha })
        const back = welchT({ treatment: control, control: treatment, alpha })
        expectClose(back.meanDifference, -there.meanDifference, { rel: 1e-12, abs: 1e-12 })
        expectClose(back.ciLower, -there.ciUpper, { rel: 1e-10, abs: 1e-10 })
        expectClose(back.p, there.p)
      }),
      PROPERTY,
    )
  })

  it('follows the unit of the values', () => {
    fc.assert(
      fc.property(arms, fc.constantFrom(0.001, 60, 1e6), ({ treatment, control, alpha }, unit) => {
        const plain = welchT({ treatment, control, alpha })
        const scaled = welchT({ treatment: treatment.map(v => v * unit), control: control.map(v => v * unit), alpha })
        expectClose(scaled.standardError, plain.standardError * unit)
        expectClose(scaled.ciUpper, plain.ciUpper * unit, { rel: 1e-9, abs: 1e-9 * unit })
        expectClose(scaled.df, plain.df)
        expectClose(scaled.p, plain.p, { rel: 1e-8, abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('has p at most alpha exactly when its interval leaves out the null difference', () => {
    fc.assert(
      fc.property(
        arms,
        fc.constantFrom('two-sided' as const, 'less' as const, 'greater' as const),
        fc.double({ min: -20, max: 20, noNaN: true }),
        ({ treatment, control, alpha }, alternative, nullDifference) => {
          const { p, ciLower, ciUpper } = welchT({ treatment, control, alpha, alternative, nullDifference })
          expect(p <= alpha).toBe(nullDifference < ciLower || nullDifference > ciUpper)
        },
      ),
      PROPERTY,
    )
  })

  it('never answers with NaN, whatever it is given', () => {
    const summary = fc.record({ n: fc.double(), mean: fc.double(), sd: fc.double() })
    const anything = fc.oneof(fc.array(fc.double(), { maxLength: 6 }), summary)
    fc.assert(
      fc.property(anything, anything, fc.double(), (treatment, control, alpha) => {
        const answer = reasonOf(() => welchT({ treatment, control, alpha }))
        if (typeof answer !== 'string') expect(Object.values(answer as object).some(Number.isNaN)).toBe(false)
      }),
      PROPERTY,
    )
  })

  it('knows no origin', () => {
    fc.assert(
      fc.property(arms, fc.constantFrom(-300, 1e6), ({ treatment, control, alpha }, origin) => {
        const plain = welchT({ treatment, control, alpha })
        const moved = welchT({ treatment: treatment.map(v => v + origin), control: control.map(v => v + origin), alpha })
        expectClose(moved.meanDifference, plain.meanDifference, { abs: 1e-8 })
        expectClose(moved.standardError, plain.standardError, { rel: 1e-8 })
        expectClose(moved.p, plain.p, { rel: 1e-6 })
      }),
      PROPERTY,
    )
  })
})
