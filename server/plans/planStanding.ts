import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import { planInForce, startingTerms } from './plan.rules'
import type { SeenPlan } from './plan.service'
import { primaryMetric } from './planContent.rules'

/** All that a form of the plan has to know before it is filled in. */
export interface PlanBefore extends Pick<SeenPlan, 'plan' | 'otherMetrics' | 'amendments'> {
  readonly pilot: Pick<PilotInProgram, 'state' | 'metric' | 'smallestEffect' | 'evidenceBar'>
}

/**
 * What whoever writes a plan starts from: the plan that holds, else the one that is being written, else what every plan
 * starts with; and the metric in whose unit it is written.
 */
export function planStanding({ pilot, plan, otherMetrics, amendments }: PlanBefore) {
  const inForce = plan?.lockedAt ? planInForce(plan, amendments) : null
  return {
    inForce,
    terms: inForce ?? plan ?? startingTerms(pilot),
    metric: inForce ? primaryMetric(inForce) : pilot.metric,
    watched: inForce ? inForce.metrics.filter(({ role }) => role !== 'primary') : otherMetrics,
  }
}
