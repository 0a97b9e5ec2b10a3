import type { Clock } from '../../../server/platform/clock'
import type { Database } from '../../../server/platform/database/database'
import { defaultRule } from '../../../server/plans/decisionRule.rules'
import type { Plan } from '../../../server/plans/plan.entity'
import type { WrittenPlan } from '../../../server/plans/plan.input'
import { PlanService } from '../../../server/plans/plan.service'
import type { PlanContent, PlannedMetric } from '../../../server/plans/planContent.rules'
import { givenPilot, type GivenPilot } from './pilots'

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

/** The terms of `aPlan` as the service takes them. */
export function aWrittenPlan(changes: Partial<WrittenPlan> = {}): WrittenPlan {
  const { design, pairing, alpha, smallestEffect, plannedPerArm, baselineValue, baselineSd } = aPlan()
  const { minimumDelivered, allocationTreatment, decisionRule } = aPlan()
  return {
    design,
    pairing,
    alpha,
    smallestEffect,
    plannedPerArm,
    baselineValue,
    baselineSd,
    minimumDelivered,
    allocationTreatment,
    decisionRule,
    otherMetrics: [],
    typedFor: null,
    ...changes,
  }
}

export interface GivenPlan extends GivenPilot {
  readonly plan: Plan
}

/** Options for a plan in the database: a pilot to plan, or how to make one; and what the plan says. */
export interface PlanWish {
  /** Must not be a draft where the plan is to be locked. */
  readonly pilot?: GivenPilot
  readonly terms?: Partial<WrittenPlan>
  readonly clock?: Clock
}

/** A plan that is written and not locked, made through the service by the pilot's owner. */
export async function givenPlan(database: Database, { pilot, terms, clock = plannedAt }: PlanWish = {}): Promise<GivenPlan> {
  const given = pilot ?? (await givenPilot(database, { state: 'proposed' }))
  const plans = new PlanService(database, clock)
  const plan = await plans.revise(given.parents.people.owner, given.pilot.id, aWrittenPlan(terms), 0)
  return { ...given, plan }
}

/** A locked plan on a pilot that is proposed, or on the one given, which must be proposed or approved. */
export async function givenLockedPlan(database: Database, wish: PlanWish = {}): Promise<GivenPlan> {
  const given = await givenPlan(database, wish)
  const plans = new PlanService(database, wish.clock ?? plannedAt)
  const plan = await plans.lock(given.parents.people.owner, given.pilot.id, given.plan.version)
  return { ...given, plan }
}

/** After the pilots of tests were proposed and before any of them was launched. */
const plannedAt: Clock = { now: () => new Date('2026-09-20T12:00:00Z') }
