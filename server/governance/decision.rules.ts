import { partiality } from '../pilots/partiality.rules'
import { DECISIONS, type Decision as Choice } from '../pilots/pilotLife.rules'
import type { Pilot } from '../pilots/pilot.entity'
import { VERDICT_WORDS, type Action, type DecisionRule, type Verdict } from '../plans/decisionRule.rules'
import { MOST_EVIDENCE } from '../plans/mostEvidence'
import type { PlanDesign } from '../plans/plan.entity'
import type { EvidenceLevel } from '../programs/evidenceLevel'
import { Conflict, Forbidden } from '../platform/errors'
import type { Decision } from './decision.entity'

export const isChoice = (word: string): word is Choice => DECISIONS.some(choice => choice === word)

/** A choice other than what the plan's rule asks for needs a second sponsor. */
export const opposesRule = (choice: Choice, firedAction: Choice): boolean => choice !== firedAction

type Parties = Pick<Pilot, 'proposerId' | 'ownerId'>

export const HANDED_OVER = 'Another sponsor is named on this pilot since this was decided. The sponsor named now takes it back and decides anew.'

/** Whether a decision that waits is of somebody who was the sponsor then and is it no more: it is nobody's to carry out. */
export const isHandedOver = ({ decidedById }: Pick<Decision, 'decidedById'>, { sponsorId }: Pick<Pilot, 'sponsorId'>): boolean =>
  decidedById !== sponsorId

/**
 * Nobody judges a change of their own, whatever role they hold.
 *
 * @throws Forbidden for the proposer, the owner and the team
 */
export function assertImpartial(pilot: Parties, teamIds: readonly string[], accountId: string): void {
  const reason = partiality(pilot, teamIds, accountId)
  if (reason) throw new Forbidden(reason)
}

/** Why this person cannot agree as the second sponsor; null when nothing speaks against it. */
export function whyNotSecond(
  decision: Pick<Decision, 'decidedById' | 'state'>,
  pilot: Parties & Pick<Pilot, 'sponsorId'>,
  teamIds: readonly string[],
  accountId: string,
): string | null {
  if (decision.state !== 'awaitingSecond') return 'This decision does not wait for anybody any more.'
  if (isHandedOver(decision, pilot)) return HANDED_OVER
  if (decision.decidedById === accountId) return 'Who made the decision cannot be the second who agrees to it.'
  return partiality(pilot, teamIds, accountId)
}

/**
 * The second's answer to a decision that waits for it.
 *
 * @throws Conflict when the finding has changed since the first sponsor decided
 */
export function answered<D extends Pick<Decision, 'findingId'>>(
  decision: D,
  answer: { readonly agrees: boolean; readonly reason: string; readonly by: string; readonly at: Date },
  findingId: string | null,
): D & Pick<Decision, 'state' | 'secondSponsorId' | 'secondReason' | 'secondAt'> {
  if (answer.agrees && decision.findingId !== findingId) {
    throw new Conflict('The findings were computed anew since this was decided. The first sponsor has to look again.')
  }
  return {
    ...decision,
    state: answer.agrees ? 'final' : 'refused',
    secondSponsorId: answer.by,
    secondReason: answer.reason,
    secondAt: answer.at,
  }
}

/**
 * The decisions that may be told of. A decision waits, is agreed to, refused or taken back only where it opposes the rule,
 * and that leads back to the outcome: while it is closed, those that were carried out alone, at the time at which they were,
 * since hours between decision and step tell that a second sponsor was asked.
 */
export const tellableLog = <D extends Pick<Decision, 'state' | 'decidedAt' | 'secondAt'>>(log: readonly D[], outcomeIsOpen: boolean): readonly D[] =>
  outcomeIsOpen
    ? log
    : log.filter(({ state }) => state === 'final').map(decision => ({ ...decision, decidedAt: decision.secondAt ?? decision.decidedAt }))

/** A case in which the plan's rule would have said something else. */
export interface MindChange {
  readonly action: Action
  readonly verdict: Verdict
  readonly evidenceAtLeast: EvidenceLevel
  readonly inWords: string
}

/**
 * What would change our mind: every case in which another action fires, in the order of the rule. The rule was fixed
 * before the first outcome reading entered Foothold, so this is what was agreed, not what is convenient.
 */
export function mindChanges(
  { decisionRule, design }: { readonly decisionRule: DecisionRule; readonly design: PlanDesign },
  { verdict, evidenceLevel, action }: { readonly verdict: Verdict; readonly evidenceLevel: number; readonly action: Action },
): MindChange[] {
  return decisionRule
    .filter(row => row.action !== action)
    .map(row => {
      const inWords = condition(row.verdict, row.evidenceAtLeast, { verdict, evidenceLevel })
      return { ...row, inWords: row.evidenceAtLeast > MOST_EVIDENCE[design] ? `${inWords}, which this design cannot reach; another pilot could` : inWords }
    })
}

function condition(wanted: Verdict, atLeast: EvidenceLevel, now: { verdict: Verdict; evidenceLevel: number }): string {
  const evidence = `evidence ${atLeast} of 5 or more`
  if (wanted === now.verdict) {
    return now.evidenceLevel >= atLeast
      ? `the same answer with less evidence`
      : `the same answer with ${evidence} (now ${now.evidenceLevel})`
  }
  return atLeast === 1 ? `the answer “${VERDICT_WORDS[wanted]}”` : `the answer “${VERDICT_WORDS[wanted]}” with ${evidence}`
}
