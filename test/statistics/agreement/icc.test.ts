import fc from 'fast-check'
import { icc, type IccInput, type IccResult } from '../../../server/statistics/agreement/icc'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('icc against psych (R 4.2.2)', () => {
  it.each(cases<IccInput>('icc'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => icc(input), reference)
  })
})

describe('icc', () => {
  const panels = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 5 })).chain(([subjects, raters]) =>
    fc.array(fc.array(fc.integer({ min: -500, max: 500 }).map(v => v / 100), { minLength: raters, maxLength: raters }), {
      minLength: subjects, maxLength: subjects,
    }),
  )

  it('keeps its test when all ratings are moved or scaled together', () => {
    fc.assert(
      fc.property(panels, fc.constantFrom([1, 4096], [1000, 0], [-1, 0]), (ratings, [unit = 1, offset = 0]) => {
        // With few subjects a limit can have its pole here, which rounding then moves.
        const plain = reasonOf(() => icc({ ratings, alpha: 0.05 }))
        const other = reasonOf(() => icc({ ratings: ratings.map(row => row.map(v => offset + unit * v)), alpha: 0.05 }))
        fc.pre(typeof plain === 'object' && typeof other === 'object')
        expectClose((other as IccResult).f, (plain as IccResult).f, { rel: 1e-7, abs: 1e-9 })
        expectClose((other as IccResult).msError, (plain as IccResult).msError * unit * unit, { rel: 1e-7 })
      }),
      PROPERTY,
    )
  })

  it('refuses raters who differ by constants alone', () => {
    expect(reasonOf(() => icc({ ratings: [[0.1, 0.4], [0.7, 1], [0.3, 0.6]], alpha: 0.05 }))).toBe('zeroVariance')
    expect(reasonOf(() => icc({ ratings: [[1], [2]], alpha: 0.05 }))).toBe('tooFewRaters')
  })

  it.each([
    [[[0, 20], [6, 14]]],
    [[[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.2, 0.3, 0.1]]],
    [[[1e9 + 1, 1e9 + 2], [1e9 + 2, 1e9 + 1]]],
  ])('refuses subjects of equal means, whose interval has no degrees of freedom: %j', ratings => {
    expect(reasonOf(() => icc({ ratings, alpha: 0.05 }))).toBe('zeroVariance')
  })
})
