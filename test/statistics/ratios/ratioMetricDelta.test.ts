import fc from 'fast-check'
import { ratioMetricDelta, type RatioMetricDeltaInput } from '../../../server/statistics/ratios/ratioMetricDelta'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { LEVELS } from '../samples'

describe('ratioMetricDelta against R 4.2.2', () => {
  it.each(cases<RatioMetricDeltaInput>('ratioMetricDelta'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => ratioMetricDelta(input), reference)
  })
})

describe('ratioMetricDelta', () => {
  const unit = fc.record({ cost: fc.integer({ min: 1, max: 9999 }), contacts: fc.integer({ min: 1, max: 40 }) })
  const arm = fc.array(unit, { minLength: 3, maxLength: 25 }).map(units => ({
    numerators: units.map(({ cost }) => cost / 100), denominators: units.map(({ contacts }) => contacts),
  }))
  const varies = ({ numerators, denominators }: { numerators: number[]; denominators: number[] }) =>
    new Set(numerators.map((cost, i) => Math.round((1e6 * cost) / (denominators[i] ?? NaN)))).size > 1
  const studies = fc.record({ treatment: arm.filter(varies), control: arm.filter(varies), alpha: LEVELS })

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(studies, study => {
        const { p, ciLower, ciUpper } = ratioMetricDelta(study)
        expect(p <= study.alpha).toBe(0 < ciLower || 0 > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('turns the sign of the difference and keeps p when the arms are swapped', () => {
    fc.assert(
      fc.property(studies, ({ treatment, control, alpha }) => {
        const there = ratioMetricDelta({ treatment, control, alpha })
        const back = ratioMetricDelta({ treatment: control, control: treatment, alpha })
        expectClose(back.difference, -there.difference)
        expectClose(back.p, there.p)
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('follows the units of numerator and denominator, and its relative lift has none', () => {
    fc.assert(
      fc.property(studies, fc.constantFrom(0.001, 60), fc.constantFrom(0.5, 7), ({ treatment, control, alpha }, y, x) => {
        const scaled = (arm: { numerators: number[]; denominators: number[] }) => ({
          numerators: arm.numerators.map(value => value * y), denominators: arm.denominators.map(value => value * x),
        })
        const plain = ratioMetricDelta({ treatment, control, alpha })
        const other = ratioMetricDelta({ treatment: scaled(treatment), control: scaled(control), alpha })
        expectClose(other.standardError, (plain.standardError * y) / x, { rel: 1e-7 })
        expectClose(other.relativeLift, plain.relativeLift, { rel: 1e-9, abs: 1e-12 })
      }),
      PROPERTY,
    )
  })
})
