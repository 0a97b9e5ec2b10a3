import { feasibilityOf, reachOf, type FeasibilityTerms } from '../../server/plans/feasibility.rules'
import { feasibility } from '../../server/statistics/power/feasibility'
import { aPlan } from '../support/given/plans'

const share = { kind: 'proportion', direction: 'higher' } as const
const mean = { kind: 'mean', direction: 'lower' } as const
const terms = (changes: Partial<FeasibilityTerms> = {}): FeasibilityTerms => ({ ...aPlan(), ...changes })

describe('what a plan can show', () => {
  it('is fine, weak or unlikely by the power at the smallest effect that matters', () => {
    const words = [6300, 6200, 3100, 3000].map(plannedPerArm => feasibilityOf(terms({ plannedPerArm }), share, 500).word)
    expect(words).toEqual(['fine', 'weak', 'weak', 'unlikely'])
  })

  it('agrees with itself: the units it asks for have the wanted power, and detect the smallest effect', () => {
    for (const [metric, changes] of [
      [share, {}],
      [{ ...share, direction: 'lower' }, { baselineValue: 0.25, smallestEffect: 0.05 }],
      [mean, { baselineValue: 12, baselineSd: 4, smallestEffect: 1 }],
    ] as const) {
      const asked = feasibilityOf(terms({ ...changes, plannedPerArm: null }), metric, null).unitsForWantedPower ?? 0
      const planned = feasibilityOf(terms({ ...changes, plannedPerArm: asked }), metric, null)
      expect(planned.powerAtSmallestEffect).toBeGreaterThanOrEqual(0.8)
      expect(planned.powerAtSmallestEffect).toBeLessThan(0.81)
      expect(planned.detectableEffect).toBeLessThanOrEqual(terms(changes).smallestEffect)
      expect(feasibilityOf(terms({ ...changes, plannedPerArm: asked - 1 }), metric, null).word).toBe('weak')
    }
  })

  it('asks for fewer units in the smaller group where more stand against them, and for more in all', () => {
    const even = feasibilityOf(terms(), share, null).unitsForWantedPower ?? 0
    const uneven = feasibilityOf(terms({ allocationTreatment: 0.2 }), share, null).unitsForWantedPower ?? 0
    expect(uneven).toBeLessThan(even)
    expect(uneven * 5).toBeGreaterThan(even * 2)
    const planned = feasibilityOf(terms({ allocationTreatment: 0.2, plannedPerArm: uneven }), share, null)
    expect(planned.powerAtSmallestEffect).toBeCloseTo(0.8, 3)
  })

  it('looks for a fall of what shall fall', () => {
    const falls = feasibilityOf(terms({ baselineValue: 0.25, smallestEffect: 0.05 }), { ...share, direction: 'lower' }, null)
    const rises = feasibilityOf(terms({ baselineValue: 0.75, smallestEffect: 0.05 }), share, null)
    expect(falls).toEqual(rises)
  })

  it('is unreachable where even the clearest result cannot reach the level', () => {
    const few = feasibilityOf(terms({ plannedPerArm: 3, baselineSd: 0.01, baselineValue: 5, smallestEffect: 4 }), mean, 10)
    expect(few.smallestP).toBeCloseTo(0.1, 12)
    expect(few.powerAtSmallestEffect).toBeGreaterThan(0.99)
    expect(few.word).toBe('unreachable')
  })

  it('is not known before the plan says enough', () => {
    expect(feasibilityOf(terms({ plannedPerArm: null }), share, 500)).toMatchObject({ word: null, smallestP: null, expectedWeeks: null })
    expect(feasibilityOf(terms({ baselineValue: null }), share, 500)).toMatchObject({ word: null, powerAtSmallestEffect: null })
    expect(feasibilityOf(terms(), mean, 500)).toMatchObject({ word: null, detectableEffect: null })
    expect(feasibilityOf(terms(), { kind: 'nps', direction: 'higher' }, 500)).toMatchObject({ word: null })
  })

  it('names no detectable effect where there is none', () => {
    expect(feasibilityOf(terms({ plannedPerArm: 2, baselineValue: 0.9, smallestEffect: 0.05 }), share, 1).detectableEffect).toBeNull()
  })

  it.each<[Partial<FeasibilityTerms>, number | null, number | null]>([
    [{ plannedPerArm: 1000 }, 250, 8],
    [{ plannedPerArm: 1000, allocationTreatment: 0.2 }, 250, 20],
    [{ plannedPerArm: 1000, allocationTreatment: 0.8 }, 250, 20],
    [{ plannedPerArm: 1000, design: 'beforeAfter' }, 250, 4],
    [{ plannedPerArm: 1001, design: 'beforeAfter' }, 250, 5],
    [{ plannedPerArm: 10 }, 5000, 1],
    [{ plannedPerArm: 1000 }, null, null],
    [{ plannedPerArm: 1000 }, 0, null],
  ])('with %j and %s arrivals a week takes %s weeks', (changes, arrivals, weeks) => {
    expect(feasibilityOf(terms(changes), share, arrivals).expectedWeeks).toBe(weeks)
  })

  it('stays quick and finite for very large groups', () => {
    expect(feasibilityOf(terms({ plannedPerArm: 1_000_000_000 }), share, 500)).toMatchObject({ word: 'fine', smallestP: 0, powerAtSmallestEffect: 1 })
  })
})

describe('the part that the selection asks for', () => {
  it.each([
    ['of a share', terms(), share],
    ['of a share with one group larger', terms({ allocationTreatment: 0.2 }), share],
    ['of a share that shall fall', terms(), { ...share, direction: 'lower' as const }],
    ['of a mean', terms({ plannedPerArm: 40, baselineValue: 5, baselineSd: 2.5, smallestEffect: 1 }), mean],
    ['of a mean of two', terms({ plannedPerArm: 2, baselineValue: 5, baselineSd: 2.5, smallestEffect: 1 }), mean],
    ['of too few', terms({ plannedPerArm: 1, baselineValue: 5, baselineSd: 2.5, smallestEffect: 1 }), mean],
    ['before and after', terms({ design: 'beforeAfter' }), share],
  ])('is what the whole says %s', (_, given, metric) => {
    expect(feasibilityOf(given, metric, 500)).toMatchObject(reachOf(given, metric, 500))
    const { plannedPerArm: n, allocationTreatment: allocation, design, alpha, smallestEffect, baselineValue, baselineSd } = given
    const nControl = Math.round((n ?? 0) * (design === 'beforeAfter' ? 1 : (1 - Math.min(allocation, 1 - allocation)) / Math.min(allocation, 1 - allocation)))
    const asked = { nTreatment: n ?? 0, nControl, smallestEffect, alpha }
    const direction = metric.direction === 'higher' ? ('raise' as const) : ('lower' as const)
    const whole = () => feasibility(metric.kind === 'mean' ? { ...asked, kind: 'mean', sd: baselineSd ?? 0 } : { ...asked, kind: 'proportion', baseline: baselineValue ?? 0, direction })
    if (n === 1) expect(whole).toThrow('too few observations')
    else expect(reachOf(given, metric, 500).powerAtSmallestEffect).toBeCloseTo(whole().powerAtSmallestEffect, 12)
  })
})
