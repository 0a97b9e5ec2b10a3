import fc from 'fast-check'
import { studentT } from '../../../server/statistics/distributions/studentT'
import { snedecorF } from '../../../server/statistics/distributions/snedecorF'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { reasonOf } from '../referenceCases'

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
      PROPERTY,
    )
  })

  // mpmath 1.3.0 at 50 digits
  it.each([
    [1, 1e-30, 3.18309886183790672e29], [1, 1e-100, 3.18309886183790672e99],
    [1, 1e-200, 3.18309886183790672e199], [1, 1e-300, 3.18309886183790672e299],
    [2, 1e-100, 7.07106781186547524e49], [2, 1e-200, 7.07106781186547524e99],
    [2, 1e-300, 7.07106781186547524e149], [3, 1e-300, 1.03311083604465291e100],
    [1.5, 1e-300, 5.21946942734463642e199], [0.9, 1e-200, 4.59416660647711192e221],
    [0.5, 1e-30, 1.02849115631634001e59], [0.5, 1e-100, 1.02849115631634001e199],
  ])('of %d degrees of freedom reaches the tail of %d, where t squared leaves the doubles', (df, q, t) => {
    expectClose(studentT(df).upperQuantile(q), t, { rel: 1e-11 })
    expectClose(studentT(df).quantile(q), -t, { rel: 1e-11 })
    expectClose(studentT(df).survival(t), q, { rel: 1e-11 })
  })

  it('refuses a quantile beyond the doubles, rather than to clip it', () => {
    expect(reasonOf(() => studentT(0.5).upperQuantile(1e-200))).toBe('nonFinite')
    expect(reasonOf(() => snedecorF(1, 1).upperQuantile(1e-200))).toBe('nonFinite')
    expect(studentT(0.5).upperQuantile(0)).toBe(Infinity)
  })
})
