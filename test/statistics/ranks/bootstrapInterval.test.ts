import fc from 'fast-check'
import { standardNormal } from '../../../server/statistics/distributions/normal'
import { seededRandom } from '../../../server/statistics/random/randomSource'
import { bootstrapInterval, type BootstrapIntervalInput } from '../../../server/statistics/ranks/bootstrapInterval'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { reasonOf } from '../referenceCases'
import { SPREAD_VALUES } from '../samples'

const times = (n: number, seed: number): number[] => {
  const random = seededRandom(seed, 'times')
  return Array.from({ length: n }, () => Math.exp(standardNormal.quantile(random.next())))
}

describe('bootstrapInterval', () => {
  const shared = { statistic: 'median' as const, alpha: 0.05, seed: 1 }

  it('gives the same interval for the same seed, whatever the order of the values', () => {
    const values = times(60, 2)
    expect(bootstrapInterval({ values, ...shared })).toEqual(bootstrapInterval({ values: [...values].reverse(), ...shared }))
  })

  it('follows unit and origin, and lies between the extremes', () => {
    fc.assert(
      fc.property(SPREAD_VALUES, fc.constantFrom(0.25, 2, 64), fc.nat(100), (anyValues, unit, seed) => {
        // so that the move is exact: rounding would part resamples that tie with the estimate
        const values = anyValues.map(value => Math.round(value * 1024) / 1024)
        const input = { ...shared, seed, resamples: 200, alpha: 0.2 }
        const plain = reasonOf(() => bootstrapInterval({ ...input, values }))
        const scaled = reasonOf(() => bootstrapInterval({ ...input, values: values.map(value => value * unit + 32) }))
        if (typeof plain === 'string') {
          expect(scaled).toBe(plain)
          return
        }
        const [one, two] = [plain, scaled] as ReturnType<typeof bootstrapInterval>[]
        expectClose(two?.ciLower ?? NaN, (one?.ciLower ?? NaN) * unit + 32, { rel: 1e-9, abs: 1e-9 })
        expectClose(two?.ciUpper ?? NaN, (one?.ciUpper ?? NaN) * unit + 32, { rel: 1e-9, abs: 1e-9 })
        expect(one?.ciLower).toBeGreaterThanOrEqual(Math.min(...values))
        expect(one?.ciUpper).toBeLessThanOrEqual(Math.max(...values))
      }),
      PROPERTY,
    )
  })

  it('comes close to the interval of order statistics for a median of many values', () => {
    const values = times(2001, 5).sort((a, b) => a - b)
    const { ciLower, ciUpper, estimate } = bootstrapInterval({ values, ...shared, resamples: 20_000 })
    const reach = standardNormal.upperQuantile(0.025) * Math.sqrt(2001) * 0.5
    expect(estimate).toBe(values[1000])
    expectClose(ciLower, values[Math.round(1000 - reach)] ?? NaN, { rel: 0.02 })
    expectClose(ciUpper, values[Math.round(1000 + reach)] ?? NaN, { rel: 0.02 })
  })

  it('covers the median of skewed times about as often as promised', () => {
    const studies = 400
    let covered = 0
    for (let i = 0; i < studies; i++) {
      const { ciLower, ciUpper } = bootstrapInterval({ values: times(50, 1000 + i), ...shared, seed: i, resamples: 1000 })
      if (ciLower <= 1 && 1 <= ciUpper) covered++
    }
    // the limit is three Monte Carlo errors of 400 studies
    expect(covered / studies).toBeGreaterThan(0.95 - 3 * 0.011)
  })

  it('hardly depends on the seed', () => {
    const values = times(500, 9).map(Math.log)
    const input = { values, ...shared, statistic: { quantile: 0.75 }, resamples: 5000 }
    const one = bootstrapInterval(input)
    const two = bootstrapInterval({ ...input, seed: 2 })
    expectClose(one.ciLower, two.ciLower, { abs: 0.03 })
    expectClose(one.ciUpper, two.ciUpper, { abs: 0.03 })
    expectClose(one.estimate, standardNormal.quantile(0.75), { abs: 0.2 })
  })

  it.each<[string, number, BootstrapIntervalInput['statistic'], boolean]>([
    ['the median of 24 values', 24, 'median', true],
    ['the median of 25 values', 25, 'median', false],
    ['the 90th percentile of 100 values', 100, { quantile: 0.9 }, true],
    ['the 90th percentile of 130 values', 130, { quantile: 0.9 }, false],
    ['the greatest value of 1,000', 1_000, { quantile: 1 }, true],
  ])('says of %s whether its interval is too narrow for its level', (_, n, statistic, isCautioned) => {
    const { cautions } = bootstrapInterval({ values: times(n, 3), ...shared, statistic })
    expect(cautions.map(({ code }) => code)).toEqual(isCautioned ? ['fewValuesBeside'] : [])
  })

  it('refuses what it cannot answer', () => {
    const reason = (changes: object) => reasonOf(() => bootstrapInterval({ values: [1, 2, 3, 4], ...shared, ...changes }))
    expect(reason({ values: [1] })).toBe('tooFewObservations')
    expect(reason({ values: [2, 2, 2] })).toBe('zeroVariance')
    expect(reason({ values: [1, NaN] })).toBe('nonFinite')
    expect(reason({ statistic: { quantile: 1.1 } })).toBe('invalidProbability')
    expect(reason({ alpha: 0.001 })).not.toBe('invalidParameter')
    expect(reason({ alpha: 0.0001 })).toBe('invalidParameter')
    expect(reason({ seed: 0.5 })).toBe('invalidParameter')
    expect(reason({ resamples: 1e12 })).toBe('tooLarge')
  })
})
