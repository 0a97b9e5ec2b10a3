import fc from 'fast-check'
import { clusterLevelT, type ClusterLevelTInput } from '../../../server/statistics/clusters/clusterLevelT'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { CLUSTERED } from './rows'

describe('clusterLevelT against R 4.2.2', () => {
  it.each(cases<ClusterLevelTInput>('clusterLevelT'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => clusterLevelT(input), reference)
  })
})

describe('clusterLevelT', () => {
  it('turns its sign when the arms are swapped, and has p at most alpha when zero is left out', () => {
    fc.assert(
      fc.property(CLUSTERED, rows => {
        const there = reasonOf(() => clusterLevelT(rows))
        if (typeof there === 'string') return expect(there).toBe('zeroVariance')
        const { meanDifference, pooled, welch } = there as ReturnType<typeof clusterLevelT>
        const back = clusterLevelT({ ...rows, treatment: rows.treatment.map(flag => 1 - flag) })
        expectClose(back.meanDifference, -meanDifference, { abs: 1e-12 })
        expectClose(back.welch.p, welch.p, { rel: 1e-8 })
        for (const { p, ciLower, ciUpper } of [pooled, welch]) expect(p <= rows.alpha).toBe(0 < ciLower || 0 > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('counts a cluster once, however often its rows are repeated', () => {
    fc.assert(
      fc.property(CLUSTERED, rows => {
        const there = reasonOf(() => clusterLevelT(rows))
        if (typeof there === 'string') return
        const twice = <T>(values: readonly T[]) => [...values, ...values]
        const more = { ...rows, y: twice(rows.y), treatment: twice(rows.treatment), cluster: twice(rows.cluster) }
        const again = clusterLevelT(more)
        expectClose(again.pooled.standardError, (there as ReturnType<typeof clusterLevelT>).pooled.standardError)
      }),
      PROPERTY,
    )
  })

  it('follows the unit of the values and knows no origin', () => {
    fc.assert(
      fc.property(CLUSTERED, fc.constantFrom(0.01, 60), (rows, unit) => {
        const there = reasonOf(() => clusterLevelT(rows))
        if (typeof there === 'string') return
        const plain = there as ReturnType<typeof clusterLevelT>
        const other = clusterLevelT({ ...rows, y: rows.y.map(value => (value + 500) * unit) })
        expectClose(other.meanDifference, plain.meanDifference * unit, { abs: 1e-9 * unit })
        expectClose(other.pooled.p, plain.pooled.p, { rel: 1e-6 })
        expectClose(other.welch.p, plain.welch.p, { rel: 1e-6 })
      }),
      PROPERTY,
    )
  })
})
