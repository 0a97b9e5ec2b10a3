import { defaultRule } from '../../../server/plans/decisionRule.rules'
import type { Plan } from '../../../server/plans/plan.entity'
import type { PlanContent, PlannedMetric } from '../../../server/plans/planContent.rules'

/** A plan in memory: randomised, for a share, with every term stated and not locked. */
export function aPlan(changes: Partial<Plan> = {}): Plan {
  return {
    id: '7f0c2a52-6a0e-4b6e-9d0b-0f6f9c7f1a01',
    pilotId: '7f0c2a52-6a0e-4b6e-9d0b-0f6f9c7f1a02',
    design: 'randomised',
    pairing: 'independent',
    alpha: 0.05,
    smallestEffect: 0.02,
    plannedPerArm: 4000,
    baselineValue: 0.19,
    baselineSd: null,
    minimumDelivered: 0.8,
    allocationTreatment: 0.5,
    decisionRule: defaultRule(3),
    lockedAt: null,
    lockedById: null,
    canonical: null,
    hash: null,
    version: 1,
    ...changes,
  }
}

export function aPlannedMetric(changes: Partial<PlannedMetric> = {}): PlannedMetric {
  return {
    id: '7f0c2a52-6a0e-4b6e-9d0b-0f6f9c7f1a03',
    role: 'primary',
    name: 'Customers who came back within seven days',
    kind: 'proportion',
    unit: '',
    direction: 'higher',
    margin: null,
    ...changes,
  }
}

/** What such a plan says when it is locked. */
export function aPlanContent(changes: Partial<PlanContent> = {}): PlanContent {
  const { pilotId, design, pairing, alpha, smallestEffect, plannedPerArm, baselineValue, baselineSd } = aPlan()
  const { minimumDelivered, allocationTreatment, decisionRule } = aPlan()
  return {
    format: 'foothold-plan-1',
    pilot: { id: pilotId, title: 'Call every install customer the day before' },
    hypothesis: {
      change: 'A technician calls the day before the visit',
      forWhom: 'Households with an installation visit',
      expectedEffect: 'Fewer need a second visit',
      because: 'Half of the second visits start with a detail that nobody asked for',
    },
    startsOn: '2026-10-05',
    endsOn: '2026-11-15',
    design,
    pairing,
    metrics: [aPlannedMetric()],
    smallestEffect,
    alpha,
    plannedPerArm,
    baselineValue,
    baselineSd,
    minimumDelivered,
    allocationTreatment,
    decisionRule,
    amendment: null,
    ...changes,
  }
}
