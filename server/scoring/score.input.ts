import { Choice, Decimal, Rows, Text, Texts, Uuid, Uuids, WholeNumber } from '../platform/http/fields'
import { SCORING_AXES, SCORING_DIRECTIONS, type ScoringAxis, type ScoringDirection } from './scoringCriterion.entity'

export class ScoreValueInput {
  @Uuid()
  criterionId!: string

  @WholeNumber({ min: 1, max: 5, asked: 'Give a score from 1 to 5.' })
  value!: number

  @Text({ max: 1000, optional: true })
  reason!: string | null
}

export class ScoreInput {
  @Rows(() => ScoreValueInput, { min: 1, max: 40 })
  values!: ScoreValueInput[]
}

export class InviteRatersInput {
  @Uuids({ min: 1, max: 50 })
  accountIds!: string[]
}

export class ScoringCriterionInput {
  @Text({ max: 80 })
  name!: string

  @Choice(SCORING_AXES)
  axis!: ScoringAxis

  @Decimal({ min: 0.01, max: 100 })
  weight!: number

  @Choice(SCORING_DIRECTIONS)
  direction!: ScoringDirection

  @Texts({ min: 5, max: 5, length: 400 })
  rubric!: string[]
}

/** The criteria as they shall be from now on; `number` is that of the version the writer has seen. */
export class ScoringModelInput {
  @WholeNumber({ min: 1, max: 1_000_000 })
  number!: number

  @Rows(() => ScoringCriterionInput, { min: 2, max: 20 })
  criteria!: ScoringCriterionInput[]
}

/** Rows of the form whose name is empty are not meant; they leave the body, so that faults count as the form does. */
export function withoutNamelessRows(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  const form = body as Record<string, unknown>
  if (typeof form.criteria === 'object' && form.criteria !== null) {
    form.criteria = Object.values(form.criteria).filter(
      row => typeof row !== 'object' || row === null || (row as Record<string, unknown>).name !== '',
    )
  }
  return form
}
