import { planChanges, planChangesInWords, planDifferences } from '../../server/plans/planDifferences'
import type { PlanContent } from '../../server/plans/planContent.rules'
import { aPlan, aPlanContent, aPlannedMetric } from '../support/given/plans'

const customs = { locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin' }
const share = { kind: 'proportion', unit: '' } as const

describe('what a plan says otherwise by now than it was sent', () => {
  it('is nothing where both say the same', () => {
    expect(planDifferences(aPlan(), aPlan(), share, customs)).toEqual([])
  })

  it('is said in the words of the form', () => {
    const sent = aPlan({ design: 'beforeAfter', pairing: 'paired', plannedPerArm: null, minimumDelivered: 0.75 })
    expect(planDifferences(aPlan({ design: 'randomised', plannedPerArm: 1600, minimumDelivered: 0.8 }), sent, share, customs)).toEqual([
      'Design: now “Randomised: chance decides which unit gets the change”; yours: “Before and after: the outcome is compared with a baseline”.',
      'Units: now “Different units in each group”; yours: “The same units in both periods”.',
      'Units planned for each group: now 1,600; yours: empty.',
      'Delivered at least: now 80%; yours: 75%.',
    ])
  })

  it('is said with all its digits where the usual ones would hide it', () => {
    const stands = aPlan({ smallestEffect: 0.02, baselineValue: 0.25, alpha: 0.05 })
    const sent = aPlan({ smallestEffect: 0.0200000123, baselineValue: 0.2504, alpha: 0.05000001 })
    expect(planDifferences(stands, sent, share, customs)).toEqual([
      'Smallest effect that matters: now 2 percentage points; yours: 2.00000123 percentage points.',
      'Significance level: now 0.05; yours: 0.05000001.',
      'Expected value without the change: now 25%; yours: 25.04%.',
    ])
  })
})

describe('what an edit of a plan changed', () => {
  /** As the log answers, which keeps the entry as JSON. */
  const changes = (before: PlanContent, after: PlanContent) => {
    const details: unknown = JSON.parse(JSON.stringify({ changes: planChanges(before, after) }))
    return planChangesInWords('plan.revised', details, customs)
  }
  const guardrail = aPlannedMetric({ id: 'other', name: 'Calls', role: 'guardrail', margin: 0.5, kind: 'mean', unit: 'calls' })

  it('is nothing where both say the same', () => {
    expect(planChanges(aPlanContent(), aPlanContent())).toEqual({})
    expect(changes(aPlanContent(), aPlanContent())).toEqual([])
  })

  it('is told in words, from what to what, the rule by its rows', () => {
    const before = aPlanContent()
    const [first, ...others] = before.decisionRule
    const after = aPlanContent({
      ...{ plannedPerArm: 4500, smallestEffect: 0.0200001, endsOn: null, metrics: [...before.metrics, guardrail] },
      decisionRule: [{ ...first!, action: 'extend' }, ...others.slice(0, -1)],
    })
    expect(changes(before, after)).toEqual([
      'Smallest effect that matters: 2 percentage points → 2.00001 percentage points',
      'Units planned for each group: 4,000 → 4,500',
      'Decision rule, row 1: harms, any evidence: stop → harms, any evidence: extend',
      'Decision rule, row 6: don\'t know, any evidence: extend → none',
      'Metrics: none → Calls (guardrail, at most 0.5 calls worse)',
      'End: 15 Nov 2026 → empty',
    ])
  })

  it('is told metric by metric, with all the digits that tell two margins apart', () => {
    const [primary] = aPlanContent().metrics
    const calls = (margin: number) => ({ ...guardrail, margin })
    const waits = aPlannedMetric({ id: 'third', name: 'Waits', role: 'secondary' })
    const before = aPlanContent({ metrics: [primary!, calls(3.00001)] })
    const after = aPlanContent({ metrics: [primary!, calls(3.00002), waits] })
    expect(changes(before, after)).toEqual([
      'Metrics: Calls (guardrail, at most 3.00001 calls worse) → Calls (guardrail, at most 3.00002 calls worse)',
      'Metrics: none → Waits (secondary)',
    ])
  })

  it('leaves the entries of others to them', () => {
    expect(planChangesInWords('pilot.edited', { changes: { title: { before: 'A', after: 'B' } } }, customs)).toBeNull()
  })
})
