import fc from 'fast-check'
import { nearestMixture } from '../../../server/statistics/syntheticControl/nearestMixture'
import {
  syntheticControl, type SyntheticControlInput,
} from '../../../server/statistics/syntheticControl/syntheticControl'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('syntheticControl against mpmath and quadprog', () => {
  it.each(cases<SyntheticControlInput>('syntheticControl'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => syntheticControl(input), reference)
  })
})

const value = fc.integer({ min: -999, max: 999 }).map(v => v / 8)
const problems = fc
  .record({ donors: fc.integer({ min: 1, max: 9 }), periods: fc.integer({ min: 1, max: 6 }) })
  .chain(({ donors, periods }) => {
    const path = fc.array(value, { minLength: periods, maxLength: periods })
    return fc.record({ target: path, donors: fc.array(path, { minLength: donors, maxLength: donors }) })
  })

describe('nearestMixture', () => {
  it('cannot be bettered by moving towards any donor', () => {
    fc.assert(
      fc.property(problems, ({ target, donors }) => {
        const weights = nearestMixture(target, donors, { spent: 0 })
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0)
        expectClose(weights.reduce((sum, weight) => sum + weight, 0), 1, { rel: 1e-12 })
        const product = (a: readonly number[], b: readonly number[]) =>
          a.reduce((sum, v, t) => sum + v * (b[t] ?? 0), 0)
        const differences = donors.map(donor => donor.map((v, t) => v - (target[t] ?? 0)))
        const gap = target.map((_, t) => product(weights, differences.map(difference => difference[t] ?? 0)))
        const scale = Math.max(...differences.map(difference => product(difference, difference)))
        for (const difference of differences) {
          expect(product(difference, gap)).toBeGreaterThanOrEqual(product(gap, gap) - 1e-10 * scale)
        }
      }),
      PROPERTY,
    )
  })

  it('finds the weights that made the target, where they are unique', () => {
    const donors = [[1, 0, 0, 3], [0, 1, 0, 5], [0, 0, 1, -2]]
    const target = [0.2, 0.5, 0.3, 0.2 * 3 + 0.5 * 5 - 0.6]
    nearestMixture(target, donors, { spent: 0 }).forEach((weight, j) => expectClose(weight, [0.2, 0.5, 0.3][j] ?? NaN))
  })

  it('has an answer where donors are copies of each other or of the target', () => {
    const answers = [
      nearestMixture([1, 2, 3], [[2, 2, 2], [2, 2, 2], [2, 2, 2]], { spent: 0 }),
      nearestMixture([1, 2, 3], [[2, 5, 2], [1, 2, 3], [1, 2, 3]], { spent: 0 }),
      nearestMixture([1, 2, 3], [[1, 2, 3], [1, 2, 3]], { spent: 0 }),
    ]
    for (const weights of answers) expectClose(weights.reduce((sum, weight) => sum + weight, 0), 1)
  })
})

describe('syntheticControl', () => {
  const studies = fc
    .record({
      donors: fc.integer({ min: 2, max: 6 }),
      pre: fc.integer({ min: 7, max: 10 }),
      post: fc.integer({ min: 1, max: 4 }),
    })
    .chain(({ donors, pre, post }) => {
      const path = (length: number) => fc.array(value, { minLength: length, maxLength: length })
      const paths = (length: number) => fc.array(path(length), { minLength: donors, maxLength: donors })
      return fc.record({
        treatedPre: path(pre), treatedPost: path(post), donorsPre: paths(pre), donorsPost: paths(post),
      })
    })

  it('does not mind unit and level, and carries a constant effect into its average', () => {
    fc.assert(
      fc.property(studies, fc.constantFrom(0.5, 1024), (study, unit) => {
        const plain = reasonOf(() => syntheticControl(study))
        if (typeof plain === 'string') return
        const { averageEffect, rmspeRatio } = plain as ReturnType<typeof syntheticControl>
        const path = (values: readonly number[], more = 0) => values.map(v => (v + more) * unit + 2 ** 20)
        const moved = syntheticControl({
          treatedPre: path(study.treatedPre), treatedPost: path(study.treatedPost, 3),
          donorsPre: study.donorsPre.map(values => path(values)),
          donorsPost: study.donorsPost.map(values => path(values)),
        })
        expectClose(moved.averageEffect, (averageEffect + 3) * unit, { rel: 1e-6, abs: 1e-6 * unit })
        const back = syntheticControl({
          ...study, donorsPre: [...study.donorsPre].reverse(), donorsPost: [...study.donorsPost].reverse(),
        })
        expectClose(back.rmspeRatio, rmspeRatio, { rel: 1e-6 })
      }),
      PROPERTY,
    )
  })

  it('refuses a perfect match before the change, and a single donor', () => {
    const perfect = {
      treatedPre: [1, 2, 3], treatedPost: [4], donorsPre: [[1, 2, 3], [5, 5, 2]], donorsPost: [[4], [1]],
    }
    expect(reasonOf(() => syntheticControl(perfect))).toBe('zeroVariance')
    const single = { ...perfect, donorsPre: [[5, 5, 2]], donorsPost: [[1]] }
    expect(reasonOf(() => syntheticControl(single))).toBe('noDonors')
  })
})
