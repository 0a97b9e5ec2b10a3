import fc from 'fast-check'
import { powerCluster, type PowerClusterInput } from '../../../server/statistics/power/powerCluster'
import { powerTTwoSample } from '../../../server/statistics/power/powerTTwoSample'
import { sampleSizeCluster } from '../../../server/statistics/power/sampleSizeCluster'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'

describe('powerCluster against R 4.2.2', () => {
  it.each(cases<PowerClusterInput>('powerCluster'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => powerCluster(input), reference)
  })
})

describe('powerCluster', () => {
  it('is about the power wanted at the number of clusters that sampleSizeCluster asks for', () => {
    const questions = fc.record({
      icc: fc.double({ min: 0, max: 0.3, noNaN: true }), clusterSize: fc.integer({ min: 1, max: 60 }),
      d: fc.double({ min: 0.1, max: 0.4, noNaN: true }),
    })
    fc.assert(
      fc.property(questions, ({ icc, clusterSize, d }) => {
        const { n } = powerTTwoSample({ solveFor: 'n', delta: d, sd: 1, alpha: 0.05, power: 0.8 })
        const { clustersPerArm } = sampleSizeCluster({ nIndividualPerArm: n, clusterSize, icc })
        fc.pre(clustersPerArm > 30)
        const { power } = powerCluster({ clustersPerArm, clusterSize, icc, sd: 1, delta: d, alpha: 0.05 })
        expectClose(power, 0.8, { abs: 0.02 })
      }),
      PROPERTY,
    )
  })

  it('falls when clusters are more alike inside', () => {
    const powerAt = (icc: number) =>
      powerCluster({ clustersPerArm: 6, clusterSize: 100, icc, sd: 1, delta: 0.3, alpha: 0.05 }).power
    expect([0, 0.01, 0.05, 0.2].map(powerAt)).toEqual([0, 0.01, 0.05, 0.2].map(powerAt).sort((a, b) => b - a))
  })
})
