import fc from 'fast-check'
import { metaAnalysis, type MetaAnalysisInput } from '../../../server/statistics/meta/metaAnalysis'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('metaAnalysis against metafor (R 4.2.2)', () => {
  it.each(cases<MetaAnalysisInput>('metaAnalysis'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => metaAnalysis(input), reference)
  })
})

describe('metaAnalysis', () => {
  const study = fc.record({
    effect: fc.double({ min: -10, max: 10, noNaN: true }), variance: fc.double({ min: 0.01, max: 10, noNaN: true }),
  })
  const inputs = fc.record({
    studies: fc
      .array(study, { minLength: 2, maxLength: 12 })
      .filter(studies => studies.some(({ effect }) => Math.abs(effect - (studies[0]?.effect ?? 0)) > 0.1)),
    model: fc.constantFrom('fixed' as const, 'derSimonianLaird' as const, 'reml' as const),
    hartungKnapp: fc.boolean(),
  })
  const answer = (
    { studies, ...options }: { studies: { effect: number; variance: number }[] } & Omit<MetaAnalysisInput, 'effects' | 'variances' | 'alpha'>,
    unit = 1, shift = 0,
  ) =>
    metaAnalysis({
      ...options, effects: studies.map(({ effect }) => shift + unit * effect),
      variances: studies.map(({ variance }) => unit * unit * variance), alpha: 0.05,
    })

  it('follows the unit of the effects', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(1e-6, -100), (input, unit) => {
        const plain = answer(input)
        const scaled = answer(input, unit)
        const ends = [scaled.ciLower, scaled.ciUpper].sort((a, b) => a / unit - b / unit)
        expectClose(scaled.q, plain.q, { rel: 1e-8, abs: 1e-9 })
        expectClose((ends[0] ?? NaN) / unit, plain.ciLower, { rel: 1e-6, abs: 1e-6 })
        expectClose((scaled.tau2 ?? 0) / unit ** 2, plain.tau2 ?? 0, { rel: 1e-6, abs: 1e-8 })
      }),
      PROPERTY,
    )
  })

  it('moves with an offset that is common to all studies', () => {
    fc.assert(
      fc.property(inputs, input => {
        const plain = answer(input)
        const moved = answer(input, 1, 1024)
        expectClose(moved.estimate - 1024, plain.estimate, { rel: 1e-6, abs: 1e-6 })
        expectClose(moved.tau2 ?? 0, plain.tau2 ?? 0, { rel: 1e-6, abs: 1e-6 })
      }),
      PROPERTY,
    )
  })

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(inputs, input => {
        const { p, ciLower, ciUpper } = answer(input)
        expect(p <= 0.05).toBe(ciLower > 0 || ciUpper < 0)
      }),
      PROPERTY,
    )
  })

  it('finds no variance between studies that agree', () => {
    const effects = [1, 1, 1]
    const variances = [1e-12, 1, 1e12]
    expect(metaAnalysis({ effects, variances, model: 'reml', alpha: 0.05 }).tau2).toBe(0)
    expect(reasonOf(() => metaAnalysis({ effects, variances, model: 'reml', hartungKnapp: true, alpha: 0.05 }))).toBe(
      'zeroVariance',
    )
  })
})
