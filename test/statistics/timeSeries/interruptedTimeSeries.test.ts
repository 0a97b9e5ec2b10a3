import fc from 'fast-check'
import { seededRandom } from '../../../server/statistics/random/randomSource'
import {
  interruptedTimeSeries, type InterruptedTimeSeriesInput,
} from '../../../server/statistics/timeSeries/interruptedTimeSeries'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('interruptedTimeSeries against R 4.2.2', () => {
  it.each(cases<InterruptedTimeSeriesInput>('interruptedTimeSeries'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => interruptedTimeSeries(input), reference)
  })
})

describe('interruptedTimeSeries', () => {
  const series = fc
    .uniqueArray(fc.integer({ min: -3000, max: 3000 }).map(v => v / 64), { minLength: 10, maxLength: 30 })
    .chain(y =>
      fc.record({
        y: fc.constant(y),
        interruptionIndex: fc.integer({ min: 3, max: y.length - 3 }),
        lag: fc.integer({ min: 0, max: 4 }),
        smallSampleAdjustment: fc.boolean(),
        ljungBoxLag: fc.constant(2),
        alpha: fc.constantFrom(0.05, 0.1),
      }),
    )

  it('does not mind a large offset, and follows the unit', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(0.25, 64), (input, unit) => {
        const { coefficients, effectAtEnd } = interruptedTimeSeries(input)
        const moved = interruptedTimeSeries({ ...input, y: input.y.map(v => v * unit + 2 ** 30) })
        expectClose(moved.effectAtEnd.estimate, effectAtEnd.estimate * unit, { rel: 1e-8, abs: 1e-7 })
        expectClose(moved.coefficients.levelChange.hacStandardError, coefficients.levelChange.hacStandardError * unit, {
          rel: 1e-6, abs: 1e-7,
        })
      }),
      PROPERTY,
    )
  })

  it('turns the sign of every effect with the sign of the values', () => {
    fc.assert(
      fc.property(series, input => {
        const there = interruptedTimeSeries(input)
        const back = interruptedTimeSeries({ ...input, y: input.y.map(v => -v) })
        expectClose(back.effectAtEnd.estimate, -there.effectAtEnd.estimate, { abs: 1e-10 })
        expectClose(back.effectAtEnd.ciLower, -there.effectAtEnd.ciUpper, { abs: 1e-10 })
        expectClose(back.durbinWatson, there.durbinWatson)
        const { p, ciLower, ciUpper } = there.effectAtEnd
        expect(p <= input.alpha).toBe(0 < ciLower || 0 > ciUpper)
      }),
      PROPERTY,
    )
  })

  const codesOf = (input: Partial<InterruptedTimeSeriesInput> & { y: number[] }) =>
    interruptedTimeSeries({
      interruptionIndex: input.y.length / 2, lag: 2, smallSampleAdjustment: true, ljungBoxLag: 4, alpha: 0.05, ...input,
    }).cautions.map(({ code }) => code)
  const noise = (length: number, likeness: number) => {
    const random = seededRandom(7, `noise ${length} ${likeness}`)
    let value = 0
    return Array.from({ length }, () => (value = likeness * value + random.next() - 0.5))
  }

  it('says that a short series keeps no promise, whatever its residuals look like', () => {
    fc.assert(
      fc.property(series, input => {
        expect(interruptedTimeSeries(input).cautions.map(({ code }) => code)).toContain('shortSeries')
      }),
      PROPERTY,
    )
    expect(codesOf({ y: noise(52, 0), lag: 0 })).toContain('shortSeries')
    expect(codesOf({ y: noise(1000, 0), lag: 0, interruptionIndex: 990 })).toContain('shortSeries')
  })

  it('has no caution for a long series of unrelated periods, and one when neighbours are alike', () => {
    expect(codesOf({ y: noise(800, 0) })).toEqual([])
    expect(codesOf({ y: noise(800, 0.5) })).toEqual(['autocorrelatedResiduals'])
  })

  it('refuses a series that the two lines fit perfectly, and more lags than anyone waits for', () => {
    const straight = { y: [1, 2, 3, 4, 7, 8, 9, 10], interruptionIndex: 4, smallSampleAdjustment: true, alpha: 0.05 }
    expect(reasonOf(() => interruptedTimeSeries({ ...straight, lag: 1, ljungBoxLag: 2 }))).toBe('zeroVariance')
    const long = { ...straight, y: noise(10_000, 0), lag: 9000, ljungBoxLag: 2 }
    expect(reasonOf(() => interruptedTimeSeries(long))).toBe('tooLarge')
  })
})
