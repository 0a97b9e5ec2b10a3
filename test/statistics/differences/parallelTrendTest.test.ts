import fc from 'fast-check'
import { parallelTrendTest, type ParallelTrendInput } from '../../../server/statistics/differences/parallelTrendTest'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('parallelTrendTest against R 4.2.2', () => {
  it.each(cases<ParallelTrendInput>('parallelTrendTest'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => parallelTrendTest(input), reference)
  })
})

describe('parallelTrendTest', () => {
  const panels = fc
    .record({ periods: fc.integer({ min: 2, max: 3 }), units: fc.integer({ min: 4, max: 7 }) })
    .map(({ periods, units }) => ({ periods, units, rows: 2 * units * periods }))
    .chain(({ periods, units, rows }) =>
      fc
        .uniqueArray(fc.integer({ min: -3000, max: 3000 }), { minLength: rows, maxLength: rows })
        .map((values): ParallelTrendInput => ({
          y: values.map(v => v / 64),
          treated: values.map((_, i) => (Math.floor(i / periods) < units ? 1 : 0)),
          period: values.map((_, i) => i % periods),
          unit: values.map((_, i) => Math.floor(i / periods)),
        })),
    )

  it('turns the sign of the slopes and keeps the joint test when the arms are swapped', () => {
    fc.assert(
      fc.property(panels, panel => {
        const there = parallelTrendTest(panel)
        const back = parallelTrendTest({ ...panel, treated: panel.treated.map(flag => 1 - flag) })
        expectClose(back.slopeDifference, -there.slopeDifference, { abs: 1e-10 })
        expectClose(back.jointF, there.jointF, { rel: 1e-7, abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('does not mind when time began, nor a large offset of the values', () => {
    fc.assert(
      fc.property(panels, panel => {
        const there = parallelTrendTest(panel)
        const moved = parallelTrendTest({
          ...panel, y: panel.y.map(v => v + 1e9), period: panel.period.map(at => at + 2020),
        })
        expectClose(moved.slopeDifference, there.slopeDifference, { rel: 1e-9, abs: 1e-9 })
        expectClose(moved.jointF, there.jointF, { rel: 1e-7, abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('has F = t squared with two periods', () => {
    fc.assert(
      fc.property(panels, panel => {
        fc.pre(!panel.period.includes(2))
        const { t, p, jointF, jointP } = parallelTrendTest(panel)
        expectClose(jointF, t * t, { rel: 1e-7, abs: 1e-12 })
        expectClose(jointP, p, { rel: 1e-7 })
      }),
      PROPERTY,
    )
  })

  it('refuses more periods than units can tell apart, and an arm that misses a period', () => {
    const y = [1, 5, 2, 8, 3, 3, 9, 1, 4, 4, 6, 2]
    const period = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]
    const ofTwo = { y: [...y, ...y.map(v => v * v)], period: [...period, ...period] }
    const treated = [...y.map(() => 1), ...y.map(() => 0)]
    const answer = reasonOf(() => parallelTrendTest({ ...ofTwo, treated, unit: treated }))
    expect(answer).toMatch(/tooFewClusters|zeroVariance/)
    const gap = { y: [1, 2, 4, 3, 5], treated: [1, 1, 1, 0, 0], period: [1, 2, 2, 1, 1], unit: [1, 1, 2, 3, 3] }
    expect(reasonOf(() => parallelTrendTest(gap))).toBe('emptyArm')
  })
})
