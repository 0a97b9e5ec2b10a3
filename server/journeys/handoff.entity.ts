import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { JourneyVersion } from './journeyVersion.entity'
import { Stage } from './stage.entity'

@Entity('handoff')
@Unique('uq_handoff_key', ['journeyVersionId', 'key'])
@Unique('uq_handoff_from', ['fromStageId'])
@Check('ck_handoff_share_lost', 'share_lost BETWEEN 0 AND 1')
@Check('ck_handoff_wait_hours', 'wait_hours >= 0')
export class Handoff {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_handoff' })
  id!: string

  @Column('uuid', { name: 'journey_version_id' })
  @ForeignKey(() => JourneyVersion, { name: 'fk_handoff_journey_version', onDelete: 'CASCADE' })
  journeyVersionId!: string

  @Column('uuid')
  key!: string

  @Column('uuid', { name: 'from_stage_id' })
  @ForeignKey(() => Stage, { name: 'fk_handoff_from_stage', onDelete: 'CASCADE' })
  fromStageId!: string

  @Column('uuid', { name: 'to_stage_id' })
  @ForeignKey(() => Stage, { name: 'fk_handoff_to_stage', onDelete: 'CASCADE' })
  toStageId!: string

  @Column('text', { name: 'information_items', array: true, default: '{}' })
  informationItems!: string[]

  @Column('double precision', { name: 'share_lost', nullable: true })
  shareLost!: number | null

  @Column('integer', { name: 'share_lost_sample', nullable: true })
  shareLostSample!: number | null

  @Column('double precision', { name: 'wait_hours', nullable: true })
  waitHours!: number | null
}
