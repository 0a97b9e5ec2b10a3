import fc from 'fast-check'
import { coMomentsOf, momentsOfX, momentsOfY, NO_CO_MOMENTS } from '../../../server/statistics/moments/coMoments'
import { mergeCoMoments } from '../../../server/statistics/moments/mergeCoMoments'
import { momentsOf } from '../../../server/statistics/moments/moments'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { reasonOf } from '../referenceCases'

const value = fc.integer({ min: -1_000_000, max: 1_000_000 }).map(v => v / 1024)
const unit = fc.record({ x: value, y: value })
const parts = fc.array(fc.array(unit, { maxLength: 12 }), { maxLength: 12 })

describe('mergeCoMoments', () => {
  it('gives the co-moments of all units in any order', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(0, 1e6, 1e9, 1e12), fc.func(fc.nat(1000)), (cells, offset, shuffle) => {
        // what the doubles hold of the shifted values is the truth
        const shifted = cells.map(cell => cell.map(({ x, y }) => ({ x: x + offset, y: y - 3 * offset })))
        const of = (units: readonly { x: number; y: number }[]) =>
          coMomentsOf(units.map(({ x }) => x), units.map(({ y }) => y))
        const centred = of(shifted.flat().map(({ x, y }) => ({ x: x - offset, y: y + 3 * offset })))
        const shuffled = [...shifted].sort((a, b) => shuffle(a) - shuffle(b))
        for (const order of [shifted, [...shifted].reverse(), shuffled]) {
          const merged = mergeCoMoments(...order.map(of))
          expect(merged.n).toBe(centred.n)
          expectClose(merged.m2X, centred.m2X, { rel: 1e-12, abs: 1e-20 })
          expectClose(merged.m2Y, centred.m2Y, { rel: 1e-12, abs: 1e-20 })
          expectClose(merged.cXY, centred.cXY, { rel: 1e-12, abs: 1e-12 * Math.sqrt(centred.m2X * centred.m2Y) })
        }
      }),
      PROPERTY,
    )
  })

  it('merges merged parts as it merges parts', () => {
    const [a, b, c] = [[1, 2, 4], [7, 7, 9], [-3, 0, 5]].map(xs => coMomentsOf(xs, xs.map(x => x * x)))
    if (!a || !b || !c) throw new Error('three parts')
    const left = mergeCoMoments(mergeCoMoments(a, b), c)
    const right = mergeCoMoments(a, mergeCoMoments(b, c))
    expectClose(left.cXY, right.cXY, { rel: 1e-12 })
    expectClose(left.meanY, right.meanY, { rel: 1e-12 })
  })

  it('leaves co-moments alone when nothing is added', () => {
    const some = coMomentsOf([1, 2, 4], [3, 1, 1])
    expect(mergeCoMoments(some, NO_CO_MOMENTS)).toEqual(some)
    expect(mergeCoMoments()).toEqual(NO_CO_MOMENTS)
  })
})

describe('coMomentsOf', () => {
  it('holds the moments of both values', () => {
    const [x, y] = [[0.1, 0.7, 0.3], [5, 1, 2]]
    expect(momentsOfX(coMomentsOf(x, y))).toEqual(momentsOf(x))
    expect(momentsOfY(coMomentsOf(x, y))).toEqual(momentsOf(y))
    expectClose(coMomentsOf(x, y).cXY, (0.1 - 1.1 / 3) * 5 + (0.7 - 1.1 / 3) + (0.3 - 1.1 / 3) * 2, { rel: 1e-14 })
  })

  it('refuses lists of unequal length and numbers that are not finite', () => {
    expect(reasonOf(() => coMomentsOf([1], [1, 2]))).toBe('lengthMismatch')
    expect(reasonOf(() => coMomentsOf([1], [NaN]))).toBe('nonFinite')
  })
})
