import { Choice, Day, Decimal, Percent, Rows, Text, Uuid, WholeNumber } from '../platform/http/fields'
import { DATE_FORMATS, type DateFormat } from './dayIn'
import { DELIMITERS, ENCODINGS, QUOTES, type Delimiter, type Encoding, type Quote } from './fileFormat.rules'
import { ARM_CHOICES, PERIOD_CHOICES, type ArmWord, type PeriodWord, type TruthWord } from './mapping.rules'
import { ARMS, PERIODS, type Arm, type Period } from './reading.entity'

const LONGEST_PASTE = 500_000

/** What goes with an uploaded file, or in its place. */
export class UploadInput {
  @Text({ max: 300 })
  source!: string

  /** Rows pasted from a spreadsheet. */
  @Text({ max: LONGEST_PASTE, optional: true })
  pasted!: string | null
}

class ValueColumnInput {
  @Uuid()
  metric!: string

  @Text({ max: 120, optional: true })
  column!: string | null
}

class ArmWordInput {
  /** Empty for empty cells. */
  @Text({ max: 100, optional: true })
  word!: string | null

  /** Left open until somebody has said it. */
  @Choice(ARM_CHOICES, { optional: true })
  means!: ArmWord['means'] | null
}

class PeriodWordInput {
  /** Empty for empty cells. */
  @Text({ max: 100, optional: true })
  word!: string | null

  /** Left open until somebody has said it. */
  @Choice(PERIOD_CHOICES, { optional: true })
  means!: PeriodWord['means'] | null
}

class TruthWordInput {
  /** Empty for empty cells. */
  @Text({ max: 100, optional: true })
  word!: string | null

  /** Left open until somebody has said it. */
  @Choice(['yes', 'no', 'missing'], { optional: true })
  means!: TruthWord['means'] | null
}

/**
 * How a file is to be read. What is left out of the format is guessed. `arm`, `period` and `day` say `column:` with the
 * name of a column, or `always:` with one answer for every row.
 */
export class MappingInput {
  @Choice(ENCODINGS, { optional: true })
  encoding!: Encoding | null

  @Choice(DELIMITERS, { optional: true })
  delimiter!: Delimiter | null

  @Choice(QUOTES, { optional: true })
  quote!: Quote | null

  @Choice(['yes', 'no'], { optional: true })
  header!: 'yes' | 'no' | null

  @Choice(['point', 'comma'], { optional: true })
  decimal!: 'point' | 'comma' | null

  @Choice(DATE_FORMATS, { optional: true })
  dates!: DateFormat | null

  @Text({ max: 120, optional: true })
  unit!: string | null

  @Text({ max: 130, optional: true })
  arm!: string | null

  @Text({ max: 130, optional: true })
  period!: string | null

  @Text({ max: 130, optional: true })
  day!: string | null

  @Text({ max: 120, optional: true })
  cluster!: string | null

  @Text({ max: 120, optional: true })
  exposure!: string | null

  @Text({ max: 120, optional: true })
  preValue!: string | null

  @Rows(() => ValueColumnInput, { max: 20 })
  values!: ValueColumnInput[]

  @Rows(() => ArmWordInput, { max: 20 })
  armWords!: ArmWordInput[]

  @Rows(() => PeriodWordInput, { max: 20 })
  periodWords!: PeriodWordInput[]

  @Rows(() => TruthWordInput, { max: 20 })
  truthWords!: TruthWordInput[]
}

/** Why an import is taken back. */
export class UndoInput {
  @Text({ max: 500, min: 3 })
  reason!: string
}

/** A line with an empty `n` is passed over. */
export class SummaryLineInput {
  @Choice(ARMS)
  arm!: Arm

  @Choice(PERIODS)
  period!: Period

  @Text({ max: 200, optional: true })
  site!: string | null

  @WholeNumber({ min: 1, max: 1_000_000_000, optional: true })
  n!: number | null

  @WholeNumber({ max: 1_000_000_000, optional: true })
  successes!: number | null

  @Decimal({ optional: true })
  mean!: number | null

  @Decimal({ min: 0, optional: true })
  standardDeviation!: number | null
}

/** Numbers that somebody else has summed up, typed in. */
export class SummaryInput {
  @Uuid()
  metric!: string

  @Text({ max: 300 })
  source!: string

  /** The day that the numbers belong to, where they belong to one. */
  @Day({ optional: true })
  day!: string | null

  @Rows(() => SummaryLineInput, { min: 1, max: 50 })
  lines!: SummaryLineInput[]
}

/** The page's form; `seen` is the way the file was read when it was shown. */
export class MappingForm extends MappingInput {
  @Text({ max: 64, optional: true })
  seen!: string | null
}

/** The page's button that makes an upload count; `seen` as with the mapping. */
export class CommitForm {
  @Text({ max: 64, optional: true })
  seen!: string | null
}

/** How much of the treatment reached those it was meant for. */
export class DeliveryInput {
  @Percent()
  share!: number

  @Text({ max: 300 })
  source!: string

  /** The share that the writer has seen recorded, as a fraction; null where there was none. */
  @Decimal({ min: 0, max: 1, optional: true })
  replaces!: number | null
}
