import fc from 'fast-check'
import { standardizedMeanDifference, type StandardizedMeanDifferenceInput } from '../../../server/statistics/quality/standardizedMeanDifference'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { SPREAD_VALUES } from '../samples'

describe('standardizedMeanDifference against R 4.2.2', () => {
  it.each(cases<StandardizedMeanDifferenceInput>('standardizedMeanDifference'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => standardizedMeanDifference(input), reference)
  })
})

describe('standardizedMeanDifference', () => {
  it('has no unit and knows no origin', () => {
    const unit = fc.constantFrom(0.001, 60, 1e6)
    fc.assert(
      fc.property(SPREAD_VALUES, SPREAD_VALUES, unit, fc.integer({ min: -1000, max: 1000 }), (a, b, factor, shift) => {
        const moved = (values: number[]) => values.map(value => (value + shift) * factor)
        const plain = standardizedMeanDifference({ treatment: a, control: b })
        const other = standardizedMeanDifference({ treatment: moved(a), control: moved(b) })
        expectClose(other.hedgesG, plain.hedgesG, { rel: 1e-8, abs: 1e-10 })
        expectClose(other.balanceSmd, plain.balanceSmd, { rel: 1e-8, abs: 1e-10 })
      }),
      PROPERTY,
    )
  })

  it('refuses a control arm without spread, for which there is no delta of Glass', () => {
    expect(reasonOf(() => standardizedMeanDifference({ treatment: [1, 2], control: [3, 3] }))).toBe('zeroVariance')
  })
})
