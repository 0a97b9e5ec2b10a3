import { createHash, randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import canonicalize from 'canonicalize'
import { stringify } from 'csv-stringify'
import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Invalid } from '../platform/errors'
import { CheckTally, type Checked } from './check.rules'
import { sniffedFormat, type FileFormat } from './fileFormat.rules'
import { headOf, readRecords } from './fileText'
import { guessedMapping, requireCompleteMapping, withWordsOf, type Mapping } from './mapping.rules'
import { mappingOfInput } from './mappingOfInput'
import type { DeliveryInput, MappingInput, SummaryInput, UndoInput } from './reading.input'
import { ReadingCellStore, type CountedCell } from './readingCell.store'
import type { MissingCell, ReadingImport } from './readingImport.entity'
import { ReadingImportStore, type ListedImport, type MeasuredPilot, type MeasuringPlan } from './readingImport.store'
import { readingRefused, readingsClosed } from './readingWindow.rules'
import { rowReader, type Refusal, type Understood } from './rowReader'
import { summaryMoments } from './summary.rules'
import { checksumOf, type Uploads } from './uploads'

/** What is told to whoever computes from readings, in the transaction that changed them. */
export type ReadingsChanged = (tx: Transaction, actor: Actor, pilotId: string) => Promise<void>

/** A file that has just arrived. */
export interface ReceivedFile {
  /** Taken over: moved or removed. */
  readonly path: string
  readonly fileName: string | null
  readonly source: string
}

/** An import as its page shows it. */
export interface SeenImport {
  readonly pilot: MeasuredPilot
  readonly plan: MeasuringPlan
  readonly standing: Standing
  readonly listed: ListedImport
  readonly mapping: Mapping | null
  readonly checked: Checked | null
  /** Readings added, by metric, arm and period. */
  readonly counts: readonly CountedCell[]
}

/** What the forms for readings need. */
export interface LoggingPilot {
  readonly pilot: MeasuredPilot
  readonly plan: MeasuringPlan | null
  /** Why no readings are taken now; null when they are. */
  readonly closed: string | null
}

/** The data page of a pilot: how much there is, and where it came from. */
export interface SeenData {
  readonly pilot: MeasuredPilot
  readonly plan: MeasuringPlan | null
  readonly standing: Standing
  readonly counts: readonly CountedCell[]
  /** Over every import that counts, not only those listed. */
  readonly missing: readonly MissingCell[]
  readonly duplicates: number
  readonly imports: readonly ListedImport[]
  readonly total: number
}

const DAY_MS = 24 * 60 * 60_000
const ABANDONED_AFTER_MS = 7 * DAY_MS
/** Longer than any upload or import takes. */
const LEFT_BEHIND_AFTER_MS = DAY_MS

const UNPLANNED = 'Write the analysis plan first: it says which metrics are measured and in which arms.'

export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly uploads: Uploads,
    private readonly readingsChanged: ReadingsChanged,
  ) {}

  ofPilot(actor: Actor, pilotId: string, page: { limit?: number; offset?: number } = {}): Promise<SeenData> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      const imports = new ReadingImportStore(tx)
      return {
        pilot: await imports.pilot(pilotId),
        plan: await imports.plan(pilotId),
        standing,
        counts: await new ReadingCellStore(tx).counts(pilotId),
        ...(await imports.gaps(pilotId)),
        imports: await imports.list(pilotId, page),
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
      return {
        pilot: await imports.pilot(pilotId),
        plan: await planned(imports, pilotId),
        standing,
        listed: await imports.listed(pilotId, importId),
        mapping,
        checked,
        counts: await new ReadingCellStore(tx).countsOf(importId),
      }
    })
  }

  /** Takes a file in, guesses how it is to be read, and reads it once under that guess. Nothing counts yet. */
  async upload(actor: Actor, pilotId: string, { path, fileName, source }: ReceivedFile, asked: MappingInput | null = null): Promise<ReadingImport> {
    try {
      const { plan, pilot } = await this.open(actor, pilotId)
      const checksum = await checksumOf(path)
      const { size } = await stat(path)
      if (size === 0) throw new Invalid({ file: 'This file is empty.' })
      await this.database.read(tx => refuseTwin(new ReadingImportStore(tx), pilotId, checksum))
      const first = await mappingOf(path, asked, plan, pilot)
      const firstCheck = await this.check(path, first, pilot, plan)
      // a file that is sorted by group shows the other groups only to whoever has read all of it
      const mapping = asked ? first : withWordsOf(first, firstCheck.words)
      const checked = mapping === first ? firstCheck : await this.check(path, mapping, pilot, plan)
      const id = randomUUID()
      await this.uploads.keep(path, id)
      return await this.database.write(async tx => {
        authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
        return new ReadingImportStore(tx).add({
          ...uncounted(pilotId, actor, this.clock.now()),
          id,
          kind: 'rows',
          state: 'uploaded',
          source,
          fileName,
          checksum,
          sizeBytes: size,
          mapping,
          checked,
        })
      })
    } finally {
      await rm(path, { force: true })
    }
  }

  /** Where a file is to be received. */
  receiving(): Promise<string> {
    return this.uploads.receiving()
  }

  /** Removes what was received with a form that could not be taken, so that refused uploads do not fill the disk. */
  async forget(file: { readonly path: string } | null): Promise<void> {
    if (file) await rm(file.path, { force: true })
  }

  /** What the forms for readings need; refused to whoever may not log. */
  toLog(actor: Actor, pilotId: string): Promise<LoggingPilot> {
    return this.database.read(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const pilot = await imports.pilot(pilotId)
      return { pilot, plan: await imports.plan(pilotId), closed: readingsClosed(pilot.state) }
    })
  }

  /** A file or pasted rows, whichever there is. */
  async uploadEither(
    actor: Actor,
    pilotId: string,
    { file, pasted, source }: { file: { readonly path: string; readonly originalname: string } | null; pasted: string | null; source: string },
  ): Promise<ReadingImport> {
    if (file && pasted === null) return this.upload(actor, pilotId, { path: file.path, fileName: file.originalname.slice(0, 200), source })
    if (pasted === null) throw new Invalid({ file: 'Choose a file, or paste rows below.' })
    if (file) throw new Invalid({ pasted: 'Send either a file or pasted rows, not both.' })
    return this.uploadText(actor, pilotId, pasted, source)
  }

  /** Takes pasted or sent text in as if it were a file. */
  async uploadText(actor: Actor, pilotId: string, text: string, source: string, asked: MappingInput | null = null, fileName: string | null = null): Promise<ReadingImport> {
    return this.upload(actor, pilotId, { path: await this.uploads.receiveText(text), fileName, source }, asked)
  }

  /** Reads the file again, the way the person says. */
  async map(actor: Actor, pilotId: string, importId: string, asked: MappingInput): Promise<ReadingImport> {
    const { plan, pilot, found } = await this.openImport(actor, pilotId, importId)
    requireUploaded(found)
    const path = await this.uploads.pathOf(importId)
    const mapping = await mappingOf(path, asked, plan, pilot)
    requireCompleteMapping(mapping, plan.design, plan.metrics)
    const checked = await this.check(path, mapping, pilot, plan)
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const current = await imports.ofPilotForUpdate(pilotId, importId)
      requireUploaded(current)
      return imports.save({ ...current, mapping, checked })
    })
  }

  /**
   * Makes the rows of an uploaded file count: all of them, or none. They are copied to a table of this transaction, and
   * moved and reduced from there in the database.
   */
  async commit(actor: Actor, pilotId: string, importId: string): Promise<ReadingImport> {
    const committed = await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const cells = new ReadingCellStore(tx)
      const found = await imports.ofPilotForUpdate(pilotId, importId)
      requireUploaded(found)
      const { mapping } = found
      const before = await imports.pilot(pilotId)
      const plan = await planned(imports, pilotId)
      if (!mapping) throw new Conflict('Say first how the file is to be read.')
      requireCompleteMapping(mapping, plan.design, plan.metrics)
      await refuseTwin(imports, pilotId, found.checksum)
      const metricIds = mapping.values.map(value => value.metricId)
      const { rows, checked } = await this.stage(cells, await this.uploads.pathOf(importId), mapping, before, plan)
      // the file is read; only now is the pilot kept from everybody else, for as short as can be
      const pilot = await imports.pilotForUpdate(pilotId)
      if (pilot.state !== before.state) throw new Conflict('The pilot changed its state meanwhile. Look at it and try again.')
      if (checked.faultCount > 0) {
        throw new Conflict('Nothing was added: some rows cannot be read.', checked.faults.map(({ line, reason }) => `Line ${line}: ${reason}`))
      }
      if (rows === 0) throw new Conflict('Nothing was added: no row of this file becomes a reading.')
      const missing = await cells.stagedMissing(metricIds)
      const missingCount = missing.reduce((sum, cell) => sum + cell.missing, 0)
      if (missingCount === rows * metricIds.length) throw new Conflict('Nothing was added: every value of this file is empty.')
      const duplicateCount = await cells.stagedRepeats(pilotId, metricIds)
      await cells.takeStaged(importId, metricIds)
      const saved = await imports.save({
        ...found,
        state: 'committed',
        checked,
        rowCount: rows,
        missingCount,
        missingByCell: missing,
        duplicateCount,
        committedAt: this.clock.now(),
        committedById: actor.accountId,
      })
      await this.changed(tx, actor, pilot)
      await new AuditStore(tx).append({
        program: pilot.programId,
        actor,
        action: 'import.committed',
        subject: { kind: 'pilot', id: pilotId },
        details: { import: importId, fileName: found.fileName, source: found.source, checksum: found.checksum, rows, missing: missingCount, duplicates: duplicateCount },
        at: this.clock.now(),
      })
      return saved
    })
    await this.uploads.remove(importId)
    return committed
  }

  /** Puts an uploaded file away before it counted. */
  async discard(actor: Actor, pilotId: string, importId: string): Promise<void> {
    await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const found = await imports.ofPilotForUpdate(pilotId, importId)
      requireUploaded(found)
      await imports.save({ ...found, state: 'discarded' })
    })
    await this.uploads.remove(importId)
  }

  /**
   * Uploads that nobody committed within a week are discarded, and files that no import waits for are removed: what a
   * killed process or a cut connection left behind.
   *
   * @returns how many uploads were discarded, and how many files removed
   */
  async discardAbandoned(): Promise<{ readonly uploads: number; readonly files: number }> {
    const now = this.clock.now().getTime()
    const uploads = await this.database.write(tx => new ReadingImportStore(tx).discardAbandoned(new Date(now - ABANDONED_AFTER_MS)))
    const { received, kept } = await this.uploads.old(new Date(now - LEFT_BEHIND_AFTER_MS))
    const waiting = new Set(await this.database.read(tx => new ReadingImportStore(tx).waiting(kept)))
    const needless = kept.filter(id => !waiting.has(id))
    for (const path of received) await rm(path, { force: true })
    for (const id of needless) await this.uploads.remove(id)
    return { uploads, files: received.length + needless.length }
  }

  /** Takes back an import as a whole. Its readings stay in the history; they no longer count. */
  undo(actor: Actor, pilotId: string, importId: string, { reason }: UndoInput): Promise<ReadingImport> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const found = await imports.ofPilotForUpdate(pilotId, importId)
      const pilot = await imports.pilotForUpdate(pilotId)
      requireOpen(pilot)
      if (found.state === 'undone') throw new Conflict('This import was undone already.')
      if (found.state !== 'committed') throw new Conflict('This import has added nothing yet. Discard it instead.')
      const saved = await imports.save({ ...found, state: 'undone', undoneAt: this.clock.now(), undoneById: actor.accountId, undoneBecause: reason })
      await this.changed(tx, actor, pilot)
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

  /** Writes every fault of an uploaded file as CSV, safe to open in a spreadsheet; memory does not grow with it. */
  async writeFaults(actor: Actor, pilotId: string, importId: string, out: Writable): Promise<void> {
    const { plan, pilot, found } = await this.openImport(actor, pilotId, importId, 'program.read')
    requireUploaded(found)
    const { mapping } = found
    if (!mapping) throw new Conflict('Say first how the file is to be read.')
    const csv = stringify({ header: true, columns: ['line', 'column', 'cell', 'reason'], escape_formulas: true, bom: true })
    csv.pipe(out)
    let isFull = false
    await this.read(await this.uploads.pathOf(importId), mapping, pilot, plan, (_record, understood) => {
      if (out.destroyed || understood === 'leftOut' || !('faults' in understood)) return
      for (const fault of understood.faults) isFull = !csv.write(fault)
    }, async () => {
      if (!isFull || out.destroyed) return
      isFull = false
      // whoever asked may leave before the end: then nothing drains any more
      await new Promise<void>(resolve => {
        csv.once('drain', resolve)
        out.once('close', resolve)
      })
    })
    csv.end()
  }

  /** Adds numbers that somebody else has summed up: one import, with its source, like a file. */
  summarise(actor: Actor, pilotId: string, { metric: metricId, source, day, lines }: SummaryInput): Promise<ReadingImport> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const pilot = await imports.pilotForUpdate(pilotId)
      requireOpen(pilot)
      const plan = await planned(imports, pilotId)
      const metric = plan.metrics.find(({ id }) => id === metricId)
      if (!metric) throw new Invalid({ metric: 'Choose among the metrics of the plan.' })
      const cells = summaryCells(lines, metric.kind, { state: pilot.state, planLocked: plan.isLocked, design: plan.design })
      const content = canonicalize({ metricId, day, cells: cells.map(({ arm, period, cluster, n, mean, m2 }) => ({ arm, period, cluster, n, mean, m2 })) }) ?? ''
      const checksum = createHash('sha256').update(content, 'utf8').digest('hex')
      await refuseTwin(imports, pilotId, checksum)
      const now = this.clock.now()
      const saved = await imports.add({
        ...uncounted(pilotId, actor, now),
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
      await this.changed(tx, actor, pilot)
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

  /** Records how much of the change reached those it was meant for. */
  recordDelivery(actor: Actor, pilotId: string, { share, source }: DeliveryInput): Promise<void> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'delivery.record')
      const imports = new ReadingImportStore(tx)
      const pilot = await imports.pilotForUpdate(pilotId)
      requireOpen(pilot)
      if (pilot.state === 'approved') throw new Conflict('The share delivered is recorded once the pilot has been launched.')
      await imports.recordDelivery(pilotId, share, source)
      await this.changed(tx, actor, pilot)
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

  private async changed(tx: Transaction, actor: Actor, pilot: MeasuredPilot): Promise<void> {
    if (pilot.state === 'concluded') await this.readingsChanged(tx, actor, pilot.id)
  }

  private open(actor: Actor, pilotId: string): Promise<{ pilot: MeasuredPilot; plan: MeasuringPlan }> {
    return this.database.read(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const pilot = await imports.pilot(pilotId)
      requireOpen(pilot)
      return { pilot, plan: await planned(imports, pilotId) }
    })
  }

  private openImport(actor: Actor, pilotId: string, importId: string, deed: 'reading.log' | 'program.read' = 'reading.log') {
    return this.database.read(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), deed)
      const imports = new ReadingImportStore(tx)
      const found = await imports.ofPilot(pilotId, importId)
      return { found, pilot: await imports.pilot(pilotId), plan: await planned(imports, pilotId) }
    })
  }

  private async check(path: string, mapping: Mapping, pilot: MeasuredPilot, plan: MeasuringPlan): Promise<Checked> {
    const tally = new CheckTally(mapping, proportionColumns(mapping, plan))
    await this.read(path, mapping, pilot, plan, (record, understood) => tally.add(record, understood))
    return tally.result()
  }

  private async stage(cells: ReadingCellStore, path: string, mapping: Mapping, pilot: MeasuredPilot, plan: MeasuringPlan): Promise<{ rows: number; checked: Checked }> {
    const tally = new CheckTally(mapping, proportionColumns(mapping, plan))
    await cells.stage(mapping.values.length, (add, flush) =>
      this.read(path, mapping, pilot, plan, (record, understood) => {
        tally.add(record, understood)
        if (understood !== 'leftOut' && 'row' in understood) add(understood.row)
      }, flush),
    )
    const checked = tally.result()
    return { rows: checked.good, checked }
  }

  /** Every record after the header, understood. */
  private async read(
    path: string,
    mapping: Mapping,
    pilot: MeasuredPilot,
    plan: MeasuringPlan,
    take: (record: Parameters<ReturnType<typeof rowReader>>[0], understood: Understood) => void,
    afterPiece: () => Promise<void> | void = () => {},
  ): Promise<void> {
    const understand = rowReader(mapping, plan.metrics, refusalBy(pilot, plan))
    let isHeader = mapping.format.hasHeader
    await readRecords(path, mapping.format, record => {
      if (isHeader) isHeader = false
      else take(record, understand(record))
    }, afterPiece)
  }
}

const uncounted = (pilotId: string, actor: Actor, at: Date) => ({
  pilotId,
  sizeBytes: 0,
  mapping: null,
  checked: null,
  rowCount: 0,
  missingCount: 0,
  duplicateCount: 0,
  missingByCell: [],
  actorId: actor.accountId,
  at,
  committedAt: null,
  committedById: null,
  undoneAt: null,
  undoneById: null,
  undoneBecause: null,
})

/** The refusals of a pilot are few and asked for every row, so each is worked out once. */
function refusalBy(pilot: MeasuredPilot, plan: MeasuringPlan): Refusal {
  const known = new Map<string, string | null>()
  const window = { state: pilot.state, planLocked: plan.isLocked, design: plan.design }
  return ({ arm, period }) => {
    const key = `${arm} ${period}`
    let refused = known.get(key)
    if (refused === undefined) {
      refused = readingRefused(window, { arm, period })
      known.set(key, refused)
    }
    return refused
  }
}

function proportionColumns(mapping: Mapping, plan: MeasuringPlan): number[] {
  return mapping.values.flatMap(({ metricId, column }) =>
    plan.metrics.some(({ id, kind }) => id === metricId && kind === 'proportion') ? [column] : [],
  )
}

/** The mapping asked for, or a guess; either way under a format that fits the file's first bytes. */
async function mappingOf(path: string, asked: MappingInput | null, plan: MeasuringPlan, pilot: MeasuredPilot): Promise<Mapping> {
  const head = await headOf(path)
  const sniffed = sniffedFormat(head)
  const format: FileFormat = asked
    ? {
        encoding: asked.encoding ?? sniffed.encoding,
        delimiter: asked.delimiter ?? sniffed.delimiter,
        quote: asked.quote ?? sniffed.quote,
        hasHeader: asked.header === null ? sniffed.hasHeader : asked.header === 'yes',
      }
    : sniffed
  const text = new TextDecoder(format.encoding).decode(head, { stream: true })
  return asked ? mappingOfInput(asked, format, text, plan, pilot.locale) : guessedMapping(text, format, plan, pilot.locale)
}

function summaryCells(lines: SummaryInput['lines'], kind: MeasuringPlan['metrics'][number]['kind'], window: Parameters<typeof readingRefused>[0]) {
  const faults: Record<string, string> = {}
  const cells = lines.flatMap((line, index) => {
    const at = `lines.${index}.`
    const { arm, period, site, n, successes, mean, standardDeviation } = line
    if (n === null) {
      if (successes !== null || mean !== null || standardDeviation !== null) faults[`${at}n`] = 'Write how many were measured.'
      return []
    }
    const refused = readingRefused(window, { arm, period })
    if (refused !== null) faults[`${at}n`] = refused
    try {
      return [{ at, arm, period, cluster: site, ...summaryMoments(kind, { n, successes, mean, standardDeviation }, at) }]
    } catch (fault) {
      if (!(fault instanceof Invalid)) throw fault
      Object.assign(faults, fault.fields)
      return []
    }
  })
  const seen = new Set<string>()
  for (const { at, arm, period, cluster } of cells) {
    const key = canonicalize([arm, period, cluster]) ?? ''
    if (seen.has(key)) faults[`${at}site`] = 'This arm, period and site is on an earlier line already.'
    seen.add(key)
  }
  if (cells.length === 0 && Object.keys(faults).length === 0) faults['lines.0.n'] = 'Fill in at least one line.'
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  return cells
}

async function planned(imports: ReadingImportStore, pilotId: string): Promise<MeasuringPlan> {
  const plan = await imports.plan(pilotId)
  if (!plan) throw new Conflict(UNPLANNED)
  return plan
}

function requireOpen(pilot: MeasuredPilot): void {
  const closed = readingsClosed(pilot.state)
  if (closed !== null) throw new Conflict(closed)
}

function requireUploaded(found: ReadingImport): void {
  if (found.state === 'committed') throw new Conflict('This import was committed already.')
  if (found.state === 'undone') throw new Conflict('This import was committed and undone. Upload the file again.')
  if (found.state === 'discarded') throw new Conflict('This upload was discarded. Upload the file again.')
}

async function refuseTwin(imports: ReadingImportStore, pilotId: string, checksum: string): Promise<void> {
  const twin = await imports.committedTwin(pilotId, checksum)
  if (!twin) return
  const what = twin.kind === 'summary' ? 'The same numbers were added' : 'The same file was committed'
  const when = (twin.committedAt ?? twin.at).toISOString().slice(0, 10)
  throw new Conflict(`${what} on ${when} by ${twin.committedBy ?? twin.actorName}. Undo that import first if it has to be read anew.`)
}
