import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from '../pilots/pilot.entity'
import { ScoringModel } from './scoringModel.entity'

/**
 * What one rater thinks of one pilot. The two axes are kept beside the values they come from: a model's version never
 * changes, so they cannot go stale, and the matrix reads a row for each rater instead of one for each criterion.
 */
@Entity('score')
@Unique('uq_score_rater', ['pilotId', 'raterId', 'round'])
@Check('ck_score_axes', 'impact BETWEEN 1 AND 5 AND complexity BETWEEN 1 AND 5')
export class Score {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_score' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_score_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('uuid', { name: 'rater_id' })
  @ForeignKey(() => Account, { name: 'fk_score_rater' })
  raterId!: string

  @Column('uuid', { name: 'scoring_model_id' })
  @ForeignKey(() => ScoringModel, { name: 'fk_score_model' })
  scoringModelId!: string

  @Column('integer', { default: 1 })
  round!: number

  @Column('double precision')
  impact!: number

  @Column('double precision')
  complexity!: number

  @Column('timestamptz')
  at!: Date
}
