import type { Actor } from '../access/actor'
import { authorize, may, type Standing } from '../access/permissions'
import { PilotInProgramStore, type PilotInProgram } from '../pilots/pilotInProgram.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import type { Mapping } from './mapping.rules'
import { datedCells, dayBounds, type DatedCell } from './dating.rules'
import { ReadingCellStore } from './readingCell.store'
import type { MissingCell, ReadingImportKind } from './readingImport.entity'
import { toldImport, type ToldImport } from './readingImport.rules'
import { ReadingImportStore, type MeasuringPlan } from './readingImport.store'
import { readingsClosed } from './readingWindow.rules'
import type { NamedRepeat } from './repeats.rules'
import { toldCheck, withoutRows, type ToldCheck } from './toldCheck.rules'

/** An import as its page shows it. */
export interface SeenImport {
  readonly pilot: PilotInProgram
  readonly plan: MeasuringPlan
  readonly standing: Standing
  readonly listed: ToldImport
  readonly mapping: Mapping | null
  /** Rows and units of the file are there for those who log readings. */
  readonly checked: ToldCheck | null
  /** Readings added, by metric, arm and period. */
  readonly counts: readonly DatedCell[]
}

/** What the forms for readings need. */
export interface LoggingPilot {
  readonly pilot: PilotInProgram
  readonly plan: MeasuringPlan | null
  /** Why no readings are taken now; null when they are. */
  readonly closed: string | null
}

/** The data page of a pilot: how much there is, and where it came from. */
export interface SeenData {
  readonly pilot: PilotInProgram
  readonly plan: MeasuringPlan | null
  readonly standing: Standing
  readonly counts: readonly DatedCell[]
  /** Over every import that counts, not only those listed. */
  readonly missing: readonly MissingCell[]
  readonly duplicates: number
  /** How they came, each kind once. */
  readonly kinds: readonly ReadingImportKind[]
  /** The first units that come twice, with where; named to those who log readings. */
  readonly repeated: readonly NamedRepeat[]
  readonly imports: readonly ToldImport[]
  readonly total: number
}

/** What there is to see of the readings of a pilot: how many, and where they came from. */
export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  ofPilot(actor: Actor, pilotId: string, page: { limit?: number; offset?: number } = {}): Promise<SeenData> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      const imports = new ReadingImportStore(tx)
      const pilot = await new PilotInProgramStore(tx).find(pilotId)
      const plan = await imports.plan(pilotId)
      const gaps = await imports.gaps(pilotId)
      const bounds = dayBounds(plan, pilot, this.clock.now())
      return {
        pilot,
        plan,
        standing,
        counts: datedCells(await new ReadingCellStore(tx).datedCounts(pilotId, bounds), bounds),
        ...gaps,
        repeated: may(standing, 'reading.log') ? gaps.repeated : [],
        imports: (await imports.list(pilotId, page)).map(listed => toldImport(listed, pilot.state)),
        total: await imports.total(pilotId),
      }
    })
  }

  see(actor: Actor, pilotId: string, importId: string): Promise<SeenImport> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      const imports = new ReadingImportStore(tx)
      const { mapping, checked } = await imports.ofPilot(pilotId, importId)
      const pilot = await new PilotInProgramStore(tx).find(pilotId)
      const plan = await imports.planned(pilotId)
      const bounds = dayBounds(plan, pilot, this.clock.now())
      const check = checked && mapping && toldCheck(checked, mapping, plan.metrics)
      return {
        pilot,
        plan,
        standing,
        listed: toldImport(await imports.listed(pilotId, importId), pilot.state),
        mapping,
        checked: check && !may(standing, 'reading.log') ? withoutRows(check) : check,
        counts: datedCells(await new ReadingCellStore(tx).datedCountsOf(importId, bounds), bounds),
      }
    })
  }

  /** What the forms for readings need; refused to whoever may not log. */
  toLog(actor: Actor, pilotId: string): Promise<LoggingPilot> {
    return this.database.read(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const pilot = await new PilotInProgramStore(tx).find(pilotId)
      return { pilot, plan: await imports.plan(pilotId), closed: readingsClosed(pilot.state) }
    })
  }
}
