import { randomUUID } from 'node:crypto'
import type { CaseLine } from '../../../server/cases/caseLine.entity'
import type { CaseLineRevision } from '../../../server/cases/case.input'
import { Finding } from '../../../server/findings/finding.entity'
import type { Database } from '../../../server/platform/database/database'

/** A line in memory: a benefit that follows from the finding, 6.7 points × 18,000 × 62 € × 80 %. */
export function aCaseLine(changes: Partial<CaseLine> = {}): CaseLine {
  return {
    id: randomUUID(),
    pilotId: randomUUID(),
    position: 1,
    kind: 'benefit',
    name: 'Second visits avoided',
    driver: 'finding',
    annualVolumeLow: 16_000,
    annualVolumeLikely: 18_000,
    annualVolumeHigh: 20_000,
    moneyPerUnitLowCents: 5_000,
    moneyPerUnitLikelyCents: 6_200,
    moneyPerUnitHighCents: 7_000,
    realisationLow: 0.6,
    realisationLikely: 0.8,
    realisationHigh: 0.9,
    amountLowCents: null,
    amountLikelyCents: null,
    amountHighCents: null,
    adoption: [],
    benefitClass: 'costAvoidance',
    ownerId: null,
    source: 'cost of a visit, controlling 2025',
    financeStatus: 'proposed',
    financeFigureCents: null,
    financeReason: '',
    financeById: null,
    financeAt: null,
    signed: null,
    version: 1,
    ...changes,
  }
}

/** A cost of 20,000 € once, in memory. */
export function aCost(changes: Partial<CaseLine> = {}): CaseLine {
  return aCaseLine({
    kind: 'oneOffCost',
    name: 'Training of the field teams',
    driver: 'entered',
    annualVolumeLow: null,
    annualVolumeLikely: null,
    annualVolumeHigh: null,
    moneyPerUnitLowCents: null,
    moneyPerUnitLikelyCents: null,
    moneyPerUnitHighCents: null,
    realisationLow: null,
    realisationLikely: null,
    realisationHigh: null,
    amountLowCents: 1_800_000,
    amountLikelyCents: 2_000_000,
    amountHighCents: 2_600_000,
    benefitClass: null,
    ...changes,
  })
}

/** The same benefit as somebody types it. */
export function aWrittenLine(changes: Partial<Record<keyof CaseLineRevision, unknown>> = {}): Record<string, unknown> {
  return {
    kind: 'benefit',
    name: 'Second visits avoided',
    driver: 'finding',
    annualVolumeLow: 16_000,
    annualVolumeLikely: 18_000,
    annualVolumeHigh: 20_000,
    moneyPerUnitLikely: 62,
    realisationLikely: 80,
    benefitClass: 'costAvoidance',
    source: 'cost of a visit, controlling 2025',
    ...changes,
  }
}

export function aWrittenCost(changes: Partial<Record<keyof CaseLineRevision, unknown>> = {}): Record<string, unknown> {
  return {
    kind: 'oneOffCost',
    name: 'Training of the field teams',
    driver: 'entered',
    amountLow: 18_000,
    amountLikely: 20_000,
    amountHigh: 26_000,
    source: 'offer of the training department',
    ...changes,
  }
}

/** A final finding of the primary metric: 6.7 points fewer, unless told otherwise. */
export async function givenFinalFinding(
  database: Database,
  { pilotId, metricId, by }: { pilotId: string; metricId: string; by: string },
  changes: Partial<Finding> = {},
): Promise<void> {
  await database.write(tx =>
    tx.save(Finding, {
      pilotId,
      metricId,
      number: 1,
      role: 'primary' as const,
      method: 'miettinenNurminenDifference',
      engineVersion: 'test',
      planHash: 'none',
      inputs: {},
      inputsDigest: 'none',
      result: {},
      estimate: -0.067,
      standardError: 0.0148,
      intervalLower: -0.096,
      intervalUpper: -0.038,
      pValue: 0.000006,
      notEstimable: null,
      verdict: 'works' as const,
      evidenceLevel: 2,
      evidenceReasons: [],
      firedRule: {},
      firedAction: 'extend' as const,
      sentence: 'Second visits fell from 25.3 % to 18.6 %.',
      checks: [],
      working: null,
      isFinal: true,
      computedAt: new Date('2026-11-20T09:00:00Z'),
      computedById: by,
      ...changes,
    }),
  )
}
