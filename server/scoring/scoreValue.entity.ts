import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Score } from './score.entity'
import { ScoringCriterion } from './scoringCriterion.entity'

/** What a rater gave for one criterion, with the reason if there is one. */
@Entity('score_value')
@Unique('uq_score_value_criterion', ['scoreId', 'scoringCriterionId'])
@Check('ck_score_value_value', 'value BETWEEN 1 AND 5')
export class ScoreValue {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_score_value' })
  id!: string

  @Column('uuid', { name: 'score_id' })
  @ForeignKey(() => Score, { name: 'fk_score_value_score', onDelete: 'CASCADE' })
  scoreId!: string

  @Column('uuid', { name: 'scoring_criterion_id' })
  @ForeignKey(() => ScoringCriterion, { name: 'fk_score_value_criterion' })
  scoringCriterionId!: string

  @Column('integer')
  value!: number

  @Column('text', { default: '' })
  reason!: string
}
