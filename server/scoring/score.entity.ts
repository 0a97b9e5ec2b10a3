import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from '../pilots/pilot.entity'
import { ScoringModel } from './scoringModel.entity'

@Entity('score')
@Unique('uq_score_rater', ['pilotId', 'raterId', 'round'])
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

  @Column('timestamptz')
  at!: Date
}
