import fc from 'fast-check'
import { alwaysValidConfidenceSequence } from '../../../server/statistics/sequential/alwaysValidConfidenceSequence'
import { alwaysValidRho, type AlwaysValidRhoInput } from '../../../server/statistics/sequential/alwaysValidRho'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { LEVELS } from '../samples'

describe('alwaysValidRho against 50 digits', () => {
  it.each(cases<AlwaysValidRhoInput>('alwaysValidRho'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => alwaysValidRho(input), reference)
  })
})

describe('alwaysValidRho', () => {
  // mpmath 1.3.0, 50 digits: a = mpf(alpha); (-lambertw(-a**2/e, -1) - 1).real
  it.each([
    [1e-300, 1388.7879622657834], [1e-12, 59.362408771715217], [0.5, 2.6926345288896958],
    [0.99, 0.21412116947394715], [1 - 2 ** -40, 1.9073498454727288e-6], [1 - 2 ** -53, 2.1073424403476753e-8],
  ])('keeps its digits at alpha %d', (alpha, expected) => {
    expectClose(alwaysValidRho({ alpha, nOptimal: 1 }).rho2, expected, { rel: 1e-13 })
  })

  it('makes the interval narrowest where it was asked to', () => {
    fc.assert(
      fc.property(LEVELS, fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(0.8, 1.25), (alpha, n, off) => {
        const radius = (rho2: number) =>
          alwaysValidConfidenceSequence({ estimate: 0, standardError: 1, n, rho2, alpha }).radius
        const { rho2 } = alwaysValidRho({ alpha, nOptimal: n })
        expect(radius(rho2)).toBeLessThan(radius(rho2 * off))
      }),
      PROPERTY,
    )
  })

  it('refuses less than one observation', () => {
    expect(reasonOf(() => alwaysValidRho({ alpha: 0.05, nOptimal: 0 }))).toBe('tooFewObservations')
  })
})
