import fc from 'fast-check'
import { didFromCells, type DidFromCellsInput } from '../../../server/statistics/differences/didFromCells'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { LEVELS, SPREAD_VALUES } from '../samples'

describe('didFromCells against R 4.2.2', () => {
  it.each(cases<DidFromCellsInput>('didFromCells'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => didFromCells(input), reference)
  })
})

describe('didFromCells', () => {
  const cells = fc.record({
    treatmentPre: SPREAD_VALUES, treatmentPost: SPREAD_VALUES, controlPre: SPREAD_VALUES, controlPost: SPREAD_VALUES,
    alpha: LEVELS,
  })

  it('turns the sign when the arms are swapped, and has p at most alpha exactly when zero is left out', () => {
    fc.assert(
      fc.property(cells, study => {
        const there = didFromCells(study)
        const back = didFromCells({
          treatmentPre: study.controlPre, treatmentPost: study.controlPost, controlPre: study.treatmentPre,
          controlPost: study.treatmentPost, alpha: study.alpha,
        })
        expectClose(back.estimate, -there.estimate, { abs: 1e-10 })
        expectClose(back.unequalVariance.df, there.unequalVariance.df)
        for (const { p, ciLower, ciUpper } of [there.unequalVariance, there.pooledVariance]) {
          expect(p <= study.alpha).toBe(0 < ciLower || 0 > ciUpper)
        }
      }),
      PROPERTY,
    )
  })

  it('follows the unit of the values and knows no origin', () => {
    fc.assert(
      fc.property(cells, fc.constantFrom(0.01, 60), (study, unit) => {
        const moved = (values: readonly number[]) => values.map(value => (value + 500) * unit)
        const plain = didFromCells(study)
        const other = didFromCells({
          treatmentPre: moved(study.treatmentPre), treatmentPost: moved(study.treatmentPost),
          controlPre: moved(study.controlPre), controlPost: moved(study.controlPost), alpha: study.alpha,
        })
        expectClose(other.estimate, plain.estimate * unit, { abs: 1e-8 * unit })
        expectClose(other.unequalVariance.p, plain.unequalVariance.p, { rel: 1e-6 })
        expectClose(other.pooledVariance.p, plain.pooledVariance.p, { rel: 1e-6 })
      }),
      PROPERTY,
    )
  })
})
