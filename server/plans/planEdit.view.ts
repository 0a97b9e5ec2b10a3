import { whyNotAmendable, whyNotEditable } from './plan.rules'
import type { PlanToWrite } from './plan.service'
import { planQuestions } from './planQuestions'

/**
 * What views/plans/edit.hbs prints. Whoever opens the page of a plan that is locked is told so; what was typed before
 * somebody else locked it is kept, as an amendment.
 */
export function planEditForm(toWrite: PlanToWrite, typed?: unknown) {
  const { pilot, plan } = toWrite
  const wasLockedMeanwhile = typed !== undefined && Boolean(plan?.lockedAt)
  return {
    ...planQuestions(toWrite, typed),
    to: `/pilots/${pilot.id}/plan/${wasLockedMeanwhile ? 'amend' : 'edit'}`,
    version: plan?.version ?? 0,
    refusal: wasLockedMeanwhile ? whyNotAmendable(plan, pilot.state) : whyNotEditable(plan, pilot.state),
    metricTo: `/pilots/${pilot.id}/edit#field-metricId`,
  }
}
