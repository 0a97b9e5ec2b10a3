import { amountOf, type DrivingFinding } from './lineAmount.rules'
import type { CaseLine } from './caseLine.entity'

/** Money of a full year (once, for a one-off cost) in cents: with a minus where it goes out, null while it is not known. */
export interface Flow {
  readonly low: number | null
  readonly likely: number | null
  readonly high: number | null
}

const NO_FLOW: Flow = { low: null, likely: null, high: null }

/** What a line brings, as it is proposed. */
export function flowOf(line: CaseLine, finding: DrivingFinding | null): Flow {
  const amount = amountOf(line, finding)
  const shown = (cents: number) => (line.driver === 'entered' ? cents : whole(cents))
  const signed = (cents: number) => signedFlow(line, shown(cents))
  return amount ? { low: signed(amount.low), likely: signed(amount.likely), high: signed(amount.high) } : NO_FLOW
}

/** An amount of this line with the sign that it has in the case. */
export const signedFlow = ({ kind }: Pick<CaseLine, 'kind'>, cents: number): number => (kind === 'benefit' ? cents : 0 - cents)

/** Computed money, whose cents would be noise unless there is little else. */
export const whole = (cents: number): number => (Math.abs(cents) < 100_00 ? Math.round(cents) : Math.round(cents / 100) * 100)
