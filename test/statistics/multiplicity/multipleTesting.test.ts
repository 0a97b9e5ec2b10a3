import fc from 'fast-check'
import { multipleTesting, type MultipleTestingInput } from '../../../server/statistics/multiplicity/multipleTesting'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'

describe('multipleTesting against R 4.2.2', () => {
  it.each(cases<MultipleTestingInput>('multipleTesting'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => multipleTesting(input), reference)
  })
})

describe('multipleTesting', () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 })

  it('keeps each adjusted value with its p-value, in any order', () => {
    fc.assert(
      fc.property(pValues, values => {
        const there = multipleTesting({ pValues: values, alpha: 0.05 })
        const back = multipleTesting({ pValues: values.toReversed(), alpha: 0.05 })
        for (const method of ['bonferroni', 'holm', 'hochberg', 'benjaminiHochberg', 'benjaminiYekutieli'] as const) {
          back.adjusted[method].toReversed().forEach((adjusted, i) => {
            expectClose(adjusted, there.adjusted[method][i] ?? NaN, { rel: 1e-12 })
          })
        }
      }),
      PROPERTY,
    )
  })

  it('never adjusts downwards, and is the stricter the more it promises', () => {
    fc.assert(
      fc.property(pValues, values => {
        const { bonferroni, holm, hochberg, benjaminiHochberg } = multipleTesting({ pValues: values, alpha: 0.05 }).adjusted
        const inOrder = values.every((p, i) => {
          const chain = [p, benjaminiHochberg[i], hochberg[i], holm[i], bonferroni[i], 1].map(value => value ?? NaN)
          return chain.slice(1).every((value, step) => value >= (chain[step] ?? NaN) * (1 - 1e-12))
        })
        expect(inOrder).toBe(true)
      }),
      PROPERTY,
    )
  })
})
