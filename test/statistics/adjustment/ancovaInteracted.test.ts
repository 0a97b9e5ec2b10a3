import fc from 'fast-check'
import { ancova } from '../../../server/statistics/adjustment/ancova'
import { ancovaInteracted, type AncovaInteractedInput } from '../../../server/statistics/adjustment/ancovaInteracted'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { STUDIES } from './studies'

describe('ancovaInteracted against R 4.2.2', () => {
  it.each(cases<AncovaInteractedInput>('ancovaInteracted'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => ancovaInteracted(input), reference)
  })
})

describe('ancovaInteracted', () => {
  it('turns the sign of the difference and of the interaction when the arms are swapped', () => {
    fc.assert(
      fc.property(STUDIES, ({ treatment, control, alpha }) => {
        const there = ancovaInteracted({ treatment, control, alpha })
        const back = ancovaInteracted({ treatment: control, control: treatment, alpha })
        expectClose(back.estimate, -there.estimate, { abs: 1e-9 })
        expectClose(back.interactionCoefficient, -there.interactionCoefficient, { abs: 1e-9 })
        expectClose(back.hc3.p, there.hc3.p, { rel: 1e-7 })
      }),
      PROPERTY,
    )
  })

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(STUDIES, study => {
        const { classical, hc0, hc1, hc2, hc3 } = ancovaInteracted(study)
        for (const { p, ciLower, ciUpper } of [classical, hc0, hc1, hc2, hc3]) {
          expect(p <= study.alpha).toBe(0 < ciLower || 0 > ciUpper)
        }
      }),
      PROPERTY,
    )
  })

  it('finds the difference of the common slope when both arms have the same units', () => {
    fc.assert(
      fc.property(STUDIES, ({ control, alpha }) => {
        const treatment = { pre: control.pre, post: control.post.map((v, i) => v + 3 + (i % 2)) }
        const input = { treatment, control, alpha }
        expectClose(ancovaInteracted(input).estimate, ancova(input).estimate, { rel: 1e-9, abs: 1e-9 })
      }),
      PROPERTY,
    )
  })

  it('refuses an arm whose pre-period does not vary', () => {
    const treatment = { pre: [2, 2, 2], post: [1, 3, 4] }
    const control = { pre: [1, 2, 5], post: [1, 3, 4] }
    expect(reasonOf(() => ancovaInteracted({ treatment, control, alpha: 0.05 }))).toBe('collinear')
  })

  it('follows the units of both values and knows no origin', () => {
    fc.assert(
      fc.property(STUDIES, fc.constantFrom(0.01, 60), ({ treatment, control, alpha }, unit) => {
        const there = (arm: AncovaInteractedInput['control']) => ({
          pre: arm.pre.map(v => (v - 70) * 8), post: arm.post.map(v => (v + 500) * unit),
        })
        const plain = ancovaInteracted({ treatment, control, alpha })
        const moved = ancovaInteracted({ treatment: there(treatment), control: there(control), alpha })
        expectClose(moved.estimate, plain.estimate * unit, { rel: 1e-7, abs: 1e-7 * unit })
        expectClose(moved.interactionCoefficient, (plain.interactionCoefficient * unit) / 8, { rel: 1e-6, abs: 1e-8 * unit })
        expectClose(moved.hc2.standardError, plain.hc2.standardError * unit, { rel: 1e-6 })
      }),
      PROPERTY,
    )
  })
})
