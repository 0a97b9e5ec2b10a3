import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import { CheckTally, type Checked } from './check.rules'
import type { CsvRecord } from './csvRecords'
import { dayBounds } from './dating.rules'
import { sniffedFormat, type FileFormat } from './fileFormat.rules'
import { headOf, readRecords } from './fileText'
import { guessedMapping, type Mapping } from './mapping.rules'
import { mappingOfInput } from './mappingOfInput'
import type { MappingInput } from './reading.input'
import type { ReadingCellStore } from './readingCell.store'
import type { MeasuringPlan } from './readingImport.store'
import { readingRefused } from './readingWindow.rules'
import { RepeatTally } from './repeats.rules'
import { rowReader, type Refusal, type Understood } from './rowReader'
import { answerColumns } from './toldCheck.rules'

/** The mapping asked for, or a guess; either way under a format that fits the file's first bytes. */
export async function mappingOf(path: string, asked: MappingInput | null, plan: MeasuringPlan, pilot: PilotInProgram): Promise<Mapping> {
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

/** A file as it is read under one mapping, by the rules of its pilot; memory does not grow with it. */
export class ImportFile {
  constructor(
    private readonly path: string,
    private readonly mapping: Mapping,
    private readonly pilot: PilotInProgram,
    private readonly plan: MeasuringPlan,
    private readonly now: Date,
  ) {}

  /** Reads all of it and keeps nothing. */
  async check(): Promise<Checked> {
    const tally = this.tally(new RepeatTally())
    await this.read((record, understood) => tally.add(record, understood))
    return tally.result()
  }

  /** Reads all of it into the staging table of a transaction, up to the first fault; from there on it only checks. */
  async stage(cells: ReadingCellStore): Promise<Checked> {
    const tally = this.tally(null) // what is staged is asked in the database which units come twice
    let isWhole = true
    await cells.stage(this.mapping.values.length, (add, flush) =>
      this.read((record, understood) => {
        tally.add(record, understood)
        if (understood === 'leftOut') return
        if ('faults' in understood) isWhole = false
        else if (isWhole) add(understood.row)
      }, flush),
    )
    return tally.result()
  }

  /** Every record after the header, understood; waits for `afterPiece` before it reads on. */
  async read(take: (record: CsvRecord, understood: Understood) => void, afterPiece: () => Promise<void> | void = () => {}): Promise<void> {
    const understand = rowReader(this.mapping, this.plan.metrics, refusalBy(this.pilot, this.plan))
    let isHeader = this.mapping.format.hasHeader
    await readRecords(this.path, this.mapping.format, record => {
      if (isHeader) isHeader = false
      else take(record, understand(record))
    }, afterPiece)
  }

  private tally(repeats: RepeatTally | null): CheckTally {
    const { values } = this.mapping
    const isProportion = (metricId: string): boolean => this.plan.metrics.some(({ id, kind }) => id === metricId && kind === 'proportion')
    const truthColumns = values.flatMap(({ metricId, column }) => (isProportion(metricId) ? [column] : []))
    return new CheckTally(this.mapping, truthColumns, answerColumns(this.mapping, this.plan.metrics), dayBounds(this.plan, this.pilot, this.now), repeats)
  }
}

/** The refusals of a pilot are few and asked for every row, so each is worked out once. */
function refusalBy(pilot: PilotInProgram, plan: MeasuringPlan): Refusal {
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
