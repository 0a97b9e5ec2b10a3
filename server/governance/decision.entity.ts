import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Finding } from '../findings/finding.entity'
import { Pilot } from '../pilots/pilot.entity'
import type { Decision as Choice } from '../pilots/pilotLife.rules'

/** A decision that opposes the rule waits for a second sponsor, who makes it final or refuses it. */
export const DECISION_STATES = ['awaitingSecond', 'final', 'refused', 'withdrawn'] as const
export type DecisionState = (typeof DECISION_STATES)[number]

/** What a sponsor decided about a concluded pilot, with the reason; the log of them is only ever added to. */
@Entity('decision')
@Unique('uq_decision_number', ['pilotId', 'number'])
@Check('ck_decision_choice', "choice IN ('scale', 'extend', 'adapt', 'stop')")
@Check('ck_decision_fired_action', "fired_action IN ('scale', 'extend', 'adapt', 'stop')")
@Check('ck_decision_state', "state IN ('awaitingSecond', 'final', 'refused', 'withdrawn')")
@Index('uq_decision_awaiting', ['pilotId'], { unique: true, where: "state = 'awaitingSecond'" })
export class Decision {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_decision' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_decision_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('integer')
  number!: number

  @Column('text')
  choice!: Choice

  @Column('text')
  reason!: string

  @Column('text', { default: '' })
  conditions!: string

  @Column('date', { name: 'new_end_on', nullable: true })
  newEndOn!: string | null

  /** What the plan's rule asked for when this was decided. */
  @Column('text', { name: 'fired_action' })
  firedAction!: Choice

  @Column('boolean', { name: 'opposes_rule' })
  opposesRule!: boolean

  @Column('text')
  state!: DecisionState

  @Column('uuid', { name: 'finding_id', nullable: true })
  @ForeignKey(() => Finding, { name: 'fk_decision_finding' })
  findingId!: string | null

  @Column('uuid', { name: 'decided_by_id' })
  @ForeignKey(() => Account, { name: 'fk_decision_decided_by' })
  decidedById!: string

  @Column('timestamptz', { name: 'decided_at' })
  decidedAt!: Date

  @Column('uuid', { name: 'second_sponsor_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_decision_second_sponsor' })
  secondSponsorId!: string | null

  @Column('text', { name: 'second_reason', nullable: true })
  secondReason!: string | null

  @Column('timestamptz', { name: 'second_at', nullable: true })
  secondAt!: Date | null

  @Column('integer', { default: 1 })
  version!: number
}
