import fc from 'fast-check'
import { ancova, type AncovaInput } from '../../../server/statistics/covariates/ancova'
import { expectClose } from '../closeness'
import { cases, expectAnswer } from '../referenceCases'
import { LEVELS } from '../samples'

describe('ancova against R 4.2.2', () => {
  it.each(cases<AncovaInput>('ancova'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => ancova(input), reference)
  })
})

describe('ancova', () => {
  const value = fc.integer({ min: -5000, max: 5000 }).map(v => v / 100)
  const arm = fc
    .uniqueArray(value, { minLength: 4, maxLength: 15 })
    .chain(pre =>
      fc.record({
        pre: fc.constant(pre),
        post: fc.uniqueArray(value, { minLength: pre.length, maxLength: pre.length }),
      }),
    )
  const studies = fc.record({ treatment: arm, control: arm, alpha: LEVELS })

  it('turns the sign of the difference when the arms are swapped', () => {
    fc.assert(
      fc.property(studies, ({ treatment, control, alpha }) => {
        const there = ancova({ treatment, control, alpha })
        const back = ancova({ treatment: control, control: treatment, alpha })
        expectClose(back.estimate, -there.estimate, { abs: 1e-9 })
        expectClose(back.hc2.ciLower, -there.hc2.ciUpper, { abs: 1e-8 })
        expectClose(back.preCoefficient, there.preCoefficient, { abs: 1e-12 })
      }),
      { numRuns: 300 },
    )
  })

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(studies, study => {
        const { classical, hc2 } = ancova(study)
        for (const { p, ciLower, ciUpper } of [classical, hc2]) {
          expect(p <= study.alpha).toBe(0 < ciLower || 0 > ciUpper)
        }
      }),
      { numRuns: 300 },
    )
  })
})
