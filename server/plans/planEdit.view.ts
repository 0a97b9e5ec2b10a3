import { whyNotEditable } from './plan.rules'
import type { PlanToWrite } from './plan.service'
import { planQuestions } from './planQuestions'

/** What views/plans/edit.hbs prints; whoever opens the page of a plan that is locked is told so. */
export function planEditForm(toWrite: PlanToWrite, typed?: unknown) {
  const { pilot, plan } = toWrite
  return {
    ...planQuestions(toWrite, typed),
    to: `/pilots/${pilot.id}/plan/edit`,
    version: plan?.version ?? 0,
    refusal: whyNotEditable(plan, pilot.state),
    metricTo: `/pilots/${pilot.id}/edit#field-metricId`,
  }
}
