import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import { PilotInProgramStore } from '../pilots/pilotInProgram.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { Invalid } from '../platform/errors'
import type { SummaryInput } from './reading.input'
import { dayBounds, isInFuture } from './dating.rules'
import { ReadingCellStore } from './readingCell.store'
import type { ReadingImport } from './readingImport.entity'
import { freshImport, refuseTwin } from './readingImport.rules'
import { ReadingImportStore } from './readingImport.store'
import { tellOnceConcluded, type ReadingsChanged } from './readingsChanged'
import { requireOpen } from './readingWindow.rules'
import { summaryCells } from './summary.rules'

/** Readings that come summed up. */
export class SummaryService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly readingsChanged: ReadingsChanged,
  ) {}

  /** Adds numbers that somebody else has summed up: one import, with its source, like a file. */
  add(actor: Actor, pilotId: string, { metric: metricId, source, day, lines }: SummaryInput): Promise<ReadingImport> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      requireOpen(pilot.state)
      const plan = await imports.planned(pilotId)
      const metric = plan.metrics.find(({ id }) => id === metricId)
      if (!metric) throw new Invalid({ metric: 'Choose among the metrics of the plan.' })
      if (isInFuture({ day }, dayBounds(plan, pilot, this.clock.now()))) throw new Invalid({ day: 'This day is still to come. Write the last day that the numbers are of.' })
      const cells = summaryCells(lines, metric.kind, { state: pilot.state, planLocked: plan.isLocked, design: plan.design })
      const content = canonicalize({ metricId, day, cells: cells.map(({ arm, period, cluster, n, mean, m2 }) => ({ arm, period, cluster, n, mean, m2 })) }) ?? ''
      const checksum = createHash('sha256').update(content, 'utf8').digest('hex')
      refuseTwin(await imports.committedTwin(pilotId, checksum), pilot)
      const now = this.clock.now()
      const saved = await imports.add({
        ...freshImport(pilotId, actor.accountId, now),
        kind: 'summary',
        state: 'committed',
        source,
        fileName: null,
        checksum,
        rowCount: cells.length,
        committedAt: now,
        committedById: actor.accountId,
      })
      await new ReadingCellStore(tx).add(
        saved.id,
        cells.map(({ arm, period, cluster, n, mean, m2 }) => ({ metricId, arm, period, cluster, day, n, mean, m2, exposure: null })),
      )
      await tellOnceConcluded(this.readingsChanged, tx, actor, pilot)
      await new AuditStore(tx).append({
        program: pilot.programId,
        actor,
        action: 'summary.added',
        subject: { kind: 'pilot', id: pilotId },
        details: { import: saved.id, metric: metric.name, source, cells: cells.map(({ arm, period, n }) => ({ arm, period, n })) },
        at: now,
      })
      return saved
    })
  }
}
