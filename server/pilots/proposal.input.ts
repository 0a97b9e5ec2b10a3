import { Choice, Choices, Day, Decimal, DecimalOrPercent, Money, Text, Uuid, Uuids, WholeNumber } from '../platform/http/fields'
import type { GivenNumber } from '../platform/typedNumber'

/** A proposal as it is typed. A draft may leave everything open but its title. */
export class ProposalInput {
  @Text({ max: 120 })
  title!: string

  @Text({ max: 1000, optional: true })
  change!: string | null

  @Text({ max: 500, optional: true })
  forWhom!: string | null

  @Text({ max: 500, optional: true })
  expectedEffect!: string | null

  @Text({ max: 1000, optional: true })
  because!: string | null

  /** Keys of stages and handoffs, all of one journey. */
  @Uuids({ max: 60 })
  segment!: string[]

  /** Left out, the pilot belongs to its proposer. */
  @Uuid({ optional: true })
  ownerId!: string | null

  @Uuid({ optional: true })
  sponsorId!: string | null

  @Uuid({ optional: true })
  metricId!: string | null

  /** In the unit of the metric; of a proportion, in percentage points. */
  @DecimalOrPercent({ optional: true })
  smallestEffect!: GivenNumber | null

  @Day({ optional: true })
  startsOn!: string | null

  @Day({ optional: true })
  endsOn!: string | null

  /** In units of the program's currency. */
  @Money({ optional: true })
  budget!: number | null

  @Text({ max: 200, optional: true })
  budgetSource!: string | null

  @WholeNumber({ min: 1, optional: true })
  mostCustomers!: number | null

  /** In units of the program's currency. */
  @Money({ optional: true })
  mostSpend!: number | null

  @Text({ max: 500, optional: true })
  stopRule!: string | null

  @Text({ max: 500, optional: true })
  rollbackStep!: string | null

  @Text({ max: 500, optional: true })
  visionSentence!: string | null

  /** A sentence of one's own; goes before `visionSentence`. */
  @Text({ max: 500, optional: true })
  ownVisionSentence!: string | null

  @Decimal({ min: 0, max: 1e9, optional: true })
  arrivalsPerWeek!: number | null
}

/** The same for a draft that exists: `version` is the one that the person saw. */
export class DraftInput extends ProposalInput {
  @WholeNumber({ min: 1 })
  version!: number
}

/** What may still slip between the proposal and the launch. */
export class TimeboxInput {
  @Day()
  startsOn!: string

  @Day()
  endsOn!: string

  @Decimal({ min: 0, max: 1e9, optional: true })
  arrivalsPerWeek!: number | null

  @WholeNumber({ min: 1 })
  version!: number
}

export class TeamInput {
  /** Everybody who works on the pilot beside its owner. */
  @Uuids({ max: 100 })
  members!: string[]

  @WholeNumber({ min: 1 })
  version!: number
}

export class ReasonInput {
  @Text({ max: 1000 })
  reason!: string
}

export class HandOverInput {
  @Uuid()
  ownerId!: string

  @Uuid({ optional: true })
  sponsorId!: string | null

  @Text({ max: 1000 })
  reason!: string

  @WholeNumber({ min: 1 })
  version!: number
}

export class CommentInput {
  @Text({ max: 4000 })
  body!: string
}

/** What the list is narrowed to; an empty box means any. */
export class PilotFilterInput {
  @Text({ max: 100, optional: true })
  q!: string | null

  @Choices([...'draft proposed approved running paused concluded scaling sustained stopped withdrawn'.split(' ')])
  state!: string[]

  @Uuid({ optional: true })
  owner!: string | null

  @Uuid({ optional: true })
  sponsor!: string | null

  @Uuid({ optional: true })
  journey!: string | null

  @Uuid({ optional: true })
  department!: string | null

  @Choice(['1'], { optional: true })
  mine!: '1' | null

  @Choice(['1'], { optional: true })
  stuck!: '1' | null

  @Choice(['newest', 'title', 'state', 'since', 'ends'], { optional: true })
  sort!: 'newest' | 'title' | 'state' | 'since' | 'ends' | null

  @Choice(['up', 'down'], { optional: true })
  order!: 'up' | 'down' | null

  @WholeNumber({ min: 1, max: 100_000, optional: true })
  page!: number | null
}

export class PageInput {
  @WholeNumber({ min: 1, max: 100_000, optional: true })
  page!: number | null
}
