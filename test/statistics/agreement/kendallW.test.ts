import fc from 'fast-check'
import { kendallW, type KendallWInput } from '../../../server/statistics/agreement/kendallW'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('kendallW against R 4.2.2', () => {
  it.each(cases<KendallWInput>('kendallW'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => kendallW(input), reference)
  })
})

describe('kendallW', () => {
  const panels = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 8 })).chain(([raters, items]) =>
    fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: items, maxLength: items }), {
      minLength: raters, maxLength: raters,
    }).filter(ratings => ratings.some(row => new Set(row).size > 1)),
  )

  it('asks for the order alone, not for the scale of a rater', () => {
    fc.assert(
      fc.property(panels, ratings => {
        const scales = [(v: number) => Math.exp(v), (v: number) => 1e6 * v - 3, (v: number) => v ** 3]
        const rescaled = ratings.map((row, rater) => row.map(scales[rater % 3] as (v: number) => number))
        expect(kendallW({ ratings: rescaled })).toEqual(kendallW({ ratings }))
      }),
      PROPERTY,
    )
  })

  it('lies between none and all', () => {
    fc.assert(
      fc.property(panels, ratings => {
        const { w } = kendallW({ ratings })
        expect(w).toBeGreaterThanOrEqual(0)
        expect(w).toBeLessThanOrEqual(1 + 1e-12)
        expectClose(kendallW({ ratings: [...ratings, ...ratings] }).w, w, { rel: 1e-12, abs: 1e-15 })
      }),
      PROPERTY,
    )
  })

  it('refuses a single item', () => {
    expect(reasonOf(() => kendallW({ ratings: [[1], [2]] }))).toBe('tooFewSubjects')
  })
})
