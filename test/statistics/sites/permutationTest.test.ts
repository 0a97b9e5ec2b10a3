import fc from 'fast-check'
import { permutationTest, type PermutationTestInput } from '../../../server/statistics/sites/permutationTest'
import { smallestAttainableP } from '../../../server/statistics/sites/smallestAttainableP'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
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
      PROPERTY,
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
      PROPERTY,
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
      PROPERTY,
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
      PROPERTY,
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
      PROPERTY,
    )
  })

  it('says whether it counted', () => {
    const counted = permutationTest({ treatment: evenly(9), control: evenly(9), alpha: 0.05 })
    const drawn = permutationTest({ treatment: evenly(11), control: evenly(11), alpha: 0.05 })
    expect(counted).toMatchObject({ arrangements: 48_620, draws: null, monteCarloStandardError: null })
    expect(drawn).toMatchObject({ arrangements: 705_432, draws: 19_999, p: 1, monteCarloStandardError: 0 })
  })
})

describe('permutationTest with more arrangements than it counts', () => {
  const tenths = fc.integer({ min: -40, max: 40 }).map(v => v / 10)
  const values = (least: number) => fc.array(tenths, { minLength: least, maxLength: 14 })
  const choices = {
    alpha: fc.constantFrom(0.05, 0.1, 0.2, 0.29, 0.5),
    alternative: fc.constantFrom('two-sided' as const, 'less' as const, 'greater' as const),
    draws: fc.constantFrom(99, 150, 199),
    seed: fc.integer(),
  }
  const differ = ({ treatment, control }: PermutationTestInput) => new Set([...treatment, ...control]).size > 1
  const unblocked = fc.record({ treatment: values(11), control: values(11), ...choices }).filter(differ)
  const pairs = fc
    .record({ pairs: fc.array(fc.tuple(tenths, tenths), { minLength: 18, maxLength: 24 }), ...choices })
    .map(({ pairs, ...rest }) => ({
      treatment: pairs.map(([value]) => value),
      control: pairs.map(([, value]) => value),
      treatmentBlocks: pairs.map((_, i) => `pair ${i}`),
      controlBlocks: pairs.map((_, i) => `pair ${i}`),
      ...rest,
    }))
  const strata = fc.record({ treatment: values(12), control: values(12), ...choices }).map(study => ({
    ...study,
    treatmentBlocks: study.treatment.map((_, i) => (i < 6 ? 'north' : 'south')),
    controlBlocks: study.control.map((_, i) => (i < 7 ? 'south' : 'north')),
  }))
  const studies: fc.Arbitrary<PermutationTestInput> = fc.oneof(unblocked, pairs, strata).filter(differ)
  const runs = PROPERTY

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(studies, study => {
        const { p, ciLower, ciUpper, draws, monteCarloStandardError } = permutationTest(study)
        expect(p <= study.alpha).toBe(0 < ciLower || 0 > ciUpper)
        expect(draws).toBe(study.draws)
        expect(p).toBeGreaterThanOrEqual(1 / ((study.draws ?? 0) + 1))
        expect(monteCarloStandardError).toBeGreaterThanOrEqual(0)
      }),
      runs,
    )
  })

  it('refuses an effect exactly when its interval leaves it out, where the arms differ in size', () => {
    // Arms of one size may change places in the draws when their values shift, and are then drawn anew.
    const apart = unblocked.filter(({ treatment, control }) => treatment.length !== control.length)
    fc.assert(
      fc.property(apart, fc.integer({ min: -50, max: 50 }), (study, tenths) => {
        const effect = tenths / 10 + 0.0123
        const { ciLower, ciUpper } = permutationTest(study)
        const shifted = { ...study, treatment: study.treatment.map(value => value - effect) }
        expect(permutationTest(shifted).p <= study.alpha).toBe(effect < ciLower || effect > ciUpper)
      }),
      runs,
    )
  })

  it('turns the sign of the difference and keeps p when the arms are swapped', () => {
    const turned = { 'two-sided': 'two-sided', less: 'greater', greater: 'less' } as const
    fc.assert(
      fc.property(studies, study => {
        const there = permutationTest(study)
        const back = permutationTest({
          ...study,
          treatment: study.control, control: study.treatment,
          treatmentBlocks: study.controlBlocks ?? study.control.map(() => ''),
          controlBlocks: study.treatmentBlocks ?? study.treatment.map(() => ''),
          alternative: turned[study.alternative ?? 'two-sided'],
        })
        expect(back.p).toBe(there.p)
        expectClose(back.difference, -there.difference, { abs: 1e-12 })
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-12 })
        expectClose(back.ciUpper, -there.ciLower, { abs: 1e-12 })
      }),
      runs,
    )
  })

  it('gives the same answer to the same seed, whatever the order of the values', () => {
    fc.assert(
      fc.property(studies, study => {
        const first = permutationTest(study)
        expect(permutationTest(study)).toEqual(first)
        const turned = permutationTest({
          ...study,
          treatment: study.treatment.toReversed(),
          treatmentBlocks: (study.treatmentBlocks ?? study.treatment.map(() => '')).toReversed(),
          controlBlocks: study.controlBlocks ?? study.control.map(() => ''),
        })
        expect(turned.p).toBe(first.p)
      }),
      runs,
    )
  })

  it('follows the unit of the values', () => {
    fc.assert(
      fc.property(studies, study => {
        const moved = (values: readonly number[]) => values.map(value => (value + 8) * 0.25)
        const plain = permutationTest(study)
        const other = permutationTest({ ...study, treatment: moved(study.treatment), control: moved(study.control) })
        expect(other.p).toBe(plain.p)
        expectClose(other.ciUpper, plain.ciUpper * 0.25, { abs: 1e-9 })
      }),
      runs,
    )
  })

  // The draws are the same in every run, so four standard errors never fail by chance later.
  it('has a p within four standard errors of the exact one, in arms, pairs and strata', () => {
    fc.assert(
      fc.property(studies, fc.integer(), (study, seed) => {
        const exact = exactP(study)
        const { p } = permutationTest({ ...study, draws: 4999, seed })
        expect(Math.abs(p - exact)).toBeLessThanOrEqual(4 * Math.sqrt((exact * (1 - exact)) / 4999) + 1 / 5000)
      }),
      { numRuns: 150, seed: 2 },
    )
  })

  it('has limits at which the exact p is alpha', () => {
    const control = [1.2, -0.4, 3.1, 2.2, 0.3, 5.9, 4.4, -2.1, 1.7, 2.6, 0.9, 3.8]
    const treatment = control.map((value, i) => 3 + ((i * 5) % 12) / 2 + value / 2)
    const arms = { treatment: treatment.map(value => Math.round(value * 10) / 10), control, alpha: 0.1 }
    const { ciLower, ciUpper } = permutationTest(arms)
    for (const limit of [ciLower, ciUpper]) {
      const nearest = Math.round(limit * 10) / 10
      const shifted = { ...arms, treatment: arms.treatment.map(value => value - nearest) }
      expectClose(exactP(shifted), 0.1, { abs: 0.02 })
    }
  })

  it('answers 2,000 values of an arm and refuses more, or too few draws', () => {
    const refusal = (n: number, more: Partial<PermutationTestInput> = {}) =>
      reasonOf(() => permutationTest({ treatment: evenly(n), control: evenly(n), alpha: 0.05, ...more }))
    expect(permutationTest({ treatment: evenly(2000), control: evenly(2001), alpha: 0.05, draws: 999 }).p).toBeGreaterThan(0.5)
    expect(refusal(2001)).toBe('tooLarge')
    expect(refusal(50_001, { draws: 99 })).toBe('tooLarge')
    expect(refusal(12, { draws: 1_000_001 })).toBe('tooLarge')
    expect(refusal(12, { draws: 98 })).toBe('invalidParameter')
    expect(refusal(12, { seed: 0.5 })).toBe('invalidParameter')
    expect(refusal(12, { seed: NaN })).toBe('nonFinite')
  })
})

function evenly(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i)
}

/** The share of all arrangements, counted by the sums that they treat, of values with one decimal. */
function exactP(study: PermutationTestInput): number {
  const { treatment, control, treatmentBlocks = [], controlBlocks = [], alternative = 'two-sided' } = study
  const whole = (value: number) => Math.round(value * 10)
  let bySum = new Map([[0, 1]])
  for (const block of new Set(['', ...treatmentBlocks, ...controlBlocks])) {
    const treated = treatment.filter((_, i) => (treatmentBlocks[i] ?? '') === block).map(whole)
    const others = control.filter((_, i) => (controlBlocks[i] ?? '') === block).map(whole)
    const taking = Array.from({ length: treated.length + 1 }, () => new Map<number, number>())
    taking[0] = bySum
    for (const value of [...treated, ...others]) {
      for (let taken = treated.length; taken > 0; taken--) {
        for (const [sum, ways] of taking[taken - 1] ?? []) {
          taking[taken]?.set(sum + value, (taking[taken]?.get(sum + value) ?? 0) + ways)
        }
      }
    }
    bySum = taking[treated.length] ?? new Map<number, number>()
  }
  const sumOf = (values: readonly number[]) => values.map(whole).reduce((sum, value) => sum + value, 0)
  const total = sumOf([...treatment, ...control])
  // The difference of the means, times both sizes: whole numbers.
  const difference = (sum: number) => sum * control.length - (total - sum) * treatment.length
  const observed = difference(sumOf(treatment))
  const asExtreme = (other: number) =>
    alternative === 'greater' ? other >= observed
    : alternative === 'less' ? other <= observed
    : Math.abs(other) >= Math.abs(observed)
  const ways = (entries: readonly (readonly [number, number])[]) => entries.reduce((sum, [, count]) => sum + count, 0)
  const all = [...bySum]
  return ways(all.filter(([sum]) => asExtreme(difference(sum)))) / ways(all)
}
