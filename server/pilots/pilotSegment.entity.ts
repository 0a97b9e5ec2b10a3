import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Pilot } from './pilot.entity'

export const PILOT_SEGMENT_KINDS = ['stage', 'handoff'] as const
export type PilotSegmentKind = (typeof PILOT_SEGMENT_KINDS)[number]

@Entity('pilot_segment')
@Unique('uq_pilot_segment_key', ['pilotId', 'key'])
@Check('ck_pilot_segment_kind', "kind IN ('stage', 'handoff')")
@Index('ix_pilot_segment_key', ['key'])
export class PilotSegment {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_pilot_segment' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_pilot_segment_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('text')
  kind!: PilotSegmentKind

  @Column('uuid')
  key!: string
}
