import fc from 'fast-check'
import { NotEstimable } from '../../../server/statistics/notEstimable'
import { firstWhere } from '../../../server/statistics/numerics/firstWhere'
import { PROPERTY } from '../../support/propertyRuns'

describe('firstWhere', () => {
  it('finds the place where a condition begins to hold, and the end where it never does', () => {
    const searches = fc.tuple(fc.integer(), fc.nat(), fc.double({ min: -0.5, max: 1.5, noNaN: true }))
    fc.assert(
      fc.property(searches, ([from, length, share]) => {
        const to = from + length
        const first = Math.round(from + share * length)
        expect(firstWhere(k => k >= first, from, to)).toBe(Math.min(to, Math.max(from, first)))
      }),
      PROPERTY,
    )
  })

  it('asks for whole numbers inside the range only, about as often as the range has binary digits', () => {
    const asked: number[] = []
    const limit = Number.MAX_SAFE_INTEGER
    expect(firstWhere(k => (asked.push(k), k >= limit - 5), 0, limit)).toBe(limit - 5)
    expect(asked.length).toBeLessThanOrEqual(54)
    expect(asked.every(k => Number.isSafeInteger(k) && k >= 0 && k < limit)).toBe(true)
  })

  it('asks nothing of an empty range', () => {
    expect(firstWhere(() => fail(), 7, 7)).toBe(7)
    expect(firstWhere(() => fail(), 7, 3)).toBe(7)
  })

  it('refuses a range in which neighbours are one number, where it would stand still', () => {
    expect(() => firstWhere(k => k > 2 ** 53, 0, 2 ** 53)).toThrow(new NotEstimable('tooLarge'))
  })
})

const fail = (): boolean => {
  throw new Error('It has been asked.')
}
