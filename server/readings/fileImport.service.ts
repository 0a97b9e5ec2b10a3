import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'csv-stringify'
import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import { PilotInProgramStore, type PilotInProgram } from '../pilots/pilotInProgram.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { aside } from '../platform/database/firstWrite'
import { Conflict, Invalid } from '../platform/errors'
import { faultsInWords, missingCells } from './check.rules'
import { noTextIn } from './fileFormat.rules'
import { headOf } from './fileText'
import { ImportFile, mappingOf } from './importFile'
import { requireCompleteMapping, requireNoGuess, withWordsOf } from './mapping.rules'
import type { MappingInput } from './reading.input'
import { ReadingCellStore } from './readingCell.store'
import type { ReadingImport } from './readingImport.entity'
import { discardEvent, freshImport, refuseTwin, requireSeenWay, requireUploaded } from './readingImport.rules'
import { ReadingImportStore, type MeasuringPlan } from './readingImport.store'
import { tellOnceConcluded, type ReadingsChanged } from './readingsChanged'
import { requireOpen } from './readingWindow.rules'
import { NO_REPEATS } from './repeats.rules'
import { onceForEachWord } from './toldCheck.rules'
import { checksumOf, type Uploads } from './uploads'

/** A file that has just arrived. */
export interface ReceivedFile {
  /** Taken over: moved or removed. */
  readonly path: string
  readonly fileName: string | null
  readonly source: string
}

/** From a file to readings: upload, mapping, faults, commit or discard. */
export class FileImportService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly uploads: Uploads,
    private readonly readingsChanged: ReadingsChanged,
  ) {}

  /** Takes a file in, guesses how it is to be read, and reads it once under that guess. Nothing counts yet. */
  async upload(actor: Actor, pilotId: string, { path, fileName, source }: ReceivedFile, asked: MappingInput | null = null): Promise<ReadingImport> {
    try {
      const { plan, pilot } = await this.open(actor, pilotId)
      const checksum = await checksumOf(path)
      const { size } = await stat(path)
      if (size === 0) throw new Invalid({ file: 'This file is empty.' })
      const other = noTextIn(await headOf(path, 8))
      if (other !== null) throw new Invalid({ file: `This is ${other}, not rows as text. Save what it holds as CSV and upload that.` })
      refuseTwin(await this.database.read(tx => new ReadingImportStore(tx).committedTwin(pilotId, checksum)), pilot)
      const first = await mappingOf(path, asked, plan, pilot)
      const firstCheck = await new ImportFile(path, first, pilot, plan, this.clock.now()).check()
      // a file that is sorted by group shows the other groups only to whoever has read all of it
      const mapping = asked ? first : withWordsOf(first, firstCheck.words)
      if (firstCheck.rows === 0) throw new Invalid({ file: 'This file has no rows, only a first line that names the columns.' })
      const checked = mapping === first ? firstCheck : await new ImportFile(path, mapping, pilot, plan, this.clock.now()).check()
      const id = randomUUID()
      await this.uploads.keep(path, id)
      return await this.database.write(async tx => {
        authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
        return new ReadingImportStore(tx).add({
          ...freshImport(pilotId, actor.accountId, this.clock.now()),
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

  /** Takes pasted or sent text in as if it were a file. */
  async uploadText(actor: Actor, pilotId: string, text: string, source: string, asked: MappingInput | null = null, fileName: string | null = null): Promise<ReadingImport> {
    return this.upload(actor, pilotId, { path: await this.uploads.receiveText(text), fileName, source }, asked)
  }

  /** Takes a file in as it arrives, if the pilot takes readings now. */
  async uploadStream(actor: Actor, pilotId: string, from: Readable, source: string, fileName: string | null): Promise<ReadingImport> {
    await this.open(actor, pilotId)
    return this.upload(actor, pilotId, { path: await this.uploads.receive(from), fileName, source })
  }

  /**
   * Reads the file again, the way the person says.
   *
   * @param seen  the way it was read on the page they began from
   * @throws Conflict when it is read another way by now
   */
  async map(actor: Actor, pilotId: string, importId: string, asked: MappingInput, seen: string | null = null): Promise<ReadingImport> {
    const { plan, pilot, found } = await this.openImport(actor, pilotId, importId)
    requireUploaded(found)
    requireSeenWay(found.mapping, seen)
    const path = await this.uploads.pathOf(importId)
    const mapping = await mappingOf(path, asked, plan, pilot)
    requireCompleteMapping(mapping, plan.design, plan.metrics)
    const checked = await new ImportFile(path, mapping, pilot, plan, this.clock.now()).check()
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const current = await imports.ofPilotForUpdate(pilotId, importId)
      requireUploaded(current)
      requireSeenWay(current.mapping, seen)
      return imports.save({ ...current, mapping, checked })
    })
  }

  /**
   * Makes the rows of an uploaded file count: all of them, or none. They are copied to a table of this transaction,
   * validated, and taken over and reduced from there in the database.
   *
   * @param seen  the way the file was read on the page where somebody said yes
   * @throws Conflict when it is read another way by now, or some row cannot be read
   */
  async commit(actor: Actor, pilotId: string, importId: string, seen: string | null = null): Promise<ReadingImport> {
    const committed = await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const cells = new ReadingCellStore(tx)
      const found = await imports.ofPilotForUpdate(pilotId, importId)
      requireUploaded(found)
      const { mapping } = found
      requireSeenWay(mapping, seen)
      const before = await new PilotInProgramStore(tx).find(pilotId)
      const plan = await imports.planned(pilotId)
      if (!mapping) throw new Conflict('Say first how the file is to be read.')
      requireCompleteMapping(mapping, plan.design, plan.metrics)
      refuseTwin(await imports.committedTwin(pilotId, found.checksum), before) // before a long file is read for nothing
      const metricIds = mapping.values.map(value => value.metricId)
      const checked = await new ImportFile(await this.uploads.pathOf(importId), mapping, before, plan, this.clock.now()).stage(cells)
      const rows = checked.good
      // the file is read; only now is the pilot kept from everybody else, for as short as can be
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      if (pilot.state !== before.state) throw new Conflict('The pilot changed its state meanwhile. Look at it and try again.')
      if (!isDeepStrictEqual(await imports.planned(pilotId), plan)) {
        throw new Conflict('The plan was changed while the file was read. Look at both and try again.')
      }
      refuseTwin(await imports.committedTwin(pilotId, found.checksum), pilot)
      if (checked.faultCount > 0) {
        throw new Conflict('Nothing was added: some rows cannot be read.', faultsInWords(checked))
      }
      if (rows === 0) throw new Conflict('Nothing was added: no row of this file becomes a reading.')
      const missing = missingCells(checked, mapping)
      const missingCount = missing.reduce((sum, cell) => sum + cell.missing, 0)
      if (missingCount === rows * metricIds.length) throw new Conflict('Nothing was added: every value of this file is empty.')
      // without a column of units each line is one of its own
      const repeats = mapping.unit === null ? NO_REPEATS : await cells.stagedRepeats(pilotId, metricIds)
      const duplicateCount = repeats.rows
      await cells.takeStaged(importId, metricIds)
      const saved = await imports.save({
        ...found,
        state: 'committed',
        checked: { ...checked, repeats },
        rowCount: rows,
        missingCount,
        missingByCell: missing,
        duplicateCount,
        committedAt: this.clock.now(),
        committedById: actor.accountId,
      })
      await tellOnceConcluded(this.readingsChanged, tx, actor, pilot)
      await new AuditStore(tx).append({
        program: pilot.programId,
        actor,
        action: 'import.committed',
        subject: { kind: 'pilot', id: pilotId },
        details: { import: importId, fileName: found.fileName, source: found.source, rows, missing: missingCount, duplicates: duplicateCount },
        at: this.clock.now(),
      })
      return saved
    })
    await this.uploads.remove(importId)
    return committed
  }

  /**
   * Takes in what `upload` brings and makes it count at once; where it is refused, nothing of it stays behind. The deed is
   * the commit: what an outage kept from being added, or from being put away, waits until nobody comes back for it.
   *
   * @throws Invalid where a word means what we guess, and nobody has looked at that
   * @throws why it does not count, whatever becomes of the upload
   */
  async addAtOnce(actor: Actor, pilotId: string, upload: () => Promise<ReadingImport>): Promise<ReadingImport> {
    const { id, mapping } = await aside(upload)
    try {
      if (mapping) requireNoGuess(mapping)
      return await this.commit(actor, pilotId, id)
    } catch (error) {
      const isRefused = error instanceof Invalid || error instanceof Conflict
      if (isRefused) await aside(() => this.discard(actor, pilotId, id)).catch(() => {})
      throw error
    }
  }

  /** Puts an uploaded file away before it counted. */
  async discard(actor: Actor, pilotId: string, importId: string): Promise<void> {
    await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const found = await imports.ofPilotForUpdate(pilotId, importId)
      requireUploaded(found)
      await imports.save({ ...found, state: 'discarded' })
      const { programId: program } = await new PilotInProgramStore(tx).find(pilotId)
      await new AuditStore(tx).append(discardEvent(found, { program, actor, at: this.clock.now() }))
    })
    await this.uploads.remove(importId)
  }

  /**
   * Writes the faults of an uploaded file as CSV, safe to open in a spreadsheet; memory does not grow with it. A word for
   * an answer comes once: on how many lines it stands is the outcome.
   */
  async writeFaults(actor: Actor, pilotId: string, importId: string, out: Writable): Promise<void> {
    const { plan, pilot, found } = await this.openImport(actor, pilotId, importId)
    requireUploaded(found)
    const { mapping } = found
    if (!mapping) throw new Conflict('Say first how the file is to be read.')
    const csv = stringify({ header: true, columns: ['line', 'column', 'cell', 'reason'], escape_formulas: true, bom: true })
    csv.pipe(out)
    const isTold = onceForEachWord(mapping, plan.metrics)
    let isFull = false
    await new ImportFile(await this.uploads.pathOf(importId), mapping, pilot, plan, this.clock.now()).read((_record, understood) => {
      if (out.destroyed || understood === 'leftOut' || !('faults' in understood)) return
      for (const fault of understood.faults) {
        if (isTold(fault)) isFull = !csv.write(fault)
      }
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

  private open(actor: Actor, pilotId: string): Promise<{ pilot: PilotInProgram; plan: MeasuringPlan }> {
    return this.database.read(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const pilot = await new PilotInProgramStore(tx).find(pilotId)
      requireOpen(pilot.state)
      return { pilot, plan: await imports.planned(pilotId) }
    })
  }

  private openImport(actor: Actor, pilotId: string, importId: string) {
    return this.database.read(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'reading.log')
      const imports = new ReadingImportStore(tx)
      const found = await imports.ofPilot(pilotId, importId)
      return { found, pilot: await new PilotInProgramStore(tx).find(pilotId), plan: await imports.planned(pilotId) }
    })
  }
}
