import {
  smallestAttainableP, type SmallestAttainablePInput,
} from '../../../server/statistics/sites/smallestAttainableP'
import { cases, expectAnswer } from '../referenceCases'

describe('smallestAttainableP against counting', () => {
  it.each(cases<SmallestAttainablePInput>('smallestAttainableP'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => smallestAttainableP(input), reference)
  })
})
