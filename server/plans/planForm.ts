import { Invalid, type FieldFaults } from '../platform/errors'
import { percentAsked } from '../platform/http/fields'
import { readPartly } from '../platform/http/readInput'
import { isWhole, type PartlyRead } from '../platform/partlyRead'
import { percentDoubt, type ShareUnit } from '../platform/shareTyped'
import { valueOf, type GivenNumber } from '../platform/typedNumber'
import { ALLOCATION, PlanAmendmentForm, PlanRevisionForm, withoutEmptyRows, type PlanFields, type WrittenPlan } from './plan.input'
import { endFaults, isTypedFor, usesAllocation } from './plan.rules'
import type { PlanToWrite } from './plan.service'
import { planFaults } from './planFaults.rules'
import { planStanding, type PlanBefore } from './planStanding'

/** What a form of a plan says: the fields as they are, and the plan in the units in which it is kept. */
export interface ReadPlan<F extends PlanFields> {
  readonly fields: F
  readonly plan: WrittenPlan
}

/** What the form was printed from. */
type Before = PlanBefore & Pick<PlanToWrite, 'offered'>

/** @throws Invalid, see `readForm` */
export const readRevision = (body: unknown, before: Before): ReadPlan<PlanRevisionForm> => readForm(PlanRevisionForm, body, before)

/** @throws Invalid, see `readForm` */
export const readAmendment = (body: unknown, before: Before): ReadPlan<PlanAmendmentForm> =>
  readForm(PlanAmendmentForm, body, before, ({ endsOn }) => {
    const { inForce } = planStanding(before)
    return inForce && endsOn !== undefined ? endFaults(before.pilot.state, inForce, endsOn) : {}
  })

/**
 * What fits together in a plan is asked where it is saved. A form with fields that cannot be read does not get there, so
 * what is known of the others is told here with them: nobody mends a form twice.
 *
 * @param more  the faults of what a form says beside the plan
 * @throws Invalid where a field cannot be read, or a number can be meant in two ways, with everything else that is at fault
 */
function readForm<F extends PlanFields>(
  shape: new () => F,
  body: unknown,
  before: Before,
  more: (read: PartlyRead<F>) => FieldFaults = () => ({}),
): ReadPlan<F> {
  const { read, faults } = readPartly(shape, withoutEmptyRows(body))
  const { plan, doubts } = inKeptUnits(read, before)
  if (isWhole(read) && isWhole(plan)) return { fields: read, plan }
  const { metric } = planStanding(before)
  const isOfThisMetric = metric && plan.typedFor && isTypedFor(plan.typedFor, metric)
  throw new Invalid({ ...(isOfThisMetric ? planFaults(plan, metric, before.offered) : {}), ...more(read), ...doubts, ...faults })
}

function inKeptUnits(read: PartlyRead<PlanFields>, before: Before): { plan: PartlyRead<WrittenPlan>; doubts: FieldFaults } {
  const doubts: Record<string, string> = {}
  const kept = (given: GivenNumber | undefined, isShare: boolean, unit: ShareUnit, field: string): number | undefined => {
    if (given === undefined) return undefined
    const doubt = percentDoubt(given, isShare, unit)
    if (doubt === null) return isShare ? inShares(valueOf(given)) : valueOf(given)
    doubts[field] = doubt
    return undefined
  }
  const { design, pairing, alpha, plannedPerArm, baselineSd, minimumDelivered, typedIn, primaryMetricId: metricId } = read
  const isShare = typedIn === 'points'
  const allocation = read.allocationTreatment ?? allocationLeftOut(read, before)
  if (allocation === null) doubts.allocationTreatment = percentAsked(ALLOCATION)
  const otherMetrics = read.otherMetrics?.map(({ metricId: id, role, margin }, at) => {
    const isOfShare = before.offered.some(metric => metric.id === id && metric.kind === 'proportion')
    return { metricId: id, role, margin: margin === null ? null : kept(margin, isOfShare, 'points', `otherMetrics.${at}.margin`) }
  })
  const plan = {
    design,
    pairing,
    smallestEffect: kept(read.smallestEffect, isShare, 'points', 'smallestEffect'),
    alpha,
    plannedPerArm,
    baselineValue: read.baselineValue === null ? null : kept(read.baselineValue, isShare, 'percent', 'baselineValue'),
    baselineSd,
    allocationTreatment: allocation ?? undefined,
    minimumDelivered,
    decisionRule: read.decisionRule?.map(({ verdict, evidenceAtLeast, action }) => ({ verdict, evidenceAtLeast, action })),
    otherMetrics: otherMetrics?.every(isWhole) ? otherMetrics : undefined,
    typedFor: metricId === undefined || typedIn === undefined ? undefined : { metricId, isShare },
  }
  return { plan, doubts }
}

/** A design that has no use for the share of treatment leaves it as it stands; null where it has, undefined where nobody knows. */
function allocationLeftOut({ design, allocationTreatment }: PartlyRead<PlanFields>, before: Before): number | null | undefined {
  if (design === undefined || allocationTreatment === undefined) return undefined
  return usesAllocation(design) ? null : planStanding(before).terms.allocationTreatment
}

/** 2.3 points are a share of 0.023 and not of 0.022999999999999996. */
const inShares = (percent: number): number => Number((percent / 100).toPrecision(15))
