import fc from 'fast-check'
import {
  newcombeDifference, type NewcombeDifferenceInput,
} from '../../../server/statistics/proportions/newcombeDifference'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { BINARY_ARM, LEVELS } from '../samples'

describe('newcombeDifference against R 4.2.2', () => {
  it.each(cases<NewcombeDifferenceInput>('newcombeDifference'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => newcombeDifference(input), reference)
  })
})

describe('newcombeDifference', () => {
  it('turns its sign when the arms are swapped, and lies around the difference inside -1 to 1', () => {
    fc.assert(
      fc.property(BINARY_ARM, BINARY_ARM, LEVELS, (treatment, control, alpha) => {
        const there = newcombeDifference({ treatment, control, alpha })
        const back = newcombeDifference({ treatment: control, control: treatment, alpha })
        expectClose(back.difference, -there.difference)
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-15 })
        expect(there.ciLower).toBeGreaterThanOrEqual(-1 - 1e-15)
        expect(there.ciLower).toBeLessThanOrEqual(there.difference)
        expect(there.ciUpper).toBeGreaterThanOrEqual(there.difference)
        expect(there.ciUpper).toBeLessThanOrEqual(1 + 1e-15)
      }),
      PROPERTY,
    )
  })
})
