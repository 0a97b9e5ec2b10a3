import { Flag, Money, Text, Uuid, WholeNumber } from '../platform/http/fields'

export class GatePassInput {
  @Text({ max: 2000, optional: true })
  reason!: string | null

  /** Of the pilot whose criteria the person has seen. */
  @WholeNumber({ min: 1 })
  version!: number
}

export class OverrideInput {
  /** Why the criterion may be passed unmet. */
  @Text({ max: 2000 })
  because!: string
}

export class ReviewInput {
  /** Somebody says so; nothing but yes is an answer. */
  @Flag()
  checksSeen!: boolean

  @Text({ max: 2000, optional: true })
  remark!: string | null
}

/** The page asks for the look and for the conclusion in one form, so that neither button forgets what was typed for the other. */
export class ConcludeForm extends GatePassInput {
  @Flag()
  checksSeen!: boolean

  @Text({ max: 2000, optional: true })
  remark!: string | null
}

/** The same form, sent to record the look alone. */
export class ReviewForm extends ReviewInput {
  @Text({ max: 2000, optional: true })
  reason!: string | null

  @WholeNumber({ min: 1, optional: true })
  version!: number | null
}

export class BenefitReadingInput {
  @Uuid()
  lineId!: string

  /** A year, in units of the currency; below zero where the benefit turned into a loss. */
  @Money({ min: -1_000_000_000_000 })
  amount!: number

  @Text({ max: 500 })
  source!: string
}
