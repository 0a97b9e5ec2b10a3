import { feasibility } from '../../../server/statistics/power/feasibility'
import { powerTTwoSample } from '../../../server/statistics/power/powerTTwoSample'
import { expectClose } from '../closeness'
import { reasonOf } from '../referenceCases'

describe('feasibility of a plan', () => {
  it('tells what a comparison of means can show', () => {
    const answer = feasibility({ kind: 'mean', sd: 1, nTreatment: 64, nControl: 64, smallestEffect: 0.5, alpha: 0.05 })
    expectClose(answer.powerAtSmallestEffect, 0.8014586233679728, { rel: 1e-8 })
    const delta = answer.detectableEffect ?? 0
    const { power } = powerTTwoSample({ solveFor: 'power', n: 64, delta, sd: 1, alpha: 0.05 })
    expectClose(power, 0.8)
  })

  it('tells what a comparison of proportions can show, up as well as down', () => {
    const shared = { kind: 'proportion' as const, nTreatment: 2000, nControl: 2000, smallestEffect: 0.02, alpha: 0.05 }
    const up = feasibility({ ...shared, baseline: 0.1, direction: 'raise' })
    const down = feasibility({ ...shared, baseline: 0.9, direction: 'lower' })
    expectClose(up.powerAtSmallestEffect, 0.52448127876429, { rel: 1e-8 })
    expectClose(down.powerAtSmallestEffect, up.powerAtSmallestEffect)
    expectClose(down.detectableEffect ?? 0, up.detectableEffect ?? 1)
  })

  it('says that no effect can be seen with a handful of units', () => {
    const answer = feasibility({
      kind: 'proportion', baseline: 0.9, direction: 'raise', nTreatment: 5, nControl: 5, smallestEffect: 0.05,
      alpha: 0.05,
    })
    expect(answer.detectableEffect).toBeNull()
    expectClose(answer.smallestP, 2 / 252)
  })

  it('sees less with arms of different size', () => {
    const plan = { kind: 'mean' as const, sd: 1, smallestEffect: 0.3, alpha: 0.05 }
    const balanced = feasibility({ ...plan, nTreatment: 100, nControl: 100 })
    const lopsided = feasibility({ ...plan, nTreatment: 20, nControl: 180 })
    expect(lopsided.powerAtSmallestEffect).toBeLessThan(balanced.powerAtSmallestEffect)
  })

  it('refuses a plan without an effect, an arm or a possible proportion', () => {
    const plan = { kind: 'mean' as const, sd: 1, nTreatment: 10, nControl: 10, smallestEffect: 1, alpha: 0.05 }
    expect(reasonOf(() => feasibility({ ...plan, smallestEffect: 0 }))).toBe('zeroEffect')
    expect(reasonOf(() => feasibility({ ...plan, nControl: 0 }))).toBe('emptyArm')
    expect(reasonOf(() => feasibility({ ...plan, kind: 'proportion', baseline: 0.9, direction: 'raise' }))).toBe(
      'invalidProbability',
    )
  })
})
