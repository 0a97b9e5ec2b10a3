import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Account } from '../accounts/account.entity'
import { Pilot } from '../pilots/pilot.entity'
import { wholeNumber } from '../platform/database/wholeNumber'
import type { Signature } from './signature.rules'

export const CASE_LINE_KINDS = ['benefit', 'disbenefit', 'oneOffCost', 'runningCost'] as const
export type CaseLineKind = (typeof CASE_LINE_KINDS)[number]

export const CASE_LINE_DRIVERS = ['finding', 'entered'] as const
export type CaseLineDriver = (typeof CASE_LINE_DRIVERS)[number]

export const BENEFIT_CLASSES = ['cashReleasing', 'revenue', 'costAvoidance', 'nonCash'] as const
export type BenefitClass = (typeof BENEFIT_CLASSES)[number]

export const FINANCE_STATUSES = ['proposed', 'accepted', 'reduced', 'refused'] as const
export type FinanceStatus = (typeof FINANCE_STATUSES)[number]

/**
 * One line of the case for rollout. Money is in cents of the program's currency: a year for benefits, disbenefits and
 * running costs, once for one-off costs. A driven line has volume, money per unit and realisation; an entered one
 * has an amount.
 */
@Entity('case_line')
@Unique('uq_case_line_name', ['pilotId', 'name'])
@Check('ck_case_line_kind', "kind IN ('benefit', 'disbenefit', 'oneOffCost', 'runningCost')")
@Check('ck_case_line_driver', "driver IN ('finding', 'entered')")
@Check('ck_case_line_benefit_class', "benefit_class IN ('cashReleasing', 'revenue', 'costAvoidance', 'nonCash')")
@Check('ck_case_line_finance_status', "finance_status IN ('proposed', 'accepted', 'reduced', 'refused')")
export class CaseLine {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'pk_case_line' })
  id!: string

  @Column('uuid', { name: 'pilot_id' })
  @ForeignKey(() => Pilot, { name: 'fk_case_line_pilot', onDelete: 'CASCADE' })
  pilotId!: string

  @Column('integer')
  position!: number

  @Column('text')
  kind!: CaseLineKind

  @Column('text')
  name!: string

  @Column('text')
  driver!: CaseLineDriver

  @Column('double precision', { name: 'annual_volume_low', nullable: true })
  annualVolumeLow!: number | null

  @Column('double precision', { name: 'annual_volume_likely', nullable: true })
  annualVolumeLikely!: number | null

  @Column('double precision', { name: 'annual_volume_high', nullable: true })
  annualVolumeHigh!: number | null

  @Column('double precision', { name: 'money_per_unit_low_cents', nullable: true })
  moneyPerUnitLowCents!: number | null

  @Column('double precision', { name: 'money_per_unit_likely_cents', nullable: true })
  moneyPerUnitLikelyCents!: number | null

  @Column('double precision', { name: 'money_per_unit_high_cents', nullable: true })
  moneyPerUnitHighCents!: number | null

  @Column('double precision', { name: 'realisation_low', nullable: true })
  realisationLow!: number | null

  @Column('double precision', { name: 'realisation_likely', nullable: true })
  realisationLikely!: number | null

  @Column('double precision', { name: 'realisation_high', nullable: true })
  realisationHigh!: number | null

  @Column('bigint', { name: 'amount_low_cents', nullable: true, transformer: wholeNumber })
  amountLowCents!: number | null

  @Column('bigint', { name: 'amount_likely_cents', nullable: true, transformer: wholeNumber })
  amountLikelyCents!: number | null

  @Column('bigint', { name: 'amount_high_cents', nullable: true, transformer: wholeNumber })
  amountHighCents!: number | null

  /** Share of the full amount reached in year 1, 2 and so on; the last one stays. Empty: all of it from the first year. */
  @Column('double precision', { array: true, default: '{}' })
  adoption!: number[]

  @Column('text', { name: 'benefit_class', nullable: true })
  benefitClass!: BenefitClass | null

  @Column('uuid', { name: 'owner_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_case_line_owner' })
  ownerId!: string | null

  @Column('text')
  source!: string

  @Column('text', { name: 'finance_status', default: 'proposed' })
  financeStatus!: FinanceStatus

  /** What finance accepts instead of the likely amount of a full year; only with `reduced`. */
  @Column('bigint', { name: 'finance_figure_cents', nullable: true, transformer: wholeNumber })
  financeFigureCents!: number | null

  @Column('text', { name: 'finance_reason', default: '' })
  financeReason!: string

  @Column('uuid', { name: 'finance_by_id', nullable: true })
  @ForeignKey(() => Account, { name: 'fk_case_line_finance_by' })
  financeById!: string | null

  @Column('timestamptz', { name: 'finance_at', nullable: true })
  financeAt!: Date | null

  /** What finance saw when it last spoke; null before that. */
  @Column('jsonb', { nullable: true })
  signed!: Signature | null

  @Column('integer', { default: 1 })
  version!: number
}
