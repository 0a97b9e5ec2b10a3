import fc from 'fast-check'
import { nthSmallest } from '../../../server/statistics/numerics/nthSmallest'
import { PROPERTY } from '../../support/propertyRuns'

describe('nthSmallest', () => {
  it('finds what sorting finds', () => {
    const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true }))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.nat(59), (values, place) => {
        const wanted = Math.min(place, values.length - 1)
        // sorting puts −0 before 0, which are the same value here
        expect(nthSmallest(Float64Array.from(values), place) + 0).toBe((Float64Array.from(values).sort()[wanted] ?? NaN) + 0)
      }),
      PROPERTY,
    )
  })

  it('is quick on sorted and on equal values', () => {
    const sorted = Float64Array.from({ length: 100_000 }, (_, i) => i)
    expect(nthSmallest(sorted, 70_000)).toBe(70_000)
    expect(nthSmallest(new Float64Array(100_000).fill(3), 5)).toBe(3)
  })
})
