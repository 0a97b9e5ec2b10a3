import fc from 'fast-check'
import { studentT } from '../../../server/statistics/distributions/studentT'
import { expectClose } from '../closeness'
import { PROPERTY_RUNS } from '../propertyRuns'

describe('studentT', () => {
  it('has quantiles that its tail takes back, wherever the way to them changes', () => {
    const dfs = fc.oneof(fc.double({ min: 1, max: 60, noNaN: true }), fc.constantFrom(29.999, 30, 1e4, 1e8))
    const tails = fc.oneof(
      fc.double({ min: 1e-6, max: 0.49, noNaN: true }), fc.constantFrom(1e-100, 9e-11, 1.1e-10, 1e-9, 0.2499, 0.2501),
    )
    fc.assert(
      fc.property(dfs, tails, (df, q) => {
        const t = studentT(df)
        expectClose(t.survival(t.upperQuantile(q)), q, { rel: 1e-11 })
        expectClose(t.quantile(q), -t.upperQuantile(q), { rel: 1e-12 })
      }),
      { numRuns: PROPERTY_RUNS },
    )
  })
})
