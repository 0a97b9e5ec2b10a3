import type { Actor } from '../access/actor'
import { authorize, type Deed, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Pilot } from '../pilots/pilot.entity'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import { PilotStore } from '../pilots/pilot.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict } from '../platform/errors'
import type { Objection } from './objection.entity'
import { answeredObjection, whyNotObject, withdrawnObjection } from './objection.rules'
import { ObjectionStore, type SignedObjection } from './objection.store'

export interface SeenObjections {
  readonly pilot: Pilot
  readonly objections: readonly SignedObjection[]
  readonly standing: Standing
  readonly accountId: string
}

/** Raising, answering and withdrawing objections; each open one keeps the pilot from being decided. */
export class ObjectionService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  ofPilot(actor: Actor, pilotId: string): Promise<SeenObjections> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      return {
        pilot: await new PilotStore(tx).find(pilotId),
        objections: await new ObjectionStore(tx).ofPilot(pilotId),
        standing,
        accountId: actor.accountId,
      }
    })
  }

  raise(actor: Actor, pilotId: string, body: string): Promise<Objection> {
    return this.change(actor, pilotId, 'pilot.object', 'objection.raised', async (objections, pilot) => {
      const refusal = whyNotObject(pilot.state)
      if (refusal) throw new Conflict(refusal)
      const authorId = actor.accountId
      if (await objections.isRaised({ pilotId, authorId, body })) throw new Conflict('You have raised this objection already.')
      const fresh = { answer: null, answeredById: null, answeredAt: null, withdrawnAt: null }
      return objections.save({ pilotId, authorId, body, at: this.clock.now(), ...fresh })
    })
  }

  answer(actor: Actor, pilotId: string, id: string, answer: string): Promise<Objection> {
    return this.change(actor, pilotId, 'objection.answer', 'objection.answered', async objections => {
      const objection = await objections.findForUpdate(pilotId, id)
      const said = { answer, answeredById: actor.accountId, answeredAt: this.clock.now() }
      return objections.save(answeredObjection(objection, said))
    })
  }

  withdraw(actor: Actor, pilotId: string, id: string): Promise<Objection> {
    return this.change(actor, pilotId, 'pilot.object', 'objection.withdrawn', async objections => {
      const objection = await objections.findForUpdate(pilotId, id)
      return objections.save(withdrawnObjection(objection, actor.accountId, this.clock.now()))
    })
  }

  /** The pilot is locked, so that none is raised while it is being decided. */
  private change(
    actor: Actor,
    pilotId: string,
    deed: Deed,
    action: string,
    act: (objections: ObjectionStore, pilot: Pilot, tx: Transaction) => Promise<Objection>,
  ): Promise<Objection> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), deed)
      const pilot = await new PilotStore(tx).findForUpdate(pilotId)
      const objection = await act(new ObjectionStore(tx), pilot, tx)
      const { id, body, answer } = objection
      await new AuditStore(tx).append({
        program: pilot.programId,
        actor,
        action,
        subject: { kind: 'pilot', id: pilotId },
        details: { objection: id, ...(action === 'objection.answered' ? { answer } : { body }) },
        at: this.clock.now(),
      })
      return objection
    })
  }
}
