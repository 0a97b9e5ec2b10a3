import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import { ANALYSABLE_KINDS } from '../metrics/metric.rules'
import { PilotInProgramStore, type PilotInProgram, type PilotMetric } from '../pilots/pilotInProgram.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Missing, refuse, Stale } from '../platform/errors'
import { amendPlan } from './amendPlan'
import type { Plan } from './plan.entity'
import type { WrittenPlan } from './plan.input'
import { assertLocked, assertTypedFor, endFaults, locked, whyNotAmendable, whyNotEditable } from './plan.rules'
import { planChanges, planDifferences } from './planDifferences'
import { PlanStore, type SignedAmendment } from './plan.store'
import { contentOf, primaryMetric, type PlannedMetric } from './planContent.rules'
import { planFaults, plannedMetrics } from './planFaults.rules'

/** All that the pages of a plan and its JSON are made from. */
export interface SeenPlan {
  readonly pilot: PilotInProgram
  readonly plan: Plan | null
  readonly lockedBy: string | null
  /** Beside the primary metric, of a plan that is still being written. */
  readonly otherMetrics: readonly PlannedMetric[]
  readonly amendments: readonly SignedAmendment[]
  readonly standing: Standing
}

/** The same with what an edit form offers. */
export interface PlanToWrite extends SeenPlan {
  readonly offered: readonly PilotMetric[]
}

/** A canonical content as a file. */
export interface CanonicalFile {
  readonly name: string
  readonly canonical: string
  readonly hash: string
}

export class PlanService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  ofPilot(actor: Actor, pilotId: string): Promise<SeenPlan> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      return seen(tx, pilotId, standing)
    })
  }

  toWrite(actor: Actor, pilotId: string): Promise<PlanToWrite> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'plan.edit')
      const plan = await seen(tx, pilotId, standing)
      return { ...plan, offered: await new PlanStore(tx).offeredMetrics(plan.pilot.programId, ANALYSABLE_KINDS) }
    })
  }

  /** Writes the plan anew; the first time it is made. `version` is that of the plan the writer has seen, 0 for none. */
  revise(actor: Actor, pilotId: string, written: WrittenPlan, version: number): Promise<Plan> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'plan.edit')
      const plans = new PlanStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      const plan = await plans.ofPilot(pilotId)
      const refusal = whyNotEditable(plan, pilot.state)
      if (refusal !== null) throw new Conflict(refusal)
      if (!pilot.metric) throw new Conflict('Choose the primary metric of the pilot first; a plan is written in its unit.')
      if ((plan?.version ?? 0) !== version) throw new Stale(STALE, plan ? planDifferences(plan, written, pilot.metric, pilot) : [])
      const { otherMetrics, typedFor, ...terms } = written
      assertTypedFor(typedFor, pilot.metric)
      const offered = await plans.offeredMetrics(pilot.programId, ANALYSABLE_KINDS)
      refuse(planFaults(written, pilot.metric, offered))
      const seenBefore = plan && contentOf(pilot, plan, await plans.metrics(plan.id))
      const saved = await plans.save({ ...(plan ?? unlocked(pilotId)), ...terms, version: version + 1 })
      await plans.saveMetrics(saved.id, [{ id: pilot.metric.id, role: 'primary', margin: null }, ...plannedMetrics(otherMetrics, offered)])
      const changes = seenBefore && planChanges(seenBefore, contentOf(pilot, terms, await plans.metrics(saved.id)))
      const told = { version: saved.version, ...(changes && { changes }) }
      await this.tell(tx, actor, pilot, changes ? 'plan.revised' : 'plan.written', told)
      return saved
    })
  }

  /** Fixes the plan. `version` is that of the plan the person has read: nobody locks what they have not seen. */
  lock(actor: Actor, pilotId: string, version: number): Promise<Plan> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'plan.edit')
      const plans = new PlanStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      const plan = await plans.ofPilot(pilotId)
      if (!plan) throw new Conflict('There is no plan to lock yet. Write it first.')
      if (!plan.lockedAt && plan.version !== version) throw new Conflict(STALE)
      const now = this.clock.now()
      const metrics = [...primaryOf(pilot), ...(await watchedBeside(plans, plan, pilot))]
      const facts = { state: pilot.state, now, outcomeArrived: await plans.outcomeHasArrived(pilotId) }
      const fixed = locked(plan, contentOf(pilot, plan, metrics), facts)
      const saved = await plans.save({ ...fixed, lockedById: actor.accountId, version: plan.version + 1 })
      await plans.saveMetrics(plan.id, metrics)
      await this.tell(tx, actor, pilot, 'plan.locked', { hash: saved.hash })
      return saved
    })
  }

  /** Amends a locked plan to what is written. `replaces` is the hash of the plan the writer has seen. */
  async amend(
    actor: Actor,
    pilotId: string,
    written: WrittenPlan,
    { reason, replaces, endsOn }: { readonly reason: string; readonly replaces: string; readonly endsOn: string | null },
  ): Promise<void> {
    await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'plan.edit')
      const plans = new PlanStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      const refusal = whyNotAmendable(await plans.ofPilot(pilotId), pilot.state)
      if (refusal !== null) throw new Conflict(refusal)
      const { otherMetrics, typedFor, ...terms } = written
      await amendPlan(tx, {
        actor,
        pilotId,
        reason,
        at: this.clock.now(),
        changes: async (current, currentHash) => {
          const primary = primaryMetric(current) // it stays in the words of the lock; the others are looked up
          assertTypedFor(typedFor, primary)
          if (currentHash !== replaces) throw new Stale(STALE, planDifferences(current, written, primary, pilot))
          const offered = await plans.offeredMetrics(pilot.programId, ANALYSABLE_KINDS)
          refuse({ ...planFaults(written, primary, offered), ...endFaults(pilot.state, current, endsOn) })
          return { ...terms, endsOn, metrics: [primary, ...plannedMetrics(otherMetrics, offered)] }
        },
      })
    })
  }

  /** The canonical JSON of the locked plan (number 0) or of an amendment, to the byte what its hash is of. */
  canonical(actor: Actor, pilotId: string, number: number): Promise<CanonicalFile> {
    return this.database.read(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'program.read')
      const plans = new PlanStore(tx)
      const plan = await plans.ofPilot(pilotId)
      if (!plan?.lockedAt) throw new Missing('This plan is not locked yet, so it has no canonical form.')
      assertLocked(plan)
      if (number === 0) return { name: `plan-${pilotId}.json`, canonical: plan.canonical, hash: plan.hash }
      const amendment = (await plans.amendments(plan.id)).find(each => each.number === number)
      if (!amendment) throw new Missing('This plan has no amendment of that number.')
      return { name: `plan-${pilotId}-amendment-${number}.json`, canonical: amendment.canonical, hash: amendment.hash }
    })
  }

  private tell(tx: Transaction, actor: Actor, pilot: PilotInProgram, action: string, details: object): Promise<void> {
    const at = this.clock.now()
    return new AuditStore(tx).append({ program: pilot.programId, actor, action, subject: { kind: 'pilot', id: pilot.id }, details, at })
  }
}

const STALE = 'Somebody changed this plan while you were writing. Look at what holds now, then save again.'

async function seen(tx: Transaction, pilotId: string, standing: Standing): Promise<SeenPlan> {
  const plans = new PlanStore(tx)
  const pilot = await new PilotInProgramStore(tx).find(pilotId)
  const plan = await plans.ofPilot(pilotId)
  return {
    pilot,
    plan,
    lockedBy: plan ? await plans.lockedByName(plan) : null,
    otherMetrics: plan ? await plans.otherMetrics(plan.id) : [],
    amendments: plan ? await plans.amendments(plan.id) : [],
    standing,
  }
}

/** What the plan watches beside the primary metric, which may have been another one when it was written. */
async function watchedBeside(plans: PlanStore, plan: Plan, { metric }: PilotInProgram): Promise<PlannedMetric[]> {
  return (await plans.otherMetrics(plan.id)).filter(({ id }) => id !== metric?.id)
}

function unlocked(pilotId: string): Pick<Plan, 'pilotId' | 'lockedAt' | 'lockedById' | 'canonical' | 'hash'> {
  return { pilotId, lockedAt: null, lockedById: null, canonical: null, hash: null }
}

function primaryOf({ metric }: PilotInProgram): PlannedMetric[] {
  if (!metric) return []
  const { id, name, kind, unit, direction } = metric
  return [{ id, role: 'primary', name, kind, unit, direction, margin: null }]
}
