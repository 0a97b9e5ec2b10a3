import fc from 'fast-check'
import { permutationTest, type PermutationTestInput } from '../../../server/statistics/sites/permutationTest'
import { smallestAttainableP } from '../../../server/statistics/sites/smallestAttainableP'
import { expectClose } from '../closeness'
import { PROPERTY_RUNS } from '../propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('permutationTest against exact enumeration', () => {
  it.each(cases<PermutationTestInput>('permutationTest'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => permutationTest(input), reference)
  })
})

describe('permutationTest', () => {
  const values = fc.array(fc.integer({ min: -40, max: 40 }).map(v => v / 10), { minLength: 1, maxLength: 5 })
  const studies = fc
    .record({
      treatment: values,
      control: values,
      alpha: fc.constantFrom(0.05, 0.1, 0.2, 0.29, 0.5),
      alternative: fc.constantFrom('two-sided' as const, 'less' as const, 'greater' as const),
    })
    .filter(({ treatment, control }) => new Set([...treatment, ...control]).size > 1)

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(studies, study => {
        const { p, ciLower, ciUpper } = permutationTest(study)
        expect(p <= study.alpha).toBe(0 < ciLower || 0 > ciUpper)
      }),
      { numRuns: PROPERTY_RUNS },
    )
  })

  it('refuses an effect exactly when its interval leaves it out', () => {
    fc.assert(
      fc.property(studies, fc.integer({ min: -50, max: 50 }), (study, tenths) => {
        const effect = tenths / 10 + 0.0123
        const { ciLower, ciUpper } = permutationTest(study)
        const shifted = { ...study, treatment: study.treatment.map(value => value - effect) }
        expect(permutationTest(shifted).p <= study.alpha).toBe(effect < ciLower || effect > ciUpper)
      }),
      { numRuns: PROPERTY_RUNS },
    )
  })

  it('turns the sign of the difference when the arms are swapped', () => {
    fc.assert(
      fc.property(studies, ({ treatment, control, alpha }) => {
        const there = permutationTest({ treatment, control, alpha })
        const back = permutationTest({ treatment: control, control: treatment, alpha })
        expect(back.p).toBe(there.p)
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-12 })
      }),
      { numRuns: PROPERTY_RUNS },
    )
  })

  it('follows the unit of the values and knows no origin', () => {
    fc.assert(
      fc.property(studies, fc.constantFrom(0.001, 60), fc.constantFrom(0, 1000), (study, unit, shift) => {
        const moved = (values: readonly number[]) => values.map(value => (value + shift) * unit)
        const plain = permutationTest(study)
        const other = permutationTest({ ...study, treatment: moved(study.treatment), control: moved(study.control) })
        expect(other.p).toBe(plain.p)
        expectClose(other.difference, plain.difference * unit, { abs: 1e-9 * unit })
        expectClose(other.ciUpper, plain.ciUpper * unit, { abs: 1e-9 * unit })
      }),
      { numRuns: PROPERTY_RUNS },
    )
  })

  it('never goes below the smallest attainable p', () => {
    fc.assert(
      fc.property(studies, study => {
        const blocks = [{ treatment: study.treatment.length, control: study.control.length }]
        expect(permutationTest(study).p).toBeGreaterThanOrEqual(
          smallestAttainableP({ blocks, alternative: study.alternative }).p,
        )
      }),
      { numRuns: PROPERTY_RUNS },
    )
  })

  it('refuses more arrangements than it can count', () => {
    const arm = Array.from({ length: 40 }, (_, i) => i)
    expect(reasonOf(() => permutationTest({ treatment: arm, control: arm, alpha: 0.05 }))).toBe('tooLarge')
  })
})
