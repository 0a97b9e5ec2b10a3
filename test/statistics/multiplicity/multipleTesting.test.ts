import { multipleTesting, type MultipleTestingInput } from '../../../server/statistics/multiplicity/multipleTesting'
import { cases, expectAnswer } from '../referenceCases'

describe('multipleTesting against R 4.2.2', () => {
  it.each(cases<MultipleTestingInput>('multipleTesting'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => multipleTesting(input), reference)
  })
})
