import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import type { CaseService, SeenCase } from '../cases/case.service'
import type { Finding } from '../findings/finding.entity'
import type { FindingService } from '../findings/finding.service'
import type { DecisionService, SeenDecision } from '../governance/decision.service'
import type { ObjectionService } from '../governance/objection.service'
import type { SignedObjection } from '../governance/objection.store'
import type { PilotService, SeenPilot } from '../pilots/pilot.service'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { PlanService, SeenPlan } from '../plans/plan.service'
import type { Clock } from '../platform/clock'
import { Database } from '../platform/database/database'
import type { ReadingService } from '../readings/reading.service'
import { ReadingCellStore, type AnalysedCell, type CountedCell } from '../readings/readingCell.store'
import type { ListedImport } from '../readings/readingImport.store'
import { ExportStore, type ExportedComment, type ExportedPassage } from './export.store'

/** Whom the export asks: the same that pages and API ask. */
export interface Sources {
  readonly pilots: PilotService
  readonly plans: PlanService
  readonly readings: ReadingService
  readonly findings: FindingService
  readonly cases: CaseService
  readonly decisions: DecisionService
  readonly objections: ObjectionService
}

/** Everything that is known of one pilot, at one moment. */
export interface ExportedPilot {
  readonly exportedAt: Date
  readonly pilot: SeenPilot
  readonly plan: SeenPlan
  readonly imports: readonly ListedImport[]
  readonly counts: readonly CountedCell[]
  /** What the readings say, once it may be seen. */
  readonly cells: readonly AnalysedCell[]
  /** Why no result may be seen; null when they may. */
  readonly hidden: string | null
  /** Every finding, newest first; none while they are hidden. */
  readonly findings: readonly Finding[]
  readonly rollout: SeenCase
  readonly decision: SeenDecision
  readonly objections: readonly SignedObjection[]
  readonly comments: readonly ExportedComment[]
  readonly passages: readonly ExportedPassage[]
}

/** More imports than any pilot has. */
const ALL = 1_000_000

/** One pilot as a whole, to take away. It asks everybody's use cases, so it can say nothing that they keep to themselves. */
export class ExportService {
  /** @param sources  the use cases, on a database of the caller's choice */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sources: (database: Database) => Sources,
  ) {}

  ofPilot(actor: Actor, pilotId: string): Promise<ExportedPilot> {
    return this.database.write(async tx => {
      const store = new ExportStore(tx)
      await store.holdStill()
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'program.export')
      const sources = this.sources(Database.within(tx))
      const { hidden } = await sources.findings.see(actor, pilotId)
      const { imports, counts } = await sources.readings.ofPilot(actor, pilotId, { limit: ALL })
      return {
        exportedAt: this.clock.now(),
        pilot: await sources.pilots.see(actor, pilotId),
        plan: await sources.plans.ofPilot(actor, pilotId),
        imports,
        counts,
        cells: hidden === null ? await new ReadingCellStore(tx).analysed(pilotId) : [],
        hidden,
        findings: hidden === null ? await sources.findings.all(actor, pilotId) : [],
        rollout: await sources.cases.ofPilot(actor, pilotId),
        decision: await sources.decisions.see(actor, pilotId),
        objections: (await sources.objections.ofPilot(actor, pilotId)).objections,
        comments: await store.comments(pilotId),
        passages: await store.passages(pilotId),
      }
    })
  }
}
