import {
  newcombeDifference, type NewcombeDifferenceInput,
} from '../../../server/statistics/proportions/newcombeDifference'
import { cases, expectAnswer } from '../referenceCases'

describe('newcombeDifference against R 4.2.2', () => {
  it.each(cases<NewcombeDifferenceInput>('newcombeDifference'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => newcombeDifference(input), reference)
  })
})
