/** How far a result carries; 1 is the weakest evidence, 5 the strongest. A program sets the bar for scaling. */
export const EVIDENCE_LEVELS = [1, 2, 3, 4, 5] as const
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number]
