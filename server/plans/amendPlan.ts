import type { Doer } from '../access/actor'
import { AuditStore } from '../audit/audit.store'
import { PilotInProgramStore } from '../pilots/pilotInProgram.store'
import type { Transaction } from '../platform/database/database'
import { amended, assertLocked, planInForce, type PlanChanges } from './plan.rules'
import { PlanStore } from './plan.store'
import { planChanges } from './planDifferences'
import { unsealed, type PlanContent } from './planContent.rules'
import type { PlanAmendment } from './planAmendment.entity'

/**
 * Adds the next amendment inside a transaction of the caller, who has asked whether there may be one now: the use case
 * of the plan page does, and the decision that extends a pilot, each by its own rule. Timebox and plan move together.
 *
 * @param changes  what shall differ, or how it follows from the plan that holds now
 */
export async function amendPlan(
  tx: Transaction,
  amendment: {
    readonly actor: Doer
    readonly pilotId: string
    readonly reason: string
    readonly at: Date
    readonly changes: PlanChanges | ((current: PlanContent, currentHash: string) => PlanChanges | Promise<PlanChanges>)
  },
): Promise<PlanAmendment> {
  const { actor, pilotId, reason, at, changes } = amendment
  const plans = new PlanStore(tx)
  const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
  const plan = await plans.ofPilot(pilotId)
  assertLocked(plan)
  const amendments = await plans.amendments(plan.id)
  const current = planInForce(plan, amendments)
  const wanted = typeof changes === 'function' ? await changes(current, amendments.at(-1)?.hash ?? plan.hash) : changes
  const next = amended(current, wanted, reason)
  const content = unsealed(next.canonical)
  const afterFirstOutcome = await plans.outcomeHasArrived(pilotId)
  const saved = await plans.saveAmendment({ ...next, planId: plan.id, at, actorId: actor.accountId, afterFirstOutcome })
  await plans.saveTimebox(pilotId, content)
  await new AuditStore(tx).append({
    program: pilot.programId,
    actor,
    action: 'plan.amended',
    subject: { kind: 'pilot', id: pilotId },
    details: {
      ...{ number: next.number, reason, hash: next.hash, afterFirstOutcome },
      ...{ changes: planChanges(current, content) },
    },
    at,
  })
  return saved
}
