import { sampleSizeCluster, type SampleSizeClusterInput } from '../../../server/statistics/power/sampleSizeCluster'
import { cases, expectAnswer } from '../referenceCases'

describe('sampleSizeCluster against R 4.2.2', () => {
  it.each(cases<SampleSizeClusterInput>('sampleSizeCluster'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => sampleSizeCluster(input), reference)
  })
})
