import fc from 'fast-check'
import { NotEstimable } from '../../../server/statistics/notEstimable'
import { integralOfPeak } from '../../../server/statistics/numerics/integralOfPeak'
import { PROPERTY } from '../../support/propertyRuns'
import { expectClose } from '../closeness'

const normal = (mean: number, sd: number, logHeight = 0) => (u: number): number => logHeight - ((u - mean) / sd) ** 2 / 2
/** A curve with tails so long that evenly spaced points as near as its peak asks for would be thousands. */
const longTailed = (scale: number) => (u: number): number => -2 * Math.log1p((u / scale) ** 2)

/** The integral, with how many values it took. */
function counted(log: (u: number) => number, guess: { readonly peak: number; readonly width: number }) {
  let values = 0
  const integral = integralOfPeak(u => (values++, log(u)), guess)
  return { integral, values }
}

const reasonOf = (integral: () => number): unknown => {
  try {
    return integral()
  } catch (fault) {
    return fault instanceof NotEstimable ? fault.reason : fault
  }
}

describe('integralOfPeak', () => {
  it('is that of the normal density, wherever it stands and however high it is', () => {
    const densities = fc.record({
      mean: fc.double({ min: -300, max: 300, noNaN: true }),
      sd: fc.double({ min: 0.01, max: 8, noNaN: true }),
      logHeight: fc.double({ min: -650, max: 650, noNaN: true }),
      miss: fc.double({ min: -5, max: 5, noNaN: true }),
    })
    fc.assert(
      fc.property(densities, ({ mean, sd, logHeight, miss }) => {
        const integral = integralOfPeak(normal(mean, sd, logHeight), { peak: mean + miss * sd, width: sd })
        expectClose(Math.log(integral), logHeight + Math.log(sd * Math.sqrt(2 * Math.PI)), { abs: 1e-11 })
      }),
      PROPERTY,
    )
  })

  it.each([
    [0.5, Math.log(Math.PI) / 2],
    [1, 0],
    [3.5, Math.log((15 * Math.sqrt(Math.PI)) / 8)],
    [40, 106.63176026064346],
    [2_000, 13198.923448054265],
  ])('is the gamma function of %d, whose curve leans to one side', (s, logGamma) => {
    const log = (u: number) => s * u - Math.exp(u) - logGamma
    expectClose(integralOfPeak(log, { peak: Math.log(s), width: 1 / Math.sqrt(s) }), 1, { rel: 1e-11 })
  })

  it('is pi for the hyperbolic secant, from a guess that is far off', () => {
    const log = (u: number) => Math.LN2 - Math.abs(u) - Math.log1p(Math.exp(-2 * Math.abs(u)))
    for (const peak of [0, 40, -200]) expectClose(integralOfPeak(log, { peak, width: 1 }), Math.PI, { rel: 1e-12 })
  })

  it.each([1e-4, 1e-3])('takes panels where a peak of width %d has tails a million times as long', scale => {
    const { integral, values } = counted(longTailed(scale), { peak: 0, width: scale })
    expectClose(integral, (scale * Math.PI) / 2, { rel: 1e-11 })
    expect(values).toBeGreaterThan(512)
    expect(values).toBeLessThan(100_000)
  })

  it('takes few values for a normal density', () => {
    expect(counted(normal(3, 2), { peak: 3, width: 2 }).values).toBeLessThan(120)
  })

  it('is as exact at 1e-300, and 0 below the smallest double', () => {
    const atHeight = (logHeight: number) => integralOfPeak(normal(0, 1, logHeight), { peak: 0, width: 1 })
    expectClose(atHeight(-690), Math.exp(-690) * Math.sqrt(2 * Math.PI), { rel: 1e-12 })
    expect(atHeight(-900)).toBe(0)
  })

  it.each<[string, (u: number) => number]>([
    ['that does not fall', () => 0],
    ['that falls on one side only', u => -Math.max(0, u)],
    ['whose logarithm is not a number', u => (u > 1 ? NaN : -u * u)],
    ['that jumps in ever smaller pieces', u => -u * u + (Math.floor(u * 1e6) % 2 ? 0.5 : 0)],
  ])('refuses a function %s', (_, log) => {
    expect(reasonOf(() => integralOfPeak(log, { peak: 0, width: 1 }))).toBe('noConvergence')
  })
})
