import { ratioMetricDelta, type RatioMetricDeltaInput } from '../../../server/statistics/ratios/ratioMetricDelta'
import { cases, expectAnswer } from '../referenceCases'

describe('ratioMetricDelta against R 4.2.2', () => {
  it.each(cases<RatioMetricDeltaInput>('ratioMetricDelta'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => ratioMetricDelta(input), reference)
  })
})
