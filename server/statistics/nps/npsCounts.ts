import { requireCount, requireFinite } from '../inputChecks'
import type { SignedCounts } from '../proportions/signedShares'

/** Answers to "would you recommend us?": promoters said 9 or 10, passives 7 or 8, detractors 0 to 6. */
export interface NpsCounts {
  readonly promoters: number
  readonly passives: number
  readonly detractors: number
}

export function requireFiniteAnswers({ promoters, passives, detractors }: NpsCounts): void {
  requireFinite(promoters, passives, detractors)
}

export function answersOf({ promoters, passives, detractors }: NpsCounts): number {
  return promoters + passives + detractors
}

export function signedCountsOf(counts: NpsCounts): SignedCounts {
  requireCount(counts.promoters, counts.passives, counts.detractors)
  return { n: answersOf(counts), plus: counts.promoters, minus: counts.detractors }
}
