import fc from 'fast-check'
import { krippendorffAlpha, type KrippendorffAlphaInput } from '../../../server/statistics/agreement/krippendorffAlpha'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('krippendorffAlpha against irr (R 4.2.2)', () => {
  it.each(cases<KrippendorffAlphaInput>('krippendorffAlpha'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => krippendorffAlpha(input), reference)
  })
})

describe('krippendorffAlpha', () => {
  const panels = fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 8 })).chain(([raters, units]) =>
    fc.array(fc.array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: units, maxLength: units }), {
      minLength: raters, maxLength: raters,
    }),
  )
  const levels = fc.constantFrom('nominal' as const, 'ordinal' as const, 'interval' as const, 'ratio' as const)

  it('does not depend on the order of raters', () => {
    fc.assert(
      fc.property(panels, levels, (ratings, level) => {
        const there = reasonOf(() => krippendorffAlpha({ ratings, level }))
        fc.pre(typeof there === 'object')
        const back = krippendorffAlpha({ ratings: [...ratings].reverse(), level })
        expectClose(back.alpha, (there as typeof back).alpha, { rel: 1e-12, abs: 1e-14 })
      }),
      PROPERTY,
    )
  })

  it('knows the order alone at the ordinal level and names alone at the nominal one', () => {
    fc.assert(
      fc.property(panels, fc.constantFrom('nominal' as const, 'ordinal' as const), (ratings, level) => {
        const stretched = ratings.map(row => row.map(v => (v === null ? null : v ** 3)))
        expect(reasonOf(() => krippendorffAlpha({ ratings: stretched, level }))).toEqual(
          reasonOf(() => krippendorffAlpha({ ratings, level })),
        )
      }),
      PROPERTY,
    )
  })

  it('refuses negative values on a ratio scale and more pairs than it can compare', () => {
    expect(reasonOf(() => krippendorffAlpha({ ratings: [[-1, 2], [1, 2]], level: 'ratio' }))).toBe('invalidParameter')
    const many = Array.from({ length: 10_000 }, (_, i) => i)
    expect(reasonOf(() => krippendorffAlpha({ ratings: [many, many], level: 'interval' }))).toBe('tooLarge')
  })
})
