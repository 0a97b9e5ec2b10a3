import { Choice, Choices, Decimal, Email, Flag, Text, Uuid, WholeNumber } from '../platform/http/fields'
import { PROGRAM_ROLES, type ProgramRole } from './membership.entity'
import type { EvidenceLevel } from './evidenceLevel'
import { CURRENCIES, LOCALES, TIME_ZONES } from './program.choices'

/** What a lead sets for a program. */
export class ProgramInput {
  @Text({ max: 120 })
  name!: string

  @Text({ max: 2000 })
  vision!: string

  @Choice(CURRENCIES)
  currency!: string

  @Choice(TIME_ZONES)
  timeZone!: string

  @Choice(LOCALES)
  locale!: string

  /** A year, in percent: 8 means 0.08. */
  @Decimal({ min: 0, max: 100, percent: 'percentage' })
  discountRatePercent!: number

  @WholeNumber({ min: 1, max: 20 })
  horizonYears!: number

  /** The evidence level from which a pilot may be scaled. */
  @WholeNumber({ min: 1, max: 5 })
  evidenceBar!: EvidenceLevel

  /** Raters, the proposer not counted, before the lead may close scoring. */
  @WholeNumber({ min: 1, max: 20 })
  ratersNeeded!: number
}

/** A new program and whoever leads it first. */
export class NewProgramInput extends ProgramInput {
  @Email()
  leadEmail!: string

  /** Used only when the address has no account yet. */
  @Text({ max: 120, optional: true })
  leadName!: string | null
}

export class SettingsInput extends ProgramInput {
  @WholeNumber({ min: 1 })
  version!: number
}

/** What a member is in the program. */
export class MemberInput {
  @Choices(PROGRAM_ROLES, { min: 1 })
  roles!: ProgramRole[]

  @Uuid({ optional: true })
  departmentId!: string | null

  @Flag()
  isDepartmentHead!: boolean
}

export class InvitationInput extends MemberInput {
  @Email()
  email!: string

  /** Used only when the address has no account yet. */
  @Text({ max: 120, optional: true })
  name!: string | null
}

export class MemberEditInput extends MemberInput {
  @WholeNumber({ min: 1 })
  version!: number
}

/** The version that somebody saw when pressing a button: to end a membership, to remove a department. */
export class SeenVersionInput {
  @WholeNumber({ min: 1 })
  version!: number
}

export class DepartmentInput {
  @Text({ max: 120 })
  name!: string
}

export class DepartmentEditInput extends DepartmentInput {
  @WholeNumber({ min: 1 })
  version!: number
}
