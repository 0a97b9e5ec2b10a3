import fc from 'fast-check'
import { powerTPaired } from '../../../server/statistics/power/powerTPaired'
import { powerTTwoSample } from '../../../server/statistics/power/powerTTwoSample'
import { powerTTwoSampleUnequal } from '../../../server/statistics/power/powerTTwoSampleUnequal'
import { powerTwoProportions } from '../../../server/statistics/power/powerTwoProportions'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const sides = fc.constantFrom('two-sided' as const, 'greater' as const, 'less' as const)
const plans = fc.record({
  alpha: between(0.001, 0.2), power: between(0.25, 0.99), sd: between(0.1, 50),
  alternative: sides, strict: fc.boolean(),
})

describe.each([
  ['powerTTwoSample', powerTTwoSample],
  ['powerTPaired', powerTPaired],
])('%s', (_name, method) => {
  it('returns to the power through the sample size', () => {
    fc.assert(
      fc.property(plans, between(0.02, 1.5), (plan, d) => {
        const delta = (plan.alternative === 'less' ? -d : d) * plan.sd
        const { n, nCeil } = method({ ...plan, solveFor: 'n', delta })
        if (n > 2) expectClose(method({ ...plan, solveFor: 'power', n, delta }).power, plan.power, { rel: 1e-8 })
        expect(nCeil - n).toBeLessThan(1)
        expect(method({ ...plan, solveFor: 'power', n: nCeil, delta }).power).toBeGreaterThan(plan.power - 1e-9)
      }),
      PROPERTY,
    )
  })

  it('returns to the power through the detectable effect', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 2, max: 5000 }), (plan, n) => {
        const { delta } = method({ ...plan, solveFor: 'delta', n })
        expectClose(method({ ...plan, solveFor: 'power', n, delta }).power, plan.power, { rel: 1e-8 })
      }),
      PROPERTY,
    )
  })
})

describe('powerTwoProportions', () => {
  const questions = fc.record({
    alpha: between(0.001, 0.2), power: between(0.25, 0.99), p1: between(0.01, 0.9), strict: fc.boolean(),
  })

  it('returns to the power through the sample size', () => {
    fc.assert(
      fc.property(questions, between(0.01, 0.09), (question, lift) => {
        const p2 = question.p1 + lift
        const { n } = powerTwoProportions({ ...question, solveFor: 'n', p2 })
        const { power } = powerTwoProportions({ ...question, solveFor: 'power', p2, n })
        if (n > 1) expectClose(power, question.power, { rel: 1e-8 })
      }),
      PROPERTY,
    )
  })

  it('returns to the power through the detectable proportion', () => {
    fc.assert(
      fc.property(questions, fc.integer({ min: 500, max: 100_000 }), (question, n) => {
        const { p2 } = powerTwoProportions({ ...question, solveFor: 'p2', n })
        expectClose(powerTwoProportions({ ...question, solveFor: 'power', p2, n }).power, question.power, { rel: 1e-8 })
      }),
      PROPERTY,
    )
  })
})

describe('powerTTwoSampleUnequal', () => {
  it('is the power of equal arms, both tails counted, when the arms are equal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 500 }), between(0, 2), between(0.001, 0.2), (n, d, alpha) => {
        const unequal = powerTTwoSampleUnequal({ nTreatment: n, nControl: n, effectSizeD: d, alpha })
        const equal = powerTTwoSample({ solveFor: 'power', n, delta: d, sd: 1, alpha, strict: true })
        expectClose(unequal.power, equal.power)
      }),
      PROPERTY,
    )
  })
})
