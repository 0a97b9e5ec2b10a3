import fc from 'fast-check'
import { NotEstimable } from '../../../server/statistics/notEstimable'
import { findRoot } from '../../../server/statistics/numerics/findRoot'
import { PROPERTY } from '../../support/propertyRuns'
import { expectClose } from '../closeness'

const refusal = (search: () => number): unknown => {
  try {
    return search()
  } catch (fault) {
    return fault instanceof NotEstimable ? fault.reason : fault
  }
}

describe('findRoot', () => {
  it.each<[string, (x: number) => number, number, number, number]>([
    ['of cos x = x', x => Math.cos(x) - x, 0, 1, 0.7390851332151607],
    ['of a square', x => x * x - 2, 0, 2, Math.SQRT2],
    ['of a logarithm, with an infinite value at one end', x => Math.log(x) + 200, 0, 1, Math.exp(-200)],
    ['between two infinite values', x => Math.log(x / (1 - x)), 0, 1, 0.5],
    ['of a step that no interpolation meets', x => (x < Math.PI ? -1 : 1), 0, 10, Math.PI],
    ['where the function is flat', x => (x - 0.3) ** 9, 0, 1, 0.3],
    ['far from one', x => x / 1e200 - 1, 0, 1e300, 1e200],
  ])('finds the root %s to the last bits', (_, f, from, to, root) => {
    expectClose(findRoot(f, from, to), root, { rel: 2e-15 })
    expectClose(findRoot(f, to, from), root, { rel: 2e-15 })
  })

  it('takes an end that is a root', () => {
    expect([findRoot(x => x, 0, 1), findRoot(x => x - 1, 0, 1)]).toEqual([0, 1])
  })

  it('comes to an end at a root of 0 as soon as it is near enough', () => {
    const calls = jest.fn((x: number) => Math.expm1(x) - 1e-30)
    expect(Math.abs(findRoot(calls, -1, 1, 1e-12))).toBeLessThan(2e-12)
    expect(calls.mock.calls.length).toBeLessThan(60)
  })

  it.each<[string, (x: number) => number]>([
    ['both ends lie on one side', x => x * x + 1],
    ['an end is not a number', x => Math.sqrt(x - 0.5)],
    ['a value on the way is not a number', x => (x === 0 || x === 1 ? x - 0.5 : NaN)],
  ])('refuses where %s', (_, f) => {
    expect(refusal(() => findRoot(f, 0, 1))).toBe('noConvergence')
  })

  it('gives back the argument of any increasing curve, in a bounded number of values', () => {
    const curves = fc.record({
      root: fc.double({ min: -50, max: 50, noNaN: true }),
      slope: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      power: fc.constantFrom(1, 3, 5),
    })
    fc.assert(
      fc.property(curves, ({ root, slope, power }) => {
        let values = 0
        const found = findRoot(x => (values++, slope * (x - root) ** power), -60, 70, 1e-14)
        expectClose(found, root, { rel: 1e-14, abs: 1e-13 })
        expect(values).toBeLessThan(400)
      }),
      PROPERTY,
    )
  })
})
