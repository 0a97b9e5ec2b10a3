import fc from 'fast-check'
import { standardNormal } from '../../../server/statistics/distributions/normal'
import { type NpsCounts, signedCountsOf } from '../../../server/statistics/nps/npsCounts'
import { npsDifference } from '../../../server/statistics/nps/npsDifference'
import {
  restrictedVarianceOfDifference, score, signedMean,
} from '../../../server/statistics/proportions/signedShares'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { reasonOf } from '../referenceCases'
import { LEVELS } from '../samples'
import { outcomesOf, SPLITS } from './outcomes'

/** Pairs of outcomes rarer than this are left out; together they are below half a percent at 20 answers. */
const RARE = 1e-6

describe('npsDifference', () => {
  const critical = standardNormal.upperQuantile(0.025)
  /** z as npsDifference gives it, without its interval, for the sake of time */
  const scoreAtZero = (treatment: NpsCounts, control: NpsCounts): number => {
    const [one, two] = [signedCountsOf(treatment), signedCountsOf(control)]
    const total = one.n + two.n
    const variance = restrictedVarianceOfDifference(one, two, 0) * (total / (total - 1))
    return score(signedMean(one) - signedMean(two), variance)
  }

  // Two arms of the same split: the interval covers the true difference of 0 exactly when p is above alpha.
  it.each([
    ['45/30/25', 0.951], ['70/20/10', 0.945], ['85/12/3', 0.98],
  ] as const)('does not refuse equal scores of a split %s with 20 answers in each arm', (split, coverage) => {
    const outcomes = outcomesOf(20, SPLITS[split])
    let kept = 0
    let all = 0
    for (const one of outcomes) {
      for (const two of outcomes) {
        const probability = one.probability * two.probability
        if (probability < RARE) break
        all += probability
        if (Math.abs(scoreAtZero(one.counts, two.counts)) < critical) kept += probability
      }
    }
    expectClose(kept / all, coverage, { abs: 0.001 })
  })

  const count = fc.oneof(fc.nat(3), fc.nat(60), fc.nat(5000))
  const answers = fc
    .record({ promoters: count, passives: count, detractors: count })
    .filter(({ promoters, passives, detractors }) => promoters + passives + detractors > 0)
  const arms = fc.record({ treatment: answers, control: answers, alpha: LEVELS })

  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(arms, input => {
        const { p, difference, ciLower, ciUpper } = npsDifference(input)
        expect(p <= input.alpha).toBe(0 < ciLower || 0 > ciUpper)
        expect(-2 <= ciLower && ciLower <= difference && difference <= ciUpper && ciUpper <= 2).toBe(true)
      }),
      PROPERTY,
    )
  })

  it('turns its sign and keeps p when the arms are swapped', () => {
    fc.assert(
      fc.property(arms, ({ treatment, control, alpha }) => {
        const there = npsDifference({ treatment, control, alpha })
        const back = npsDifference({ treatment: control, control: treatment, alpha })
        expectClose(back.difference, -there.difference)
        expectClose(back.p, there.p, { rel: 1e-8 })
        expectClose(back.ciLower, -there.ciUpper, { rel: 1e-8, abs: 1e-10 })
      }),
      PROPERTY,
    )
  })

  it('finds the shares that make the data likeliest', () => {
    // against a search on a grid: equal scores of 12/5/3 and 6/6/8
    const treatment = { promoters: 12, passives: 5, detractors: 3 }
    const control = { promoters: 6, passives: 6, detractors: 8 }
    const { difference, z } = npsDifference({ treatment, control, alpha: 0.05 })
    const likelihood = (counts: typeof treatment, promoters: number, detractors: number) =>
      counts.promoters * Math.log(promoters) + counts.detractors * Math.log(detractors) +
      counts.passives * Math.log(1 - promoters - detractors)
    const best = { log: -Infinity, variance: NaN }
    const STEP = 0.002
    for (let mean = -0.3; mean < 0.6; mean += STEP) {
      const bestOf = (counts: typeof treatment) => {
        const found = { log: -Infinity, variance: NaN }
        for (let minus = Math.max(0, -mean) + STEP / 4; 2 * minus + mean < 1; minus += STEP / 4) {
          const log = likelihood(counts, minus + mean, minus)
          if (log > found.log) Object.assign(found, { log, variance: (2 * minus + mean - mean ** 2) / 20 })
        }
        return found
      }
      const [one, two] = [bestOf(treatment), bestOf(control)]
      if (one.log + two.log > best.log) {
        Object.assign(best, { log: one.log + two.log, variance: one.variance + two.variance })
      }
    }
    expectClose(z, scoreAtZero(treatment, control))
    expectClose(z, difference / Math.sqrt((best.variance * 40) / 39), { rel: 2e-3 })
  })

  it('refuses an arm without answers', () => {
    const none = { promoters: 0, passives: 0, detractors: 0 }
    const some = { promoters: 3, passives: 1, detractors: 0 }
    expect(reasonOf(() => npsDifference({ treatment: none, control: some, alpha: 0.05 }))).toBe('emptyArm')
  })
})
