import { beta } from '../../../server/statistics/distributions/beta'
import { pert } from '../../../server/statistics/distributions/pert'
import { expectClose } from '../closeness'
import { reasonOf } from '../referenceCases'

describe('pert', () => {
  it('is the stretched beta distribution', () => {
    // low 10, likely 12, high 18: shapes 2 and 4
    const distribution = pert({ low: 10, likely: 12, high: 18 })
    expectClose(distribution.mean, 76 / 6)
    for (const p of [1e-4, 0.05, 0.3, 0.5, 0.9, 0.999]) {
      expectClose(distribution.quantile(p), 10 + 8 * beta(2, 4).quantile(p), { abs: 8e-4 })
    }
  })

  it('reaches from low to high and rises in between', () => {
    const distribution = pert({ low: -1, likely: -1, high: 3 })
    expect(distribution.quantile(0)).toBe(-1)
    expect(distribution.quantile(1)).toBe(3)
    const values = Array.from({ length: 1001 }, (_, i) => distribution.quantile(i / 1000))
    expect(values.every((value, i) => i === 0 || value > (values[i - 1] ?? 0))).toBe(true)
  })

  it('is a single value when low and high are equal', () => {
    expect(pert({ low: 7, likely: 7, high: 7 }).quantile(0.3)).toBe(7)
  })

  it('refuses values out of order', () => {
    expect(reasonOf(() => pert({ low: 2, likely: 1, high: 3 }))).toBe('invalidParameter')
    expect(reasonOf(() => pert({ low: 2, likely: NaN, high: 3 }))).toBe('nonFinite')
  })
})
