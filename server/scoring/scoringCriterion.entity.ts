import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { ScoringModel } from './scoringModel.entity'

export const SCORING_AXES = ['impact', 'complexity'] as const
export type ScoringAxis = (typeof SCORING_AXES)[number]

/** Whether a high score raises its axis or lowers it. */
export const SCORING_DIRECTIONS = ['higher', 'lower'] as const
export type ScoringDirection = (typeof SCORING_DIRECTIONS)[number]

/** One criterion of one version of a model; never changed, so that scores keep what they were given by. */
@Entity('scoring_criterion')
@Unique('uq_scoring_criterion_position', ['scoringModelId', 'position'])
@Check('ck_scoring_criterion_axis', "axis IN ('impact', 'complexity')")
@Check('ck_scoring_criterion_direction', "direction IN ('higher', 'lower')")
@Check('ck_scoring_criterion_weight', 'weight > 0')
@Check('ck_scoring_criterion_rubric', 'cardinality(rubric) = 5')
export class ScoringCriterion {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_scoring_criterion' })
  id!: string

  @Column('uuid', { name: 'scoring_model_id' })
  @ForeignKey(() => ScoringModel, { name: 'fk_scoring_criterion_model', onDelete: 'CASCADE' })
  scoringModelId!: string

  @Column('integer')
  position!: number

  @Column('text')
  axis!: ScoringAxis

  @Column('text')
  name!: string

  @Column('double precision')
  weight!: number

  @Column('text')
  direction!: ScoringDirection

  @Column('text', { array: true })
  rubric!: string[]
}
