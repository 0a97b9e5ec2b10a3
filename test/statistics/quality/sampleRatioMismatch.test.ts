import {
  sampleRatioMismatch, type SampleRatioMismatchInput,
} from '../../../server/statistics/quality/sampleRatioMismatch'
import { cases, expectAnswer } from '../referenceCases'

describe('sampleRatioMismatch against R 4.2.2', () => {
  it.each(cases<SampleRatioMismatchInput>('sampleRatioMismatch'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => sampleRatioMismatch(input), reference)
  })
})
