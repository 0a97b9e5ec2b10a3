import { appraisalInputs, digestOf, whyNotAppraisable } from '../cases/appraisal.rules'
import { signedBenefits } from '../cases/lineAmount.rules'
import { driving, holdsNoNumber } from '../cases/case.service'
import { CaseStore } from '../cases/case.store'
import { PilotInProgramStore } from '../pilots/pilotInProgram.store'
import type { Transaction } from '../platform/database/database'
import type { AppraisedResult } from './money.rules'

/** What a sponsor needs of a case: how finance stands to it, and what it is worth. Cents a year. */
export interface CaseInShort {
  readonly lines: number
  readonly benefitLines: number
  /** Benefit lines on which finance has spoken; the refused ones among them. */
  readonly spoken: number
  readonly refused: number
  /** Null while a benefit line has no likely amount. */
  readonly signedCents: number | null
  readonly proposedCents: number | null
  /** Why the case has no value now; null when it can have one. */
  readonly whyNot: string | null
  /** Null before the case was appraised. */
  readonly appraisal: {
    readonly number: number
    /** Of all that it was computed from: who decides says by it what value was read. */
    readonly digest: string
    readonly result: AppraisedResult
    /** Of the case as it stands now. */
    readonly isCurrent: boolean
    readonly horizonYears: number
    readonly discountRate: number
  } | null
}

export async function caseInShort(tx: Transaction, pilotId: string): Promise<CaseInShort> {
  const cases = new CaseStore(tx)
  const pilot = await new PilotInProgramStore(tx).find(pilotId)
  const lines = await cases.lines(pilotId)
  const latest = await cases.finding(pilotId)
  const finding = driving(pilot, latest)
  const whyNot = whyNotAppraisable(lines, finding, holdsNoNumber(pilot, latest))
  const appraisal = await cases.latestAppraisal(pilotId)
  const { signedCents, proposedCents, open } = signedBenefits(lines, finding)
  const benefits = lines.filter(({ kind }) => kind === 'benefit')
  return {
    lines: lines.length,
    benefitLines: benefits.length,
    spoken: benefits.length - open,
    refused: benefits.filter(({ financeStatus }) => financeStatus === 'refused').length,
    signedCents,
    proposedCents,
    whyNot,
    appraisal:
      whyNot === null && appraisal
        ? {
            number: appraisal.number,
            digest: appraisal.inputsDigest,
            result: appraisal.result,
            horizonYears: appraisal.inputs.horizonYears,
            discountRate: appraisal.inputs.discountRate,
            isCurrent: appraisal.inputsDigest === digestOf(appraisalInputs(lines, finding, pilot)),
          }
        : null,
  }
}
