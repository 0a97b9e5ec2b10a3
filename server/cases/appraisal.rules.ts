import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { CaseLine as AppraisedLine, MeasuredEffect } from '../statistics/finance/caseLine'
import { simulateNetPresentValue, type SimulatedNetPresentValue } from '../statistics/finance/simulateNetPresentValue'
import type { CaseLine } from './caseLine.entity'
import { appraised, financeScale, PRIMARY, whyNoAmount, type DrivingFinding } from './lineAmount.rules'

/** Changes whenever the same inputs could give another result. */
export const ENGINE_VERSION = 'case-2'

export const DRAWS = 10_000

/** Everything that an appraisal is computed from; kept beside its result. Money in cents. */
export interface AppraisalInputs {
  readonly horizonYears: number
  readonly discountRate: number
  readonly findingId: string | null
  readonly effects: Readonly<Record<string, MeasuredEffect>>
  readonly lines: readonly (AppraisedLine & { readonly name: string })[]
}

/** Why a case cannot be appraised now; null when it can. What finance refused counts nothing, so it holds up nothing. */
export function whyNotAppraisable(
  lines: readonly CaseLine[],
  finding: DrivingFinding | null,
  isAnswered = false,
): string | null {
  if (lines.length === 0) return 'The case has no line yet.'
  const counted = lines.filter(({ financeStatus }) => financeStatus !== 'refused')
  if (counted.length === 0) return 'Finance has refused every line.'
  return finding === null && counted.some(({ driver }) => driver === 'finding') ? whyNoAmount(isAnswered) : null
}

/**
 * The case as it is appraised. A line that finance refused counts nothing, one that finance reduced counts in the
 * proportion of the accepted figure; so the result is what finance would stand by today.
 */
export function appraisalInputs(
  lines: readonly CaseLine[],
  finding: DrivingFinding | null,
  program: { readonly horizonYears: number; readonly discountRate: number },
): AppraisalInputs {
  const driven = lines.some(({ driver, financeStatus }) => driver === 'finding' && financeStatus !== 'refused')
  return {
    horizonYears: program.horizonYears,
    discountRate: program.discountRate,
    findingId: driven ? (finding?.id ?? null) : null,
    effects: driven && finding ? { [PRIMARY]: effectOf(finding) } : {},
    lines: lines
      .filter(({ financeStatus }) => financeStatus !== 'refused')
      .map(line => ({ name: line.name, ...appraised(line, financeScale(line, finding)) })),
  }
}

const effectOf = ({ id, ...effect }: DrivingFinding): MeasuredEffect => effect

/** SHA-256 of the canonical inputs, in hexadecimal: two appraisals with the same digest have the same result. */
export function digestOf(inputs: AppraisalInputs): string {
  const text = canonicalize({ engine: ENGINE_VERSION, draws: DRAWS, ...inputs })
  if (text === undefined) throw new TypeError('The inputs of an appraisal must be expressible as JSON.')
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** The seed follows from the inputs, so that nobody can draw until the result pleases. */
export const seedOf = (digest: string): number => parseInt(digest.slice(0, 8), 16)

export function appraise(inputs: AppraisalInputs): SimulatedNetPresentValue {
  const { effects, horizonYears, discountRate } = inputs
  const lines = inputs.lines.map(({ name, ...line }) => line)
  return simulateNetPresentValue({ lines, effects, horizonYears, discountRate, seed: seedOf(digestOf(inputs)), draws: DRAWS })
}
