import type { Actor, Doer } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AccountStore } from '../accounts/account.store'
import { AuditStore } from '../audit/audit.store'
import { courseOf, type Course } from '../findings/course.rules'
import { costOfExtending, type CostOfExtending } from '../findings/evidence.rules'
import { GateStore } from '../pilots/gate.store'
import { decideCriteria } from '../pilots/gateCriteria.rules'
import type { Pilot } from '../pilots/pilot.entity'
import { movePilot } from '../pilots/pilotLife.service'
import type { Criterion } from '../pilots/criterion.rules'
import { moved, possibleDeeds, type Decision as Choice } from '../pilots/pilotLife.rules'
import { isOutcomeOpen } from '../pilots/outcome.rules'
import { PilotSheetStore, type PilotSheet } from '../pilots/pilotSheet.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import { PilotStore } from '../pilots/pilot.store'
import { PilotTeamStore } from '../pilots/pilotTeam.store'
import { amendPlan } from '../plans/amendPlan'
import { PlanStore } from '../plans/plan.store'
import { CaseStore } from '../cases/case.store'
import { worthChanges } from '../cases/worthChanges'
import { PilotInProgramStore } from '../pilots/pilotInProgram.store'
import { wordingOf } from '../pilots/wording'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Forbidden, Invalid } from '../platform/errors'
import type { Decision } from './decision.entity'
import { answered, assertImpartial, HANDED_OVER, isHandedOver, opposesRule, whyNotSecond } from './decision.rules'
import { caseInShort, type CaseInShort } from './caseInShort'
import { DecisionStore, type SignedDecision } from './decision.store'
import { addFollowUp } from './followUp'
import { assertSeen } from './gate.rules'
import { decisionGround, type DecisionGround } from './gateFacts'
import { ObjectionStore, type SignedObjection } from './objection.store'

/** All that the sponsor's page is made from. */
export interface SeenDecision extends PilotSheet {
  readonly standing: Standing
  readonly accountId: string
  /** Null while the pilot runs: then nothing of its outcome is shown. */
  readonly ground: DecisionGround | null
  /** What an extension would take from the evidence; null while there is no finding to decide on. */
  readonly extending: CostOfExtending | null
  /** What was planned beside what came of it; null while there is no finding to decide on. */
  readonly course: Course | null
  readonly money: CaseInShort | null
  readonly objections: readonly SignedObjection[]
  readonly log: readonly SignedDecision[]
}

/** A sponsor's answer to what a pilot has shown. */
export interface Decided {
  readonly choice: Choice
  readonly reason: string
  readonly conditions: string | null
  readonly newEndOn: string | null
  /** The finding and the value of the case that were read; null where there was none. */
  readonly finding: string | null
  readonly case: string | null
  readonly version: number
}

/** The sponsor decides; where that opposes the rule, a second sponsor has to agree before anything happens. */
export class DecisionService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  see(actor: Actor, pilotId: string): Promise<SeenDecision> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      const sheet = await new PilotSheetStore(tx).ofPilot(pilotId)
      const open = isOutcomeOpen(sheet.pilot.state)
      const ground = open ? await decisionGround(tx, pilotId) : null
      return {
        ...sheet,
        standing,
        accountId: actor.accountId,
        ground,
        extending: ground && (await extensionCost(tx, pilotId, ground)),
        course: ground && (await courseOfGround(tx, sheet, ground)),
        money: open ? await caseInShort(tx, pilotId) : null,
        objections: await new ObjectionStore(tx).ofPilot(pilotId),
        log: await new DecisionStore(tx).log(pilotId),
      }
    })
  }

  /** @returns the decision as it stands now: `final`, or `awaitingSecond` where it opposes the rule */
  decide(actor: Actor, pilotId: string, decided: Decided): Promise<Decision> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'pilot.decide')
      const pilot = await this.impartial(tx, actor, pilotId)
      // the standing was read before the row was locked; meanwhile another sponsor may have been named
      if (pilot.sponsorId !== actor.accountId) throw new Forbidden('Another sponsor is named on this pilot by now.')
      const { choice, reason } = decided
      const { row, facts } = await decisionGround(tx, pilotId)
      const decisions = new DecisionStore(tx)
      if (await decisions.awaiting(pilotId)) {
        throw new Conflict('A decision on this pilot waits for a second sponsor. Withdraw it before you decide anew.')
      }
      const criteria = decideCriteria(facts, choice)
      if (possibleDeeds(pilot).includes(choice)) {
        assertSeen(decided, pilot)
        assertSameFinding(decided.finding, row.finding?.id ?? null)
        await assertSameCase(tx, pilotId, decided.case)
      }
      const move = { now: this.clock.now(), criteria, reason, ...newEnd(pilot, decided) }
      moved(pilot, choice, move) // says what stands in the way before anything is written
      const firedAction = facts.firedAction
      if (firedAction === null) throw new Conflict('There is no finding to decide on yet.')
      const opposes = opposesRule(choice, firedAction)
      const decision = await decisions.add({
        ...{ pilotId, choice, reason, conditions: decided.conditions ?? '', newEndOn: move.newEndOn ?? null },
        ...{ firedAction, opposesRule: opposes, state: opposes ? 'awaitingSecond' : 'final' },
        ...{ findingId: row.finding?.id ?? null, decidedById: actor.accountId, decidedAt: move.now },
        ...{ secondSponsorId: null, secondReason: null, secondAt: null },
      })
      if (!opposes) await this.carryOut(tx, actor, pilot, decision, criteria)
      await this.tell(tx, actor, pilot, opposes ? 'decision.awaitsSecond' : 'decision.made', decision)
      return decision
    })
  }

  /** A second sponsor agrees, and the decision is carried out; or refuses, and it never happened but for the log. */
  second(
    actor: Actor,
    pilotId: string,
    { agrees, reason, number }: { readonly agrees: boolean; readonly reason: string; readonly number: number },
  ): Promise<Decision> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'decision.second')
      const pilot = await new PilotStore(tx).findForUpdate(pilotId)
      const decisions = new DecisionStore(tx)
      const decision = await decisions.byNumber(pilotId, number)
      if (decision.state !== 'awaitingSecond') throw new Conflict('This decision does not wait for anybody any more.')
      if (isHandedOver(decision, pilot)) throw new Conflict(HANDED_OVER)
      const refusal = whyNotSecond(decision, pilot, await new PilotTeamStore(tx).idsOf(pilotId), actor.accountId)
      if (refusal) throw new Forbidden(refusal)
      const { row, facts } = await decisionGround(tx, pilotId)
      const answer = { agrees, reason, by: actor.accountId, at: this.clock.now() }
      const settled = await decisions.save(answered(decision, answer, row.finding?.id ?? null))
      if (agrees) {
        // the second who agrees is there, whoever else might have been
        const criteria = decideCriteria({ ...facts, otherSponsors: [actor.name] }, decision.choice)
        const { id, name } = await new AccountStore(tx).one(settled.decidedById)
        await this.carryOut(tx, { accountId: id, name }, pilot, settled, criteria)
      }
      await this.tell(tx, actor, pilot, agrees ? 'decision.agreed' : 'decision.refused', settled)
      return settled
    })
  }

  /** Takes back a decision that still waits for its second. */
  withdraw(actor: Actor, pilotId: string, number: number): Promise<Decision> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'pilot.decide')
      const pilot = await new PilotStore(tx).findForUpdate(pilotId)
      const decisions = new DecisionStore(tx)
      const decision = await decisions.byNumber(pilotId, number)
      if (decision.state !== 'awaitingSecond') throw new Conflict('This decision does not wait for anybody any more.')
      const withdrawn = await decisions.save({ ...decision, state: 'withdrawn' })
      await this.tell(tx, actor, pilot, 'decision.withdrawn', withdrawn)
      return withdrawn
    })
  }

  private async impartial(tx: Transaction, actor: Actor, pilotId: string): Promise<Pilot> {
    const pilot = await new PilotStore(tx).findForUpdate(pilotId)
    assertImpartial(pilot, await new PilotTeamStore(tx).idsOf(pilotId), actor.accountId)
    return pilot
  }

  /** In the name of who decided, also where a second sponsor's agreement sets it off: that has its own entry. */
  private async carryOut(
    tx: Transaction,
    actor: Doer,
    pilot: Pilot,
    decision: Decision,
    criteria: readonly Criterion[],
  ): Promise<void> {
    const now = this.clock.now()
    const { choice, reason, newEndOn } = decision
    if (choice === 'extend' && newEndOn) {
      const because = `Extended to ${newEndOn} by decision of the sponsor.`
      await amendPlan(tx, { actor, pilotId: pilot.id, reason: because, at: now, changes: { endsOn: newEndOn } })
    }
    if (choice === 'adapt') await addFollowUp(tx, { actor, pilot, now })
    await movePilot(tx, { actor, pilot, deed: choice, now, criteria, reason, ...(newEndOn && { newEndOn }) })
  }

  private tell(tx: Transaction, actor: Actor, pilot: Pilot, action: string, decision: Decision): Promise<void> {
    const { number, choice, conditions, newEndOn, opposesRule: opposes, secondReason, findingId } = decision
    return new AuditStore(tx).append({
      program: pilot.programId,
      actor,
      action,
      subject: { kind: 'pilot', id: pilot.id },
      details: {
        ...{ number, choice, opposesRule: opposes, findingId },
        ...(action === 'decision.awaitsSecond' && { reason: decision.reason }),
        ...(conditions && { conditions }),
        ...(newEndOn && { newEndOn }),
        ...(secondReason && { secondReason }),
      },
      at: this.clock.now(),
    })
  }
}

async function extensionCost(tx: Transaction, pilotId: string, { row, plan }: DecisionGround): Promise<CostOfExtending | null> {
  if (!row.finding || !plan) return null
  return costOfExtending({
    level: row.finding.evidenceLevel,
    outcomeHasArrived: await new PlanStore(tx).outcomeHasArrived(pilotId),
    amendedAfterFirstOutcome: plan.amendedAfterFirstOutcome,
    earlierLooks: await new GateStore(tx).earlierConclusions(pilotId),
  })
}

async function courseOfGround(tx: Transaction, { pilot, program }: PilotSheet, { row, plan }: DecisionGround): Promise<Course | null> {
  if (!row.finding || !plan) return null
  const passages = await new GateStore(tx).passages(pilot.id)
  return courseOf({ ...pilot, timeZone: program.timeZone }, passages, plan.content, row.finding.counts)
}

function assertSameFinding(seen: string | null, latest: string | null): void {
  if (seen === latest) return
  throw new Conflict('The findings were computed anew while you were reading. Look at what they say now, then decide.')
}

async function assertSameCase(tx: Transaction, pilotId: string, seen: string | null): Promise<void> {
  const { appraisal } = await caseInShort(tx, pilotId)
  const digest = appraisal?.digest ?? null
  if (seen === digest) return
  const cases = new CaseStore(tx)
  const valued = async (each: string | null) => (each === null ? null : cases.appraisalOf(pilotId, each))
  const words = wordingOf(await new PilotInProgramStore(tx).find(pilotId))
  throw new Conflict(
    'The case is worth something else than when you read it. Look at what it says now, then decide.',
    worthChanges(await valued(seen), await valued(digest), words),
  )
}

/** An extension runs past the end that was planned; the other choices have no end to give. */
function newEnd({ endsOn }: Pilot, { choice, newEndOn }: Decided): { newEndOn?: string } {
  if (choice !== 'extend') {
    if (newEndOn !== null) throw new Invalid({ newEndOn: 'Only an extension has a new end. Leave this empty.' })
    return {}
  }
  if (newEndOn !== null && endsOn !== null && newEndOn <= endsOn) {
    throw new Invalid({ newEndOn: 'Choose an end after the one that was planned.' })
  }
  return newEndOn === null ? {} : { newEndOn }
}
