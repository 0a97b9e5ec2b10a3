import fc from 'fast-check'
import {
  distribution, type DistributionFamily, type DistributionInput,
} from '../../../server/statistics/distributions/distribution'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('distribution against mpmath at 50 digits', () => {
  it.each(cases<DistributionInput>('distribution'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => distribution(input), reference)
  })
})

describe('distribution', () => {
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
  const continuous: fc.Arbitrary<DistributionFamily> = fc.oneof(
    fc.record({ distribution: fc.constant('normal' as const), mean: between(-50, 50), sd: between(0.1, 50) }),
    fc.record({ distribution: fc.constant('t' as const), df: between(1, 1e5) }),
    fc.record({ distribution: fc.constant('chiSquare' as const), df: between(0.5, 1e5) }),
    fc.record({ distribution: fc.constant('f' as const), df1: between(0.5, 1e4), df2: between(0.5, 1e4) }),
    fc.record({ distribution: fc.constant('beta' as const), a: between(0.5, 1e4), b: between(0.5, 1e4) }),
    fc.record({ distribution: fc.constant('noncentralT' as const), df: between(5, 1e3), ncp: between(-5, 5) }),
  )
  const discrete: fc.Arbitrary<DistributionFamily> = fc.oneof(
    fc.record({
      distribution: fc.constant('binomial' as const), n: fc.integer({ min: 1, max: 5000 }), prob: between(0, 1),
    }),
    fc.record({ distribution: fc.constant('poisson' as const), mean: between(0.01, 5000) }),
  )
  const value = (family: DistributionFamily, name: 'cdf' | 'survival' | 'quantile' | 'upperQuantile', at: number) =>
    name === 'cdf' || name === 'survival'
      ? distribution({ ...family, function: name, x: at }).value
      : distribution({ ...family, function: name, p: at }).value

  it('has tails that add up to one', () => {
    fc.assert(
      fc.property(fc.oneof(continuous, discrete), between(-100, 5000), (family, x) => {
        expectClose(value(family, 'cdf', x) + value(family, 'survival', x), 1, { rel: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('returns to a probability through its quantile, also in the far tails', () => {
    const smallP = between(-150, -0.31).map(exponent => 10 ** exponent)
    fc.assert(
      fc.property(continuous, smallP, (family, anyP) => {
        // Rarer values of F with half a degree of freedom are too large for a double, and refused.
        const p = family.distribution === 'f' ? Math.max(anyP, 1e-70) : anyP
        const upper = value(family, 'upperQuantile', p)
        // Close to 1, a double is too coarse to return from.
        const coarse = upper > 1e300 || (family.distribution === 'beta' && upper > 0.99)
        if (!coarse) expectClose(value(family, 'survival', upper), p, { rel: 1e-7 })
        const lower = value(family, 'quantile', p)
        if (lower > -1e300 && (lower < 0 || lower > 1e-300)) expectClose(value(family, 'cdf', lower), p, { rel: 1e-7 })
      }),
      PROPERTY,
    )
  })

  it('gives the smallest count that reaches a probability', () => {
    fc.assert(
      fc.property(discrete, between(1e-12, 1 - 1e-12), (family, p) => {
        const k = value(family, 'quantile', p)
        expect(value(family, 'cdf', k)).toBeGreaterThanOrEqual(p * (1 - 1e-12))
        if (k > 0) expect(value(family, 'cdf', k - 1)).toBeLessThan(p)
      }),
      PROPERTY,
    )
  })

  it('never answers with NaN, whatever it is given', () => {
    const families = ['normal', 't', 'chiSquare', 'f', 'beta', 'binomial', 'poisson', 'noncentralT', 'cauchy']
    const name = fc.constantFrom(...families)
    const fields = ['mean', 'sd', 'df', 'df1', 'df2', 'a', 'b', 'n', 'prob', 'ncp', 'x', 'p']
    const numbers = fc.record(Object.fromEntries(fields.map(field => [field, fc.oneof(fc.double(), fc.nat(100))])))
    fc.assert(
      fc.property(name, fc.constantFrom('cdf', 'quantile'), numbers, (family, asked, rest) => {
        const { x, p, ...parameters } = rest
        const input = { distribution: family, function: asked, ...parameters, ...(asked === 'cdf' ? { x } : { p }) }
        const answer = reasonOf(() => distribution(input as unknown as DistributionInput).value)
        expect(answer).not.toBeNaN()
      }),
      PROPERTY,
    )
  })
})
