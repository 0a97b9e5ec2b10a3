import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import { PilotInProgramStore, type PilotInProgram } from '../pilots/pilotInProgram.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { Conflict } from '../platform/errors'
import { staleEdit } from '../platform/versions'
import { asPercent } from '../programs/program.rules'
import type { DeliveryInput } from './reading.input'
import { ReadingImportStore } from './readingImport.store'
import { tellOnceConcluded, type ReadingsChanged } from './readingsChanged'
import { requireOpen } from './readingWindow.rules'

/** How much of the change was delivered. */
export class DeliveryService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly readingsChanged: ReadingsChanged,
  ) {}

  /**
   * Records how much of the change reached those it was meant for. What stands there already is answered as before, and
   * not recorded once more: the form or request may have been sent twice.
   *
   * @throws Conflict when another share is recorded by now than the one it replaces
   */
  record(actor: Actor, pilotId: string, { share, source, replaces }: DeliveryInput): Promise<void> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'delivery.record')
      const imports = new ReadingImportStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      requireOpen(pilot.state)
      if (pilot.state === 'approved') throw new Conflict('The share delivered is recorded once the pilot has been launched.')
      if (pilot.shareDelivered === share && pilot.shareDeliveredSource === source) return
      if (pilot.shareDelivered !== replaces) throw stale(pilot, { share, source })
      await imports.recordDelivery(pilotId, share, source)
      await tellOnceConcluded(this.readingsChanged, tx, actor, pilot)
      await new AuditStore(tx).append({
        program: pilot.programId,
        actor,
        action: 'delivery.recorded',
        subject: { kind: 'pilot', id: pilotId },
        details: { share, source, before: pilot.shareDelivered },
        at: this.clock.now(),
      })
    })
  }
}

const WORDS = { share: 'Share delivered', source: 'How do you know' }

function stale({ shareDelivered, shareDeliveredSource }: PilotInProgram, typed: { readonly share: number; readonly source: string }): Conflict {
  const readable = (share: number | null, source: string) => ({ share: share === null ? null : `${asPercent(share)}%`, source })
  return staleEdit({ what: 'share delivered', words: WORDS, now: readable(shareDelivered, shareDeliveredSource), typed: readable(typed.share, typed.source) })
}
