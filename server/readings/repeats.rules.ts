import { plural } from '../platform/plural'
import { ownText } from './csvRecords'
import type { Period } from './reading.entity'
import type { ReadRow } from './rowReader'

/** Rows that name a unit once more in the same period. */
export interface Repeats {
  /** Beyond the first row of each unit and period. */
  readonly rows: number
  /** The first of these units, in the order of the file. */
  readonly first: readonly RepeatedUnit[]
  /** False where the file holds more rows than were compared while it was checked. */
  readonly isWhole: boolean
}

export interface RepeatedUnit {
  readonly unit: string
  /** Its first line in the file. */
  readonly line: number
  /** Its last one; the same as `line` where only an earlier import has it too. */
  readonly lastLine: number
  /** How many lines of the file name it. */
  readonly rows: number
  readonly inBothArms: boolean
  /** An import that counts already has it too. */
  readonly inEarlierImport: boolean
}

/** A unit that comes twice, with the file that it comes in; null for pasted rows. */
export type NamedRepeat = RepeatedUnit & { readonly fileName: string | null }

export const NO_REPEATS: Repeats = { rows: 0, first: [], isWhole: true }

/** As many repeated units as are named. */
export const FIRST_REPEATS = 5
/** Rows that a check compares, so that neither its memory nor much of its time goes into what adding the rows asks again. */
export const MOST_COMPARED = 100_000

type Sighting = { -readonly [Part in keyof Omit<RepeatedUnit, 'inEarlierImport'>]: RepeatedUnit[Part] }

/** Finds units that come twice while a file is read. Adding the rows counts them anew, all of them. */
export class RepeatTally {
  private rows = 0
  private compared = 0
  /** First line of each unit, doubled, and odd for treatment: one number is a quarter of an object. */
  private readonly seen: Readonly<Record<Period, Map<string, number>>> = { baseline: new Map(), outcome: new Map() }
  private readonly first = new Map<string, Sighting>()

  constructor(private readonly mostCompared = MOST_COMPARED) {}

  add({ unit, arm, period, line }: Pick<ReadRow, 'unit' | 'arm' | 'period' | 'line'>): void {
    if (unit === null) return
    this.compared += 1
    if (this.compared > this.mostCompared) return
    const treated = arm === 'treatment' ? 1 : 0
    const known = this.seen[period].get(unit)
    if (known === undefined) {
      this.seen[period].set(ownText(unit), line * 2 + treated)
      return
    }
    this.rows += 1
    const key = `${period} ${unit}`
    const sighting = this.first.get(key)
    const isOther = known % 2 !== treated
    if (sighting) {
      sighting.lastLine = line
      sighting.rows += 1
      sighting.inBothArms ||= isOther
    } else if (this.first.size < FIRST_REPEATS) {
      this.first.set(ownText(key), { unit: ownText(unit), line: (known - (known % 2)) / 2, lastLine: line, rows: 2, inBothArms: isOther })
    }
  }

  result(): Repeats {
    return { rows: this.rows, first: [...this.first.values()].map(each => ({ ...each, inEarlierImport: false })), isWhole: this.compared <= this.mostCompared }
  }
}

/** The first units that come again, each in words, and how many rows are left; none where nobody is named. */
export function repeatsInWords(rows: number, first: readonly (RepeatedUnit & { readonly fileName?: string | null })[], written: (rows: number) => string = String): string[] {
  if (first.length === 0) return []
  const more = rows - first.reduce((sum, unit) => sum + unit.rows - 1 + (unit.inEarlierImport ? 1 : 0), 0)
  return [...first.map(unit => whereRepeated(unit, unit.fileName)), ...(more > 0 ? [`and ${written(more)} more ${plural(more, 'row')}`] : [])]
}

/** Where a unit comes again: "“c7” on lines 2 and 9, in both groups". */
export function whereRepeated({ unit, line, lastLine, rows, inBothArms, inEarlierImport }: RepeatedUnit, fileName: string | null = null): string {
  const lines = rows === 1 ? `on line ${line}` : rows === 2 ? `on lines ${line} and ${lastLine}` : `on ${rows} lines from ${line} to ${lastLine}`
  const of = fileName === null ? '' : ` of ${fileName}`
  return `“${unit}” ${lines}${of}${inBothArms ? ', in both groups' : ''}${inEarlierImport ? ', and in an earlier import' : ''}`
}
