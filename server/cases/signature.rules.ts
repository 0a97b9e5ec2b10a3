import type { EffectInterval } from '../statistics/finance/caseLine'
import { amountOf, type DrivingFinding } from './lineAmount.rules'
import type { CaseLine, FinanceStatus } from './caseLine.entity'
import { lineColumns, type FinanceOpinion, type LineColumns, type UNSIGNED } from './caseLine.rules'

/**
 * What finance saw when it last spoke on a line. It stays when the line or its finding changes, so that whoever signs
 * again is told what is new. Money in cents.
 */
export interface Signature {
  readonly status: Exclude<FinanceStatus, 'proposed'>
  readonly figureCents: number | null
  readonly reason: string
  readonly byId: string
  readonly at: string
  readonly line: LineColumns
  /** The amount of a full year, once for a one-off cost; null where a line was refused before it had one. */
  readonly likelyCents: number | null
  /** What the line followed then, turned so that plus is good; null for a line that is entered. */
  readonly finding: (EffectInterval & { readonly id: string; readonly estimate: number }) | null
}

/** The columns that change when finance speaks. To leave a line open takes the word back; the last signature is kept. */
export function spoken(
  line: CaseLine,
  { status, figureCents, reason }: FinanceOpinion,
  finding: DrivingFinding | null,
  { byId, at }: { readonly byId: string; readonly at: Date },
): Pick<CaseLine, keyof typeof UNSIGNED | 'signed'> {
  const said = { financeFigureCents: figureCents, financeReason: reason, financeById: byId, financeAt: at }
  if (status === 'proposed') return { ...said, financeStatus: status, signed: line.signed }
  const follows = line.driver === 'finding' ? finding : null
  const seen = {
    line: lineColumns(line),
    likelyCents: amountOf(line, finding)?.likely ?? null,
    finding: follows && { id: follows.id, estimate: follows.estimate, ...follows.interval },
  }
  return { ...said, financeStatus: status, signed: { status, figureCents, reason, byId, at: at.toISOString(), ...seen } }
}

/** A refusal stands whatever the finding says; an accepted or reduced figure was that of the finding it followed. */
export const lapses = ({ driver, financeStatus }: Pick<CaseLine, 'driver' | 'financeStatus'>): boolean =>
  driver === 'finding' && (financeStatus === 'accepted' || financeStatus === 'reduced')
