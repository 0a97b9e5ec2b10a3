import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import type { CaseService, SeenCase } from '../cases/case.service'
import type { Finding } from '../findings/finding.entity'
import type { Course } from '../findings/course.rules'
import type { FindingService } from '../findings/finding.service'
import type { DecisionService, SeenDecision } from '../governance/decision.service'
import type { ObjectionService } from '../governance/objection.service'
import type { SignedObjection } from '../governance/objection.store'
import type { PilotService, SeenPilot } from '../pilots/pilot.service'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { PlanService, SeenPlan } from '../plans/plan.service'
import type { Clock } from '../platform/clock'
import { Database } from '../platform/database/database'
import type { CountedCell } from '../readings/dating.rules'
import { ReadingCellStore, type AnalysedCell } from '../readings/readingCell.store'
import { ReadingImportStore, type ListedImport } from '../readings/readingImport.store'
import { ExportStore, type ExportedComment, type ExportedPassage } from './export.store'
import type { Spool, Spooled } from './spool'

/** Whom the export asks: the same that pages and API ask. */
export interface Sources {
  readonly pilots: PilotService
  readonly plans: PlanService
  readonly findings: FindingService
  readonly cases: CaseService
  readonly decisions: DecisionService
  readonly objections: ObjectionService
}

/** Everything that is known of one pilot, at one moment. What may be long is read only as it is written. */
export interface ExportedPilot {
  readonly exportedAt: Date
  readonly pilot: SeenPilot
  readonly plan: SeenPlan
  readonly imports: AsyncIterable<ListedImport>
  readonly counts: readonly CountedCell[]
  /** What the readings say, once it may be seen. */
  readonly cells: AsyncIterable<AnalysedCell> | readonly AnalysedCell[]
  /** Why no result may be seen; null when they may. */
  readonly hidden: string | null
  /** What was planned beside what came of it; null while results are hidden. */
  readonly course: Course | null
  /** Every finding, newest first; none while they are hidden. */
  readonly findings: readonly Finding[]
  readonly rollout: SeenCase
  readonly decision: SeenDecision
  readonly objections: readonly SignedObjection[]
  readonly comments: readonly ExportedComment[]
  readonly passages: readonly ExportedPassage[]
}

/** The document of a pilot, ready to be sent. */
export interface SpooledExport extends Spooled {
  /** The pilot's. */
  readonly number: number
}

/** One pilot as a whole, to take away. It asks everybody's use cases, so it can say nothing that they keep to themselves. */
export class ExportService {
  /** @param sources  the use cases, on a database of the caller's choice */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly spool: Spool,
    private readonly sources: (database: Database) => Sources,
  ) {}

  /**
   * @param written  the document as text, in pieces; all of it is taken in the transaction and laid aside, so that nobody who
   *   reads it slowly holds a connection
   */
  ofPilot(actor: Actor, pilotId: string, written: (seen: ExportedPilot) => AsyncIterable<string>): Promise<SpooledExport> {
    return this.database.write(async tx => {
      const store = new ExportStore(tx)
      await store.holdStill()
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'program.export')
      const sources = this.sources(Database.within(tx))
      const cells = new ReadingCellStore(tx)
      const { hidden, course } = await sources.findings.see(actor, pilotId)
      const pilot = await sources.pilots.see(actor, pilotId)
      const seen: ExportedPilot = {
        exportedAt: this.clock.now(),
        pilot,
        plan: await sources.plans.ofPilot(actor, pilotId),
        imports: new ReadingImportStore(tx).each(pilotId),
        counts: await cells.counts(pilotId),
        cells: hidden === null ? cells.eachAnalysed(pilotId) : [],
        hidden,
        course,
        findings: hidden === null ? await sources.findings.all(actor, pilotId) : [],
        rollout: await sources.cases.ofPilot(actor, pilotId),
        decision: await sources.decisions.see(actor, pilotId),
        objections: (await sources.objections.ofPilot(actor, pilotId)).objections,
        comments: await store.comments(pilotId),
        passages: await store.passages(pilotId),
      }
      return { number: pilot.pilot.number, ...(await this.spool.hold(written(seen))) }
    })
  }
}
