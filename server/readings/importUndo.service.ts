import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import { PilotInProgramStore } from '../pilots/pilotInProgram.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import type { UndoInput } from './reading.input'
import { ReadingCellStore } from './readingCell.store'
import type { ReadingImport } from './readingImport.entity'
import { requireCommitted, undone } from './readingImport.rules'
import { ReadingImportStore } from './readingImport.store'
import { tellOnceConcluded, type ReadingsChanged } from './readingsChanged'
import { requireOpen } from './readingWindow.rules'

/** Taking an import back, file or typed summary alike. */
export class ImportUndoService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly readingsChanged: ReadingsChanged,
  ) {}

  /** Takes back an import as a whole. Its readings stay in the history; they no longer count. */
  undo(actor: Actor, pilotId: string, importId: string, { reason }: UndoInput): Promise<ReadingImport> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      // before any lock: an import that is being added holds its own and waits for the pilot
      requireCommitted(await imports.ofPilot(pilotId, importId))
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      requireOpen(pilot.state)
      const found = await imports.ofPilotForUpdate(pilotId, importId)
      const saved = await imports.save(undone(found, { at: this.clock.now(), byId: actor.accountId, reason }))
      await this.recountRepeats(tx, saved)
      await tellOnceConcluded(this.readingsChanged, tx, actor, pilot)
      await new AuditStore(tx).append({
        program: pilot.programId,
        actor,
        action: 'import.undone',
        subject: { kind: 'pilot', id: pilotId },
        details: { import: importId, fileName: found.fileName, source: found.source, rows: found.rowCount, reason },
        at: this.clock.now(),
      })
      return saved
    })
  }

  /** What came again after this import alone comes again no more. What is counted anew is compared with all earlier rows. */
  private async recountRepeats(tx: Transaction, gone: ReadingImport): Promise<void> {
    if (!gone.mapping || gone.mapping.unit === null) return // a summary has no units, and without a column of them nobody comes again
    const imports = new ReadingImportStore(tx)
    const repeating = await imports.repeatingAfter(gone)
    const sharing = await new ReadingCellStore(tx).sharingUnits(gone.id, repeating.map(({ id }) => id))
    for (const later of repeating.filter(({ id }) => sharing.has(id))) {
      const { checked, mapping } = later
      if (!checked || !mapping) continue
      const repeats = await new ReadingCellStore(tx).committedRepeats(gone.pilotId, later, mapping.values.map(({ metricId }) => metricId))
      await imports.save({ ...later, duplicateCount: repeats.rows, checked: { ...checked, repeats } })
    }
  }
}
