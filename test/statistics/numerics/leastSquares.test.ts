import fc from 'fast-check'
import { leastSquares } from '../../../server/statistics/numerics/leastSquares'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { reasonOf } from '../referenceCases'

const value = fc.integer({ min: -500, max: 500 }).map(v => v / 10)
const problems = fc.integer({ min: 5, max: 12 }).chain(n =>
  fc.record({
    x: fc.array(value, { minLength: n, maxLength: n }),
    z: fc.array(value, { minLength: n, maxLength: n }),
    coefficients: fc.tuple(value, value, value),
  }),
)
const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values)

describe('leastSquares', () => {
  it('finds the coefficients that made the outcome', () => {
    fc.assert(
      fc.property(problems, ({ x, z, coefficients: [a, b, c] }) => {
        fc.pre(spread(x) > 1 && spread(z) > 1)
        const y = x.map((value, i) => a + b * value + c * (z[i] ?? 0))
        const fit = reasonOf(() => leastSquares([x, z], y))
        if (fit === 'collinear') return
        const { coefficients } = fit as ReturnType<typeof leastSquares>
        coefficients.forEach((found, j) => expectClose(found, [a, b, c][j] ?? NaN, { rel: 1e-9, abs: 1e-9 }))
      }),
      PROPERTY,
    )
  })

  it('gives residuals that are orthogonal to every column, and leverages that add up to the coefficients', () => {
    fc.assert(
      fc.property(problems, ({ x, z, coefficients: [a] }) => {
        fc.pre(spread(x) > 1 && spread(z) > 1)
        const y = x.map((_, i) => a + ((i * 7919) % 13))
        const fit = reasonOf(() => leastSquares([x, z], y))
        if (fit === 'collinear') return
        const { residuals, leverages, coefficients, ...found } = fit as ReturnType<typeof leastSquares>
        for (const column of [x, z, x.map(() => 1)]) {
          expectClose(column.reduce((sum, v, i) => sum + v * (residuals[i] ?? 0), 0), 0, { abs: 1e-9 })
        }
        expectClose(leverages.reduce((sum, h) => sum + h, 0), 3)
        const slope = found.weightsOf([0, 1, 0]).reduce((sum, w, i) => sum + w * (y[i] ?? 0), 0)
        expectClose(slope, coefficients[1] ?? NaN, { rel: 1e-9, abs: 1e-9 })
      }),
      PROPERTY,
    )
  })

  it('refuses columns that say the same, and more coefficients than rows allow', () => {
    expect(reasonOf(() => leastSquares([[1, 2, 3, 4, 6], [2, 4, 6, 8, 12]], [1, 5, 2, 8, 3]))).toBe('collinear')
    expect(reasonOf(() => leastSquares([[1, 1, 1, 1]], [1, 5, 2, 8]))).toBe('collinear')
    expect(reasonOf(() => leastSquares([[1, 2]], [1, 5]))).toBe('tooFewObservations')
  })
})
