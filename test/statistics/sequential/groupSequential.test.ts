import fc from 'fast-check'
import { standardNormal } from '../../../server/statistics/distributions/normal'
import { groupSequential, type GroupSequentialInput } from '../../../server/statistics/sequential/groupSequential'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('groupSequential against integration with 30 digits', () => {
  it.each(cases<GroupSequentialInput>('groupSequential'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => groupSequential(input), reference)
  })
})

describe('groupSequential', () => {
  // Each plan is a chain of integrals.
  const RUNS = PROPERTY
  const plans = fc.record({
    alpha: fc.double({ min: 0.001, max: 0.3, noNaN: true }),
    sided: fc.constantFrom(1 as const, 2 as const),
    spending: fc.constantFrom('obrienFleming' as const, 'pocock' as const),
  })
  const fractions = fc
    .uniqueArray(fc.integer({ min: 5, max: 99 }), { minLength: 1, maxLength: 3 })
    .map(percents => [...percents.sort((a, b) => a - b).map(percent => percent / 100), 1])

  it('spends all of alpha by the end', () => {
    fc.assert(
      fc.property(plans, fractions, (plan, informationFractions) => {
        const { cumulativeAlphaSpent } = groupSequential({ ...plan, informationFractions })
        expectClose(cumulativeAlphaSpent.at(-1) ?? NaN, plan.alpha, { rel: 1e-12 })
      }),
      RUNS,
    )
  })

  it('leaves at two looks with the chance that was spent, by an integral of another kind', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 5, max: 95 }), (plan, percent) => {
        const t = percent / 100
        const { criticalValues, cumulativeAlphaSpent } = groupSequential({ ...plan, informationFractions: [t, 1] })
        const [first = NaN, last = NaN] = criticalValues
        expectClose(leftByTwoLooks(t, first, last, plan.sided), cumulativeAlphaSpent[1] ?? NaN, { rel: 1e-8 })
      }),
      RUNS,
    )
  })

  it('keeps the limits of looks that have passed when a look is added', () => {
    fc.assert(
      fc.property(plans, fractions, (plan, informationFractions) => {
        const all = groupSequential({ ...plan, informationFractions })
        const partly = groupSequential({ ...plan, informationFractions: informationFractions.slice(0, -1) })
        partly.criticalValues.forEach((limit, k) => expectClose(limit, all.criticalValues[k] ?? NaN, { rel: 1e-11 }))
      }),
      RUNS,
    )
  })

  it('cannot stop at a look that comes before anything may be spent', () => {
    const { criticalValues, nominalP } = groupSequential({
      informationFractions: [0.001, 1], alpha: 0.05, sided: 2, spending: 'obrienFleming',
    })
    expect(criticalValues[0]).toBe(Infinity)
    expect(nominalP[0]).toBe(0)
    expectClose(criticalValues[1] ?? NaN, 1.959963984540054)
  })

  it('refuses more work than it can do', () => {
    const plan = { alpha: 0.05, sided: 2, spending: 'pocock' } as const
    const many = Array.from({ length: 1001 }, (_, k) => (k + 1) / 1001)
    expect(reasonOf(() => groupSequential({ ...plan, informationFractions: many }))).toBe('tooLarge')
    expect(reasonOf(() => groupSequential({ ...plan, informationFractions: [0.5, 0.5 + 1e-12, 1] }))).toBe('tooLarge')
  })
})

/** Chance to leave at the first or second look: Simpson's rule over the first z. */
function leftByTwoLooks(t: number, first: number, last: number, sided: 1 | 2): number {
  const { survival } = standardNormal
  const from = sided === 2 ? Math.max(-first, -9) : -9
  const to = Math.min(first, 9)
  const steps = 2000
  const width = (to - from) / steps
  let chance = sided * survival(first)
  for (let i = 0; i <= steps; i++) {
    const z = from + i * width
    const drift = Math.sqrt(t) * z
    const rest = Math.sqrt(1 - t)
    const out = survival((last - drift) / rest) + (sided === 2 ? survival((last + drift) / rest) : 0)
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
    chance += ((weight * width) / 3) * out * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI))
  }
  return chance
}
