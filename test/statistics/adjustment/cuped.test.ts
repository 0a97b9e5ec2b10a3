import fc from 'fast-check'
import { cuped, type CupedInput } from '../../../server/statistics/adjustment/cuped'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { STUDIES } from './studies'

describe('cuped against R 4.2.2', () => {
  it.each(cases<CupedInput>('cuped'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => cuped(input), reference)
  })
})

describe('cuped', () => {
  it('turns the sign of the difference when the arms are swapped', () => {
    fc.assert(
      fc.property(STUDIES, ({ treatment, control, alpha }) => {
        const there = cuped({ treatment, control, alpha })
        const back = cuped({ treatment: control, control: treatment, alpha })
        expectClose(back.theta, there.theta, { abs: 1e-12 })
        expectClose(back.meanDifference, -there.meanDifference, { abs: 1e-9 })
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-8 })
      }),
      PROPERTY,
    )
  })

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(STUDIES, study => {
        const { p, ciLower, ciUpper } = cuped(study)
        expect(p <= study.alpha).toBe(0 < ciLower || 0 > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('does not mind the unit or the origin of the pre-period', () => {
    fc.assert(
      fc.property(STUDIES, fc.constantFrom(0.01, 60, 1e5), ({ treatment, control, alpha }, unit) => {
        const there = (arm: CupedInput['control']) => ({ pre: arm.pre.map(v => (v + 7) * unit), post: arm.post })
        const plain = cuped({ treatment, control, alpha })
        const moved = cuped({ treatment: there(treatment), control: there(control), alpha })
        expectClose(moved.meanDifference, plain.meanDifference, { rel: 1e-8, abs: 1e-8 })
        expectClose(moved.standardError, plain.standardError, { rel: 1e-8 })
      }),
      PROPERTY,
    )
  })

  it('follows the unit of the outcome and knows no origin of it', () => {
    fc.assert(
      fc.property(STUDIES, fc.constantFrom(0.01, 60), ({ treatment, control, alpha }, unit) => {
        const there = (arm: CupedInput['control']) => ({ pre: arm.pre, post: arm.post.map(v => (v + 500) * unit) })
        const plain = cuped({ treatment, control, alpha })
        const moved = cuped({ treatment: there(treatment), control: there(control), alpha })
        expectClose(moved.meanDifference, plain.meanDifference * unit, { abs: 1e-8 * unit })
        expectClose(moved.standardError, plain.standardError * unit, { rel: 1e-8 })
        expectClose(moved.varianceReduction, plain.varianceReduction, { abs: 1e-8 })
      }),
      PROPERTY,
    )
  })
})
