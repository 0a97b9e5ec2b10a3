import fc from 'fast-check'
import { ancova, type AncovaInput } from '../../../server/statistics/adjustment/ancova'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { STUDIES } from './studies'

describe('ancova against R 4.2.2', () => {
  it.each(cases<AncovaInput>('ancova'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => ancova(input), reference)
  })
})

describe('ancova', () => {
  it('turns the sign of the difference when the arms are swapped', () => {
    fc.assert(
      fc.property(STUDIES, ({ treatment, control, alpha }) => {
        const there = ancova({ treatment, control, alpha })
        const back = ancova({ treatment: control, control: treatment, alpha })
        expectClose(back.estimate, -there.estimate, { abs: 1e-9 })
        expectClose(back.hc2.ciLower, -there.hc2.ciUpper, { abs: 1e-8 })
        expectClose(back.preCoefficient, there.preCoefficient, { abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(STUDIES, study => {
        const { classical, hc0, hc1, hc2, hc3 } = ancova(study)
        for (const { p, ciLower, ciUpper } of [classical, hc0, hc1, hc2, hc3]) {
          expect(p <= study.alpha).toBe(0 < ciLower || 0 > ciUpper)
        }
      }),
      PROPERTY,
    )
  })

  it('keeps its answer when everything is shifted by a billion', () => {
    fc.assert(
      fc.property(STUDIES, study => {
        const rounded = (arm: AncovaInput['control'], offset: number) => ({
          pre: arm.pre.map(v => Math.round(v * 64) / 64 + offset),
          post: arm.post.map(v => Math.round(v * 64) / 64 + offset),
        })
        const at = (offset: number) =>
          ancova({ ...study, treatment: rounded(study.treatment, offset), control: rounded(study.control, offset) })
        const [near, far] = [at(0), at(1e9)]
        expectClose(far.estimate, near.estimate, { rel: 1e-9, abs: 1e-9 })
        expectClose(far.hc3.standardError, near.hc3.standardError, { rel: 1e-9 })
      }),
      PROPERTY,
    )
  })

  it('follows the units of both values and knows no origin', () => {
    fc.assert(
      fc.property(STUDIES, fc.constantFrom(0.25, 64), fc.constantFrom(0, 1024), ({ treatment, control, alpha }, unit, shift) => {
        const moved = ({ pre, post }: AncovaInput['control']) => ({
          pre: pre.map(value => (value + shift) * unit), post: post.map(value => value / unit - shift),
        })
        const plain = ancova({ treatment, control, alpha })
        const other = ancova({ treatment: moved(treatment), control: moved(control), alpha })
        expectClose(other.estimate, plain.estimate / unit, { rel: 1e-8, abs: 1e-8 })
        expectClose(other.preCoefficient, plain.preCoefficient / unit / unit, { rel: 1e-8, abs: 1e-8 })
        expectClose(other.hc2.p, plain.hc2.p, { rel: 1e-6, abs: 1e-9 })
      }),
      PROPERTY,
    )
  })
})
