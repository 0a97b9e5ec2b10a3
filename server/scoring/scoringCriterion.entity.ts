import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { ScoringModel } from './scoringModel.entity'

export const SCORING_CRITERION_AXISES = ['impact', 'complexity'] as const
export type ScoringCriterionAxis = (typeof SCORING_CRITERION_AXISES)[number]

export const SCORING_CRITERION_DIRECTIONS = ['higher', 'lower'] as const
export type ScoringCriterionDirection = (typeof SCORING_CRITERION_DIRECTIONS)[number]

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
  axis!: ScoringCriterionAxis

  @Column('text')
  name!: string

  @Column('double precision')
  weight!: number

  @Column('text')
  direction!: ScoringCriterionDirection

  @Column('text', { array: true })
  rubric!: string[]
}
