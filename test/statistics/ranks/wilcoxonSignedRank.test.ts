import fc from 'fast-check'
import { wilcoxonSignedRank, type WilcoxonSignedRankInput } from '../../../server/statistics/ranks/wilcoxonSignedRank'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { LEVELS, SPREAD_VALUES } from '../samples'

describe('wilcoxonSignedRank against R 4.2.2', () => {
  it.each(cases<WilcoxonSignedRankInput>('wilcoxonSignedRank'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => wilcoxonSignedRank(input), reference)
  })
})

describe('wilcoxonSignedRank', () => {
  const studies = fc.record({ after: SPREAD_VALUES, alpha: LEVELS }).map(({ after, alpha }) => ({
    before: after.map(() => 0), after: after.map(value => Math.round(value * 10)), alpha,
  })).filter(({ after }) => after.some(value => value !== 0))

  it('finds the median of the means of all pairs', () => {
    fc.assert(
      fc.property(studies, input => {
        const changes = input.after.filter(value => value !== 0)
        const means = changes.flatMap((one, i) => changes.slice(i).map(two => (one + two) / 2)).sort((a, b) => a - b)
        const middle = (means.length - 1) / 2
        const median = ((means[Math.floor(middle)] ?? NaN) + (means[Math.ceil(middle)] ?? NaN)) / 2
        const { v, hodgesLehmann, ciLower, ciUpper, zeros } = wilcoxonSignedRank(input)
        expect(zeros).toBe(input.after.length - changes.length)
        expect(v).toBe(means.filter(mean => mean > 0).length + means.filter(mean => mean === 0).length / 2)
        expectClose(hodgesLehmann, median, { rel: 1e-12, abs: 1e-12 })
        expect(means).toContain(ciLower)
        expect(means).toContain(ciUpper)
      }),
      PROPERTY,
    )
  })

  it('turns the sign of the change and keeps p when before and after are swapped', () => {
    fc.assert(
      fc.property(studies, ({ before, after, alpha }) => {
        const there = wilcoxonSignedRank({ before, after, alpha })
        const back = wilcoxonSignedRank({ before: after, after: before, alpha })
        expectClose(back.p, there.p)
        expectClose(back.hodgesLehmann, -there.hodgesLehmann, { abs: 1e-12 })
        expectClose(back.ciLower, -there.ciUpper, { abs: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('counts every choice of signs exactly', () => {
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(sizes, fc.nat(), (unsorted, signs) => {
        const sorted = [...unsorted].sort((a, b) => a - b)
        const vOf = (mask: number) => sorted.reduce((sum, _, i) => sum + ((mask >> i) & 1 ? i + 1 : 0), 0)
        const after = sorted.map((size, i) => ((signs >> i) & 1 ? size : -size))
        const { v, p } = wilcoxonSignedRank({
          before: after.map(() => 0), after, alpha: 0.05, alternative: 'greater', exact: true,
        })
        expect(v).toBe(vOf(signs))
        const all = Array.from({ length: 2 ** sorted.length }, (_, mask) => vOf(mask))
        expectClose(p, all.filter(other => other >= v).length / all.length, { rel: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('refuses more units than it can count', () => {
    const after = Array.from({ length: 501 }, (_, i) => i + 1)
    expect(reasonOf(() => wilcoxonSignedRank({ before: after.map(() => 0), after, alpha: 0.05, exact: true }))).toBe('tooLarge')
  })

  it('follows the unit of the values and knows no origin', () => {
    fc.assert(
      fc.property(studies, ({ before, after, alpha }) => {
        const moved = (values: readonly number[]) => values.map(value => (value + 300) / 4)
        const plain = wilcoxonSignedRank({ before, after, alpha })
        expect(wilcoxonSignedRank({ before: moved(before), after: moved(after), alpha })).toEqual({
          ...plain, hodgesLehmann: plain.hodgesLehmann / 4, ciLower: plain.ciLower / 4, ciUpper: plain.ciUpper / 4,
        })
      }),
      PROPERTY,
    )
  })
})
