import { requireCount, requireFinite } from '../inputChecks'

/** A yes-or-no outcome of the same units, counted before and after a change. */
export interface PairedCounts {
  readonly bothSuccess: number
  /** success before, failure after */
  readonly beforeOnly: number
  /** failure before, success after */
  readonly afterOnly: number
  readonly neither: number
}

export function requireFiniteCounts({ bothSuccess, beforeOnly, afterOnly, neither }: PairedCounts): void {
  requireFinite(bothSuccess, beforeOnly, afterOnly, neither)
}

/** Number of units, after the counts were checked. */
export function unitsOf({ bothSuccess, beforeOnly, afterOnly, neither }: PairedCounts): number {
  requireCount(bothSuccess, beforeOnly, afterOnly, neither)
  return bothSuccess + beforeOnly + afterOnly + neither
}
