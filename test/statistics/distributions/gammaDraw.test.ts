import { chiSquare } from '../../../server/statistics/distributions/chiSquare'
import { gammaDraw } from '../../../server/statistics/distributions/gammaDraw'
import { seededRandom } from '../../../server/statistics/random/randomSource'
import { reasonOf } from '../referenceCases'

describe('gammaDraw', () => {
  const draws = (shape: number, n: number, seed = 3) => {
    const random = seededRandom(seed, 'gamma')
    return Float64Array.from({ length: n }, () => gammaDraw(shape, random))
  }

  it.each([0.5, 1, 7, 5000])('follows the gamma distribution of shape %d', shape => {
    const n = 20_000
    // twice a gamma variable is chi-square with 2 shape degrees of freedom
    const { cdf } = chiSquare(2 * shape)
    const gaps = draws(shape, n).sort().map((x, i) => {
      const expected = cdf(2 * x)
      return Math.max(expected - i / n, (i + 1) / n - expected)
    })
    // Kolmogorov's limit at 1 %
    expect(Math.max(...gaps)).toBeLessThan(1.628 / Math.sqrt(n))
  })

  it('gives the same draws for the same seed', () => {
    expect(draws(2.5, 10)).toEqual(draws(2.5, 10))
    expect(draws(2.5, 10)).not.toEqual(draws(2.5, 10, 4))
  })

  it('refuses a shape that is not above zero', () => {
    expect(reasonOf(() => gammaDraw(0, seededRandom(1, 'gamma')))).toBe('invalidParameter')
  })
})
