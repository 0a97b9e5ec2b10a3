import fc from 'fast-check'
import { msprt, type MsprtInput } from '../../../server/statistics/sequential/msprt'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { LEVELS } from '../samples'

describe('msprt against 50 digits', () => {
  it.each(cases<MsprtInput>('msprt'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => msprt(input), reference)
  })
})

describe('msprt', () => {
  const look = fc.record({
    estimate: fc.double({ min: -20, max: 20, noNaN: true }),
    standardError: fc.double({ min: 0.01, max: 10, noNaN: true }),
  })
  const inputs = fc.record({
    looks: fc.array(look, { minLength: 1, maxLength: 12 }),
    tau2: fc.double({ min: 1e-6, max: 100, noNaN: true }),
    alpha: LEVELS,
  })

  it('has p at most alpha exactly when its interval leaves out zero, at every look', () => {
    fc.assert(
      fc.property(inputs, input => {
        for (const { p, ciLower, ciUpper } of msprt(input).looks) {
          expect(p <= input.alpha).toBe(ciLower > 0 || ciUpper < 0)
        }
      }),
      PROPERTY,
    )
  })

  it('never widens its interval nor raises its p when a look is added', () => {
    fc.assert(
      fc.property(inputs, look, (input, added) => {
        const before = msprt(input).looks
        const after = msprt({ ...input, looks: [...input.looks, added] }).looks
        expect(after.slice(0, -1)).toEqual(before)
        const [last, then] = [before.at(-1), after.at(-1)]
        expect(then?.p).toBeLessThanOrEqual(last?.p ?? NaN)
        expect(then?.ciLower).toBeGreaterThanOrEqual(last?.ciLower ?? NaN)
        expect(then?.ciUpper).toBeLessThanOrEqual(last?.ciUpper ?? NaN)
      }),
      PROPERTY,
    )
  })

  it('turns with the sign of the estimates and follows their unit', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(-1, 0.01, -60), (input, unit) => {
        const looks = input.looks.map(({ estimate, standardError }) => ({
          estimate: estimate * unit, standardError: standardError * Math.abs(unit),
        }))
        const other = msprt({ ...input, looks, tau2: input.tau2 * unit * unit }).looks
        msprt(input).looks.forEach((plain, i) => {
          const [lower, upper] = unit < 0 ? [other[i]?.ciUpper, other[i]?.ciLower] : [other[i]?.ciLower, other[i]?.ciUpper]
          const size = Math.abs(plain.ciLower) + Math.abs(plain.ciUpper)
          expectClose(other[i]?.p ?? NaN, plain.p, { rel: 1e-7, abs: 1e-300 })
          expectClose((lower ?? NaN) / unit, plain.ciLower, { abs: 1e-9 * size })
          expectClose((upper ?? NaN) / unit, plain.ciUpper, { abs: 1e-9 * size })
        })
      }),
      PROPERTY,
    )
  })
})
