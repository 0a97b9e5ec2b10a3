import fc from 'fast-check'
import { standardNormal } from '../../../server/statistics/distributions/normal'
import { mcnemar } from '../../../server/statistics/proportions/mcnemar'
import { tangoPaired, type TangoPairedInput } from '../../../server/statistics/proportions/tangoPaired'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { reasonOf } from '../referenceCases'
import { LEVELS } from '../samples'

const table = ([bothSuccess, beforeOnly, afterOnly, neither]: readonly number[], alpha: number): TangoPairedInput => ({
  bothSuccess: bothSuccess ?? 0, beforeOnly: beforeOnly ?? 0, afterOnly: afterOnly ?? 0, neither: neither ?? 0, alpha,
})
const count = fc.oneof(fc.nat(3), fc.nat(60), fc.nat(5000))
const tables = fc
  .record({ bothSuccess: count, beforeOnly: count, afterOnly: count, neither: count, alpha: LEVELS })
  .filter(({ bothSuccess, beforeOnly, afterOnly, neither }) => bothSuccess + beforeOnly + afterOnly + neither > 0)

/*
 * Made in R 4.2.2 without the solution of the likelihood: its maximum sought by optimize(), the limits by uniroot().
 *
 *   score <- function(b, c, n, d) {
 *     term <- function(k, x) if (k == 0) 0 else k * log(x)
 *     loglik <- function(q) term(c, q + d) + term(b, q) + term(n - b - c, 1 - 2 * q - d)
 *     q <- optimize(loglik, c(max(0, -d), (1 - d) / 2), maximum = TRUE, tol = 1e-12)$maximum
 *     ((c - b) / n - d) / sqrt((2 * q + d - d^2) / n)
 *   }
 *   uniroot(function(d) score(b, c, n, d) - qnorm(1 - alpha / 2), c(-1, (c - b) / n), tol = 1e-12)$root
 */
describe('tangoPaired against a search in R 4.2.2', () => {
  it.each([
    [[43, 0, 1, 0], 0.05, -0.059393231, 0.118077097],
    [[36, 2, 12, 0], 0.05, 0.061112409, 0.344708748],
    [[20, 12, 2, 16], 0.05, -0.34470875, -0.061112406],
    [[54, 0, 0, 0], 0.05, -0.066413588, 0.066413588],
    [[40, 12, 25, 23], 0.05, 0.011168556, 0.246985377],
    [[794, 150, 86, 570], 0.01, -0.065132647, -0.015476846],
    [[3, 1, 6, 2], 0.1, 0.060338621, 0.671415904],
  ])('%j at %d', (counts, alpha, lower, upper) => {
    const { ciLower, ciUpper } = tangoPaired(table(counts, alpha))
    expectClose(ciLower, lower, { abs: 1e-8 })
    expectClose(ciUpper, upper, { abs: 1e-8 })
  })
})

describe('tangoPaired', () => {
  it('has limits that solve the quartic equation of Yang, Sun and Hardin', () => {
    // Z. Yang, X. Sun, J. W. Hardin, Statistics in Medicine 32 (2013), 1336-1342
    fc.assert(
      fc.property(tables, input => {
        const { ciLower, ciUpper, difference } = tangoPaired(input)
        const n = input.bothSuccess + input.beforeOnly + input.afterOnly + input.neither
        const [b, c, g] = [input.afterOnly, input.beforeOnly, standardNormal.upperQuantile(input.alpha / 2) ** 2]
        const d = b - c
        const coefficients = [
          n ** 2 * (n / g + 1) ** 2,
          -n * d * (n / g + 1) * ((4 * n) / g + 1),
          (2 * n * d ** 2 * ((3 * n) / g + 2)) / g - n ** 2 * ((b + c) / g + 1),
          n * d * ((2 * (b + c)) / g + 1) - (d ** 3 * ((4 * n) / g + 1)) / g,
          (d ** 2 * (d ** 2 / g - (b + c))) / g,
        ]
        for (const limit of [ciLower, ciUpper]) {
          if (limit === difference) continue
          const terms = coefficients.map((coefficient, i) => coefficient * limit ** (4 - i))
          const size = Math.max(...terms.map(Math.abs))
          expectClose(terms.reduce((sum, term) => sum + term, 0), 0, { abs: 1e-9 * size })
        }
      }),
      PROPERTY,
    )
  })

  it('has the p of McNemar without correction', () => {
    fc.assert(
      fc.property(tables.filter(({ beforeOnly, afterOnly }) => beforeOnly + afterOnly > 0), input => {
        expectClose(tangoPaired(input).p, mcnemar(input).p, { rel: 1e-9, abs: 1e-300 })
      }),
      PROPERTY,
    )
  })

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(tables, input => {
        const { p, ciLower, ciUpper } = tangoPaired(input)
        expect(p <= input.alpha).toBe(0 < ciLower || 0 > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('turns the sign of the change when before and after are swapped', () => {
    fc.assert(
      fc.property(tables, input => {
        const there = tangoPaired(input)
        const back = tangoPaired({ ...input, beforeOnly: input.afterOnly, afterOnly: input.beforeOnly })
        expect(back.p).toBe(there.p)
        expectClose(back.difference, -there.difference)
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-12 })
        expectClose(back.ciUpper, -there.ciLower, { abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('answers when nobody changed, and refuses when there is nobody', () => {
    expect(tangoPaired(table([30, 0, 0, 10], 0.05))).toMatchObject({ difference: 0, z: 0, p: 1 })
    expect(reasonOf(() => tangoPaired(table([0, 0, 0, 0], 0.05)))).toBe('noObservations')
    expect(reasonOf(() => tangoPaired(table([0, -1, 0, 0], 0.05)))).toBe('negativeCount')
  })
})
