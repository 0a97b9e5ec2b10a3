import type { EvidenceLevel } from '../programs/evidenceLevel'
import type { PlanDesign } from './plan.entity'

/** The most that each design can show: where its evidence starts from, before anything costs a level. */
export const MOST_EVIDENCE: Readonly<Record<PlanDesign, EvidenceLevel>> = {
  randomised: 5,
  clusterRandomised: 5,
  syntheticControl: 4,
  comparison: 3,
  beforeAfter: 2,
  timeSeries: 2,
  benchmark: 2,
}
