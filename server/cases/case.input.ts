import { Choice, Decimal, Money, Percent, Rows, Text, Uuid, WholeNumber } from '../platform/http/fields'
import {
  BENEFIT_CLASSES,
  CASE_LINE_DRIVERS,
  CASE_LINE_KINDS,
  FINANCE_STATUSES,
  type BenefitClass,
  type CaseLineDriver,
  type CaseLineKind,
  type FinanceStatus,
} from './caseLine.entity'
import type { FinanceOpinion, WrittenLine } from './caseLine.rules'

const MOST_VOLUME = 1e12
const MOST_VERSIONS = 2_000_000_000

/** How much of the full amount is reached in a year. */
export class AdoptionInput {
  @Percent({ optional: true })
  share!: number | null
}

/** A line of a case; money in units of the currency, shares in percent. */
export class CaseLineInput {
  @Choice(CASE_LINE_KINDS)
  kind!: CaseLineKind

  @Text({ max: 120 })
  name!: string

  @Choice(CASE_LINE_DRIVERS)
  driver!: CaseLineDriver

  @Decimal({ min: 0, max: MOST_VOLUME, optional: true })
  annualVolumeLow!: number | null

  @Decimal({ min: 0, max: MOST_VOLUME, optional: true })
  annualVolumeLikely!: number | null

  @Decimal({ min: 0, max: MOST_VOLUME, optional: true })
  annualVolumeHigh!: number | null

  @Money({ optional: true })
  moneyPerUnitLow!: number | null

  @Money({ optional: true })
  moneyPerUnitLikely!: number | null

  @Money({ optional: true })
  moneyPerUnitHigh!: number | null

  @Percent({ optional: true })
  realisationLow!: number | null

  @Percent({ optional: true })
  realisationLikely!: number | null

  @Percent({ optional: true })
  realisationHigh!: number | null

  @Money({ optional: true })
  amountLow!: number | null

  @Money({ optional: true })
  amountLikely!: number | null

  @Money({ optional: true })
  amountHigh!: number | null

  /** One entry a year; what is left empty at the end stays at the last share given. */
  @Rows(() => AdoptionInput, { max: 20 })
  adoption!: AdoptionInput[]

  @Choice(BENEFIT_CLASSES, { optional: true })
  benefitClass!: BenefitClass | null

  @Uuid({ optional: true })
  ownerId!: string | null

  @Text({ max: 500 })
  source!: string
}

export class CaseLineRevision extends CaseLineInput {
  @WholeNumber({ min: 1, max: MOST_VERSIONS })
  version!: number
}

export class VersionInput {
  @WholeNumber({ min: 1, max: MOST_VERSIONS })
  version!: number
}

export class FinanceInput extends VersionInput {
  @Choice(FINANCE_STATUSES)
  status!: FinanceStatus

  /** The accepted amount of a full year. */
  @Money({ optional: true })
  figure!: number | null

  @Text({ max: 2000, optional: true })
  reason!: string | null
}

export function lineOf(input: CaseLineInput): WrittenLine {
  const { kind, name, driver, benefitClass, ownerId, source } = input
  return {
    kind,
    name,
    driver,
    annualVolume: { low: input.annualVolumeLow, likely: input.annualVolumeLikely, high: input.annualVolumeHigh },
    moneyPerUnitCents: { low: input.moneyPerUnitLow, likely: input.moneyPerUnitLikely, high: input.moneyPerUnitHigh },
    realisation: { low: input.realisationLow, likely: input.realisationLikely, high: input.realisationHigh },
    amountCents: { low: input.amountLow, likely: input.amountLikely, high: input.amountHigh },
    adoption: adoptionOf(input.adoption.map(({ share }) => share)),
    benefitClass,
    ownerId,
    source,
  }
}

/** A year left empty between two others goes on as the one before it; the first one starts with everything. */
function adoptionOf(shares: readonly (number | null)[]): number[] {
  const last = shares.findLastIndex(share => share !== null)
  return shares.slice(0, last + 1).reduce<number[]>((years, share) => [...years, share ?? years.at(-1) ?? 1], [])
}

export const opinionOf = ({ status, figure, reason }: FinanceInput): FinanceOpinion => ({
  status,
  figureCents: figure,
  reason: reason ?? '',
})
