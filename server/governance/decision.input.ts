import { Choice, Day, Text, Uuid, WholeNumber } from '../platform/http/fields'
import { DECISIONS, type Decision } from '../pilots/pilotLife.rules'

export class DecisionInput {
  @Choice(DECISIONS)
  choice!: Decision

  @Text({ max: 4000 })
  reason!: string

  @Text({ max: 4000, optional: true })
  conditions!: string | null

  /** Needed to extend, and for nothing else. */
  @Day({ optional: true })
  newEndOn!: string | null

  /** The finding that the decision stands on, as the person has read it. */
  @Uuid({ optional: true })
  finding!: string | null

  /** The digest of the case's value, as the person has read it; empty where it had none. */
  @Text({ max: 64, optional: true })
  case!: string | null

  /** Of the pilot that the person has seen. */
  @WholeNumber({ min: 1 })
  version!: number
}

export const SECOND_ANSWERS = ['agree', 'refuse'] as const

export class SecondInput {
  @Choice(SECOND_ANSWERS)
  answer!: (typeof SECOND_ANSWERS)[number]

  @Text({ max: 4000 })
  reason!: string

  /** The number of the decision that the person has read. */
  @WholeNumber({ min: 1 })
  number!: number
}

export class WithdrawalInput {
  /** The number of the decision that is taken back. */
  @WholeNumber({ min: 1 })
  number!: number
}
