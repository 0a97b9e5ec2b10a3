import fc from 'fast-check'
import { nonInferiority, type NonInferiorityInput } from '../../../server/statistics/equivalence/nonInferiority'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { LEVELS, SPREAD_VALUES } from '../samples'

describe('nonInferiority against R 4.2.2', () => {
  it.each(cases<NonInferiorityInput>('nonInferiority'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => nonInferiority(input), reference)
  })
})

describe('nonInferiority', () => {
  it('finds no inferiority exactly when its interval leaves out the margin', () => {
    const studies = fc.record({
      treatment: SPREAD_VALUES, control: SPREAD_VALUES, alpha: LEVELS, higherIsBetter: fc.boolean(),
      margin: fc.double({ min: 0.1, max: 60, noNaN: true }),
    })
    fc.assert(
      fc.property(studies, input => {
        const { nonInferior, ciLower, ciUpper } = nonInferiority(input)
        expect(nonInferior).toBe(input.higherIsBetter ? ciLower > -input.margin : ciUpper < input.margin)
      }),
      PROPERTY,
    )
  })
})
