import type { Doer } from '../access/actor'
import type { Transaction } from '../platform/database/database'
import type { Pilot } from '../pilots/pilot.entity'
import { DecisionStore } from './decision.store'
import { addDraft } from '../pilots/pilotLife.service'
import { PilotStore } from '../pilots/pilot.store'
import { PilotTeamStore } from '../pilots/pilotTeam.store'

/**
 * The draft that an adapted pilot leaves behind: the same words, segment and people, without dates. It is the owner's
 * proposal, not that of the sponsor who asked for it, so that the sponsor can decide on it in turn.
 */
export async function addFollowUp(
  tx: Transaction,
  { actor, pilot, now }: { readonly actor: Doer; readonly pilot: Pilot; readonly now: Date },
): Promise<Pilot> {
  const pilots = new PilotStore(tx)
  const { title, change, forWhom, expectedEffect, because, ownerId, sponsorId, metricId, smallestEffect } = pilot
  const { budgetCents, budgetSource, mostCustomers, mostSpendCents, stopRule, rollbackStep } = pilot
  const { visionSentence, arrivalsPerWeek, journeyId, journeyVersion } = pilot
  const draft = await addDraft(tx, {
    actor,
    proposerId: ownerId ?? pilot.proposerId,
    programId: pilot.programId,
    proposal: {
      ...{ title: freeTitle(title, await new DecisionStore(tx).titles(pilot.programId)), change, forWhom, expectedEffect, because },
      ...{ ownerId, sponsorId, metricId, smallestEffect, startsOn: null, endsOn: null, budgetCents, budgetSource },
      ...{ mostCustomers, mostSpendCents, stopRule, rollbackStep, visionSentence, arrivalsPerWeek },
      ...{ journeyId, journeyVersion },
    },
    segment: await pilots.segmentOf(pilot.id),
    parentId: pilot.id,
    now,
  })
  const team = new PilotTeamStore(tx)
  await team.add(draft.id, await team.idsOf(pilot.id), now)
  return draft
}

/** "Call every customer, adapted", then "…, adapted 2": a title is taken once in a program. */
export function freeTitle(title: string, taken: ReadonlySet<string>): string {
  const stem = `${title.replace(/, adapted( \d+)?$/, '').slice(0, 180).replace(/\p{Surrogate}$/u, '')}, adapted`
  for (let count = 1; ; count += 1) {
    const wanted = count === 1 ? stem : `${stem} ${count}`
    if (!taken.has(wanted)) return wanted
  }
}
