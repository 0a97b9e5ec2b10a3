import fc from 'fast-check'
import { betaBinomial, type BetaBinomialInput } from '../../../server/statistics/bayes/betaBinomial'
import { expectClose } from '../closeness'
import { PROPERTY, PROPERTY_RUNS } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('betaBinomial against R 4.2.2', () => {
  it.each(cases<BetaBinomialInput>('betaBinomial'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => betaBinomial(input), reference)
  })
})

/** Each answer is some twelve integrals of a hundred points, on a machine that may be busy. */
const PATIENCE_MS = 60 * PROPERTY_RUNS

describe('betaBinomial', () => {
  const RUNS = PROPERTY
  const arm = (most: number) =>
    fc.integer({ min: 0, max: most }).chain(n => fc.record({ successes: fc.integer({ min: 0, max: n }), n: fc.constant(n) }))
  const inputs = fc.record({
    treatment: arm(600), control: arm(200),
    priorAlpha: fc.constantFrom(0.5, 1, 3.7), priorBeta: fc.constantFrom(0.5, 1, 20),
    credibleLevel: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
  })

  it('turns the difference and keeps the rest when the arms are swapped', () => {
    fc.assert(
      fc.property(inputs, input => {
        const there = betaBinomial(input)
        const back = betaBinomial({ ...input, treatment: input.control, control: input.treatment })
        expectClose(back.probabilityControlBetter, there.probabilityTreatmentBetter, { rel: 1e-10 })
        expectClose(back.expectedLossControl, there.expectedLossTreatment, { rel: 1e-10 })
        expectClose(back.differenceCiLower, -there.differenceCiUpper, { rel: 1e-9, abs: 1e-13 })
      }),
      RUNS,
    )
  }, PATIENCE_MS)

  it('mirrors everything when successes and failures change places', () => {
    const failed = ({ successes, n }: { successes: number; n: number }) => ({ successes: n - successes, n })
    fc.assert(
      fc.property(inputs, input => {
        const there = betaBinomial(input)
        const back = betaBinomial({
          ...input, treatment: failed(input.treatment), control: failed(input.control), priorAlpha: input.priorBeta,
          priorBeta: input.priorAlpha,
        })
        expectClose(back.probabilityControlBetter, there.probabilityTreatmentBetter, { rel: 1e-9 })
        expectClose(back.expectedLossTreatment, there.expectedLossControl, { rel: 1e-9 })
        expectClose(back.differenceCiLower, -there.differenceCiUpper, { rel: 1e-8, abs: 1e-12 })
      }),
      RUNS,
    )
  }, PATIENCE_MS)

  it('gives the finite sum that whole shapes allow', () => {
    fc.assert(
      fc.property(arm(30), arm(30), (treatment, control) => {
        const { probabilityTreatmentBetter } = betaBinomial({
          treatment, control, priorAlpha: 1, priorBeta: 1, credibleLevel: 0.9,
        })
        expectClose(probabilityTreatmentBetter, sumOfBetas(treatment, control), { rel: 1e-9 })
      }),
      RUNS,
    )
  }, PATIENCE_MS)

  // mpmath at 30 digits, integrated over the arm that is known better
  it.each([
    [[254_056, 935_313], [2, 3], [0.5, 1], 0.1084740759446328, 0.2927975588898333, 0.008868819768749835],
    [[20_000_000, 100_000_000], [1, 4], [1, 1], 0.2627200143359994, 0.1529173305480534, 0.0195840032147200],
    [[600_000, 1_000_000], [9, 40], [0.5, 0.5], 0.9999993252316789, 9.832913418814579e-9, 0.3682925927598427],
  ] as const)('keeps its digits where %j is known far better than %j', (known, other, prior, probability, loss, otherLoss) => {
    const armOf = ([successes, n]: readonly [number, number]) => ({ successes, n })
    const answer = betaBinomial({
      treatment: armOf(known), control: armOf(other), priorAlpha: prior[0], priorBeta: prior[1], credibleLevel: 0.9,
    })
    expectClose(answer.probabilityTreatmentBetter, probability, { rel: 1e-11 })
    expectClose(answer.expectedLossTreatment, loss, { rel: 1e-11 })
    expectClose(answer.expectedLossControl, otherLoss, { rel: 1e-11 })
  })

  it('has its limits where the difference is in truth exceeded so often', () => {
    const { differenceCiLower } = betaBinomial({
      treatment: { successes: 293_312, n: 811_170 }, control: { successes: 4, n: 7 }, priorAlpha: 0.5, priorBeta: 1,
      credibleLevel: 0.8065756770088337,
    })
    expectClose(differenceCiLower, -0.3835085097951956, { rel: 1e-12 })
  })

  it('refuses what it cannot integrate', () => {
    const nothing = { successes: 0, n: 0 }
    const input = { treatment: nothing, control: nothing, priorAlpha: 1, priorBeta: 1, credibleLevel: 0.95 }
    expect(reasonOf(() => betaBinomial({ ...input, treatment: { successes: 1e14, n: 1e15 } }))).toBe('tooLarge')
    expect(reasonOf(() => betaBinomial({ ...input, priorAlpha: 1e-6 }))).toBe('noConvergence')
    expect(reasonOf(() => betaBinomial({ ...input, priorAlpha: 5e-324 }))).toBe('noConvergence')
  })

  it('is certain where doubles end', () => {
    const { probabilityTreatmentBetter, expectedLossTreatment } = betaBinomial({
      treatment: { successes: 1e6, n: 1e6 }, control: { successes: 0, n: 1e6 }, priorAlpha: 1, priorBeta: 1,
      credibleLevel: 0.95,
    })
    expect([probabilityTreatmentBetter, expectedLossTreatment]).toEqual([1, 0])
  })
})

/** P(treatment better) for uniform priors. Source: E. Miller, Formulas for Bayesian A/B testing (2015). */
function sumOfBetas(treatment: { successes: number; n: number }, control: { successes: number; n: number }): number {
  const logFactorials = [0]
  for (let k = 1; k <= 200; k++) logFactorials.push((logFactorials[k - 1] ?? 0) + Math.log(k))
  const logBeta = (a: number, b: number) =>
    (logFactorials[a - 1] ?? NaN) + (logFactorials[b - 1] ?? NaN) - (logFactorials[a + b - 1] ?? NaN)
  const a = control.successes + 1
  const b = control.n - control.successes + 1
  const d = treatment.n - treatment.successes + 1
  let sum = 0
  for (let i = 0; i <= treatment.successes; i++) {
    sum += Math.exp(logBeta(a + i, b + d) - Math.log(d + i) - logBeta(1 + i, d) - logBeta(a, b))
  }
  return sum
}
