import fc from 'fast-check'
import { clusterLevelT } from '../../../server/statistics/clusters/clusterLevelT'
import {
  clusterRobustDifference, type ClusterRobustInput,
} from '../../../server/statistics/clusters/clusterRobustDifference'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { CLUSTERED } from './rows'

describe('clusterRobustDifference against R 4.2.2', () => {
  it.each(cases<ClusterRobustInput>('clusterRobustDifference'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => clusterRobustDifference(input), reference)
  })
})

describe('clusterRobustDifference', () => {
  const answerTo = (input: ClusterRobustInput) => reasonOf(() => clusterRobustDifference(input))
  const refused = (answer: unknown): answer is string => typeof answer === 'string'

  it('turns its sign when the arms are swapped, and has p at most alpha when zero is left out', () => {
    fc.assert(
      fc.property(CLUSTERED, rows => {
        const there = answerTo(rows)
        if (refused(there)) return expect(there).toBe('zeroVariance')
        const { estimate, cr1, cr2 } = there as ReturnType<typeof clusterRobustDifference>
        const back = clusterRobustDifference({ ...rows, treatment: rows.treatment.map(flag => 1 - flag) })
        expectClose(back.estimate, -estimate, { abs: 1e-12 })
        expectClose(back.cr2.df, cr2.df)
        expectClose(back.cr2.ciLower, -cr2.ciUpper, { rel: 1e-9, abs: 1e-9 })
        for (const { p, ciLower, ciUpper } of [cr1, cr2]) expect(p <= rows.alpha).toBe(0 < ciLower || 0 > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('keeps its spread when everything is shifted by a billion', () => {
    fc.assert(
      fc.property(CLUSTERED, rows => {
        const there = answerTo(rows)
        if (refused(there)) return
        const { cr2 } = there as ReturnType<typeof clusterRobustDifference>
        fc.pre(cr2.standardError > 1e-3)
        const far = clusterRobustDifference({ ...rows, y: rows.y.map(value => value + 1e9) })
        expectClose(far.cr2.standardError, cr2.standardError, { rel: 1e-8 })
      }),
      PROPERTY,
    )
  })

  it('is the t test of cluster means when all clusters have the same size', () => {
    const y = [3, 4, 8, 1, 2, 2, 7, 5, 9, 9, 6, 4, 2, 5, 1, 6, 7, 3]
    const cluster = y.map((_, i) => Math.floor(i / 3))
    const treatment = cluster.map(label => label % 2)
    const input = { y, cluster, treatment, alpha: 0.05 }
    const { cr2 } = clusterRobustDifference(input)
    const { pooled } = clusterLevelT(input)
    expectClose(cr2.standardError, pooled.standardError)
    expectClose(cr2.df, pooled.df)
  })

  it('answers for 100,000 clusters in a moment', () => {
    const y = Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 101)
    const cluster = y.map((_, i) => Math.floor(i / 3))
    const treatment = cluster.map(label => label % 2)
    const { cr2, nClusters } = clusterRobustDifference({ y, cluster, treatment, alpha: 0.05 })
    expect(nClusters).toBe(100_000)
    expectClose(cr2.df, 99_998)
  })

  it('refuses when each arm is one cluster', () => {
    const input = { y: [1, 2, 3, 5], treatment: [0, 0, 1, 1], cluster: ['a', 'a', 'b', 'b'], alpha: 0.05 }
    expect(answerTo(input)).toBe('zeroVariance')
  })
})
