import { Decimal, Lines, Rows, Text, Uuid, WholeNumber } from '../platform/http/fields'

const MOST_STAGES = 20
const MOST_CUSTOMERS = 2_000_000_000

/** A step of the journey. */
export class StageInput {
  /** Says which stage of the earlier version this is; a stage without one is new. */
  @Uuid({ optional: true })
  key!: string | null

  @Text({ max: 80 })
  name!: string

  @Text({ max: 500, optional: true })
  customerGoal!: string | null

  @Text({ max: 80, optional: true })
  channel!: string | null

  @Uuid({ optional: true })
  departmentId!: string | null
}

/** What passes from one stage to the next. */
export class HandoffInput {
  /** What should arrive at the next stage. */
  @Lines({ max: 20, length: 120 })
  informationItems!: string[]

  /** Of 100 customers, those whom the handoff loses. */
  @Decimal({ min: 0, max: 100, optional: true, percent: 'percentage' })
  percentLost!: number | null

  /** How many customers that percentage was counted on. */
  @WholeNumber({ min: 1, max: MOST_CUSTOMERS, optional: true })
  sample!: number | null

  @Decimal({ min: 0, max: 100_000, optional: true })
  waitHours!: number | null
}

class JourneyHead {
  @Text({ max: 120 })
  name!: string

  /** Which customers take this journey. */
  @Text({ max: 200 })
  customerSegment!: string

  /** What they want to have reached at its end. */
  @Text({ max: 500 })
  goal!: string

  /** The account of a member. */
  @Uuid({ optional: true })
  ownerId!: string | null

  @Rows(() => StageInput, { min: 1, max: MOST_STAGES })
  stages!: StageInput[]
}

/** A whole journey: one handoff fewer than stages, in the same order; none at all stands for handoffs nothing is known of. */
export class JourneyInput extends JourneyHead {
  @Rows(() => HandoffInput, { max: MOST_STAGES })
  handoffs!: HandoffInput[]
}

export class JourneyEditInput extends JourneyInput {
  /** The version that the edit began from. */
  @WholeNumber({ min: 1 })
  version!: number
}

/** In the form a handoff also knows the stages it stands between, so that it can follow them when stages move. */
export class HandoffOfForm extends HandoffInput {
  @Uuid({ optional: true })
  from!: string | null

  @Uuid({ optional: true })
  to!: string | null
}

/** The form: besides the journey, handoffs whose stages were moved apart. They wait for a place before it is saved. */
export class JourneyForm extends JourneyHead {
  @Rows(() => HandoffOfForm, { max: MOST_STAGES })
  handoffs!: HandoffOfForm[]

  @Rows(() => HandoffOfForm, { max: MOST_STAGES * MOST_STAGES })
  parted!: HandoffOfForm[]
}

export class JourneyEditForm extends JourneyForm {
  @WholeNumber({ min: 1 })
  version!: number
}
