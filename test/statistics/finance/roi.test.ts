import { roi, type RoiInput } from '../../../server/statistics/finance/roi'
import { cases, expectAnswer } from '../referenceCases'

describe('roi against its definition', () => {
  it.each(cases<RoiInput>('roi'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => roi(input), reference)
  })
})
