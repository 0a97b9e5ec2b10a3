import {
  amended,
  assertLocked,
  locked,
  lockCriteria,
  planInForce,
  whyNotAmendable,
  whyNotEditable,
} from '../../server/plans/plan.rules'
import type { PlanContent } from '../../server/plans/planContent.rules'
import { PILOT_STATES, type PilotState } from '../../server/pilots/pilot.entity'
import { Conflict, Invalid } from '../../server/platform/errors'
import { aPlan, aPlanContent, aPlannedMetric } from '../support/given/plans'

const noon = new Date('2026-10-01T12:00:00Z')
const proposed = { state: 'proposed' as PilotState, now: noon, outcomeArrived: false }
const share = aPlannedMetric()
const mean = aPlannedMetric({ kind: 'mean', unit: 'minutes', direction: 'lower' })
const lockedPlan = (content: PlanContent = aPlanContent()) => locked(aPlan(), content, proposed)

describe('locking a plan', () => {
  it('keeps the time, the content and its hash', () => {
    const plan = lockedPlan()
    expect(plan.lockedAt).toBe(noon)
    expect(JSON.parse(plan.canonical)).toEqual(aPlanContent())
    expect(plan.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is done once', () => {
    expect(() => locked(aPlan({ lockedAt: noon }), aPlanContent(), proposed)).toThrow('locked already')
  })

  it('comes before the first outcome reading', () => {
    expect(() => locked(aPlan(), aPlanContent(), { ...proposed, outcomeArrived: true })).toThrow('Outcome readings have arrived')
  })

  it.each<[string, Partial<PlanContent>]>([
    ['planned units', { plannedPerArm: null }],
    ['an expected share', { baselineValue: null }],
    ['an end', { endsOn: null }],
    ['an expected spread of a mean', { metrics: [mean], baselineValue: 12, baselineSd: null }],
    ['a metric that can be analysed', { metrics: [aPlannedMetric({ kind: 'duration' })] }],
  ])('asks for %s', (_, changes) => {
    expect(() => lockedPlan(aPlanContent(changes))).toThrow(Conflict)
  })

  it.each<[PilotState, boolean]>(PILOT_STATES.map(state => [state, state === 'proposed' || state === 'approved']))(
    'in the state %s is possible: %s',
    (state, possible) => {
      const attempt = () => locked(aPlan(), aPlanContent(), { ...proposed, state })
      if (possible) expect(attempt()).toBeDefined()
      else expect(attempt).toThrow(Conflict)
    },
  )

  it('lists its criteria one by one', () => {
    const criteria = lockCriteria({ state: 'draft', terms: null, metric: null, endsOn: null })
    expect(criteria.map(({ met }) => met)).toEqual([false, false, false, false, false, false])
    const terms = aPlanContent()
    expect(lockCriteria({ state: 'proposed', terms, metric: share, endsOn: terms.endsOn }).every(({ met }) => met)).toBe(true)
  })
})

describe('what a plan is expected to state before its lock', () => {
  it.each([
    ['proportion', 'The expected share is stated'],
    ['mean', 'The expected mean and standard deviation are stated'],
    ['duration', 'The value expected without the change is stated'],
  ] as const)('is said in the terms of a %s', (kind, said) => {
    const criteria = lockCriteria({ state: 'proposed', terms: aPlanContent(), metric: { kind, direction: 'lower' }, endsOn: null })
    expect(criteria.at(-1)?.criterion).toBe(said)
  })
})

describe('the plan in force', () => {
  it('is the plan as it was locked', () => {
    expect(planInForce(lockedPlan(), [])).toEqual(aPlanContent())
  })

  it('is the content of the amendment with the highest number', () => {
    const plan = lockedPlan()
    const first = amended(planInForce(plan, []), { plannedPerArm: 5000 }, 'More customers than expected')
    const second = amended(planInForce(plan, [first]), { endsOn: '2026-12-01' }, 'Two weeks lost to a strike')
    expect(planInForce(plan, [second, first])).toMatchObject({ plannedPerArm: 5000, endsOn: '2026-12-01', amendment: { number: 2 } })
  })

  it('exists only once the plan is locked', () => {
    expect(() => planInForce(aPlan(), [])).toThrow('not locked yet')
    expect(() => planInForce(null, [])).toThrow('not locked yet')
    expect(() => assertLocked(aPlan())).toThrow(Conflict)
  })
})

describe('an amendment', () => {
  const plan = lockedPlan()

  it('is numbered, says why, and names the hash of what it replaces', () => {
    const first = amended(planInForce(plan, []), { alpha: 0.01 }, 'Asked for by the sponsor')
    const second = amended(planInForce(plan, [first]), { alpha: 0.05 }, 'Back again')
    expect([first.number, second.number]).toEqual([1, 2])
    expect(planInForce(plan, [first]).amendment).toEqual({ number: 1, reason: 'Asked for by the sponsor', replaces: plan.hash })
    expect(planInForce(plan, [first, second]).amendment?.replaces).toBe(first.hash)
    expect(new Set([plan.hash, first.hash, second.hash]).size).toBe(3)
  })

  it('changes something', () => {
    expect(() => amended(aPlanContent(), {}, 'No reason at all')).toThrow(Invalid)
    expect(() => amended(aPlanContent(), { plannedPerArm: 4000 }, 'The same again')).toThrow(Invalid)
  })

  it('keeps to the rules of a plan', () => {
    expect(() => amended(aPlanContent(), { decisionRule: [] }, 'Whatever comes')).toThrow(Invalid)
    expect(() => amended(aPlanContent(), { endsOn: '2026-10-01' }, 'Shorter')).toThrow('need attention')
  })
})

describe('who may still write', () => {
  it.each<[PilotState, boolean, boolean]>([
    ['draft', true, false],
    ['proposed', true, true],
    ['approved', true, true],
    ['running', false, true],
    ['concluded', false, false],
    ['scaling', false, false],
    ['stopped', false, false],
    ['withdrawn', false, false],
  ])('in the state %s: terms %s, amendments %s', (state, terms, amendments) => {
    expect(whyNotEditable(aPlan(), state) === null).toBe(terms)
    expect(whyNotEditable(lockedPlan(), state)).toContain('locked')
    expect(whyNotAmendable(lockedPlan(), state) === null).toBe(amendments)
    expect(whyNotAmendable(aPlan(), state)).toContain('not locked')
  })

  it('leaves the plan to the sponsor once the result has been seen', () => {
    expect(whyNotAmendable(lockedPlan(), 'concluded')).toContain('Only the sponsor’s decision to extend')
  })
})
