import { mayMoveEnd, whyNotAmendable } from './plan.rules'
import type { PlanToWrite } from './plan.service'
import { sealed } from './planContent.rules'
import { planQuestions } from './planQuestions'
import { planStanding } from './planStanding'

/** What views/plans/amend.hbs prints; whoever opens the page of a plan that cannot be amended now is told so. */
export function planAmendForm(toWrite: PlanToWrite, typed?: unknown) {
  const { pilot, plan } = toWrite
  const { inForce } = planStanding(toWrite)
  return {
    ...planQuestions(toWrite, typed),
    to: `/pilots/${pilot.id}/plan/amend`,
    replaces: inForce && sealed(inForce).hash,
    number: (inForce?.amendment?.number ?? 0) + 1,
    endsOn: inForce?.endsOn ?? null,
    mayMoveEnd: mayMoveEnd(pilot.state),
    refusal: whyNotAmendable(plan, pilot.state),
  }
}
