import { calendarDay } from '../platform/calendarDay'
import type { Transaction } from '../platform/database/database'
import {
  concludeCriteria,
  confirmCriteria,
  launchCriteria,
  selectCriteria,
  type DecideFacts,
} from '../pilots/gateCriteria.rules'
import { GateStore } from '../pilots/gate.store'
import { withOverrides, type Criterion } from '../pilots/criterion.rules'
import { PilotInProgramStore } from '../pilots/pilotInProgram.store'
import { PilotStore } from '../pilots/pilot.store'
import type { PilotSheet } from '../pilots/pilotSheet.store'
import { wordingOf } from '../pilots/wording'
import { PlanStore, type PlanInForce } from '../plans/plan.store'
import { ScoreStore } from '../scoring/score.store'
import { feasibilityOf } from '../plans/feasibility.rules'
import { mandateOf, planCautions, reachInWords, reviewCounts, spokenData } from './gate.rules'
import { GateFactsStore, type BenefitRow, type DataFacts, type DecideRow } from './gateFacts.store'

/** The gates whose pages this feature keeps; `submit` stands with the proposal, `decide` has a page of its own. */
export const PAGED_GATES = ['select', 'launch', 'conclude', 'confirm'] as const
export type PagedGate = (typeof PAGED_GATES)[number]

/** What a gate shows at one moment, and what its page needs beside the criteria. */
export interface GateView {
  readonly criteria: readonly Criterion[]
  readonly data: DataFacts | null
  readonly benefits: readonly BenefitRow[]
}

/**
 * The criteria of a gate as they stand, with recorded overrides where they count.
 *
 * @param reason  given with the deed: an early stop needs one
 */
export async function gateView(
  tx: Transaction,
  gate: PagedGate,
  sheet: PilotSheet,
  now: Date,
  reason = '',
): Promise<GateView> {
  const overrides = await new GateStore(tx).overrides(sheet.pilot.id, gate)
  const view = await bare(tx, gate, sheet, now, reason)
  return { ...view, criteria: withOverrides(view.criteria, overrides) }
}

async function bare(tx: Transaction, gate: PagedGate, sheet: PilotSheet, now: Date, reason: string): Promise<GateView> {
  const { pilot, program } = sheet
  const facts = new GateFactsStore(tx)
  const words = wordingOf(program)
  switch (gate) {
    case 'select': {
      const planned = await new PilotInProgramStore(tx).find(pilot.id)
      const { terms, inForce } = (await new PlanStore(tx).standing(pilot.id)) ?? NO_PLAN
      const reach = terms && planned.metric ? feasibilityOf(terms, planned.metric, planned.arrivalsPerWeek) : null
      const scoring = (await new ScoreStore(tx).factsOf(pilot.id)) ?? { closedAt: null, raters: 0, ratersNeeded: 0 }
      const conflicts = await new PilotStore(tx).conflicts(pilot)
      const feasibility = reachInWords(reach, planned.metric, words)
      const cautions = planCautions(terms, planned, words, inForce !== null)
      return { criteria: selectCriteria({ scoring, feasibility, conflicts, cautions, words }), data: null, benefits: [] }
    }
    case 'launch': {
      const planned = await new PilotInProgramStore(tx).find(pilot.id)
      const { terms, inForce } = (await new PlanStore(tx).standing(pilot.id)) ?? NO_PLAN
      const baseline = await facts.baseline(pilot.id)
      const criteria = launchCriteria({
        plan: terms && {
          design: terms.design,
          lockedAt: inForce?.lockedAt ?? null,
          hash: inForce?.hash ?? null,
        },
        baseline: {
          isRecorded: baseline.units > 0,
          inWords: `${words.counted(baseline.units, 'unit')} in ${words.counted(baseline.imports, 'entry', 'entries')}.`,
        },
        mandate: mandateOf(sheet),
        feasibility: terms && planned.metric ? feasibilityOf(terms, planned.metric, planned.arrivalsPerWeek) : null,
        cautions: planCautions(terms, planned, words, inForce !== null),
        words,
      })
      return { criteria, data: null, benefits: [] }
    }
    case 'conclude': {
      const data = await facts.readings(pilot.id)
      const criteria = concludeCriteria({
        today: calendarDay(now, program.timeZone),
        endsOn: pilot.endsOn,
        earlyReason: reason,
        checks: { areSeen: reviewCounts(data, pilot.stateSince), inWords: spokenData(data, words, pilot.stateSince) },
        shareDelivered: pilot.shareDelivered,
        shareDeliveredSource: pilot.shareDeliveredSource,
        words,
      })
      return { criteria, data, benefits: [] }
    }
    case 'confirm': {
      const benefits = await facts.benefits(pilot.id)
      const unread = benefits.filter(({ reading }) => reading === null).map(({ name }) => name)
      return {
        criteria: confirmCriteria({ benefitLines: benefits.length, withoutReading: unread }),
        data: null,
        benefits,
      }
    }
  }
}

const NO_PLAN = { terms: null, inForce: null }

/** Everything that a decision stands on. */
export interface DecisionGround {
  readonly row: DecideRow
  readonly plan: PlanInForce | null
  readonly facts: DecideFacts
}

export async function decisionGround(tx: Transaction, pilotId: string): Promise<DecisionGround> {
  const row = await new GateFactsStore(tx).decide(pilotId)
  const plan = await new PlanStore(tx).inForce(pilotId)
  return { row, plan, facts: decideFacts(row, plan) }
}

/** A finding is final only for the plan and the data that it was computed from. */
export function decideFacts(row: DecideRow, plan: Pick<PlanInForce, 'content' | 'hash'> | null): DecideFacts {
  const { finding, benefits } = row
  const missing = (plan?.content.metrics ?? [])
    .filter(({ id, role }) => role !== 'primary' && !(id in row.foundAt))
    .map(({ name, role }) => `a finding of ${role === 'guardrail' ? 'the guardrail ' : ''}${name}`)
  const outstanding = finding && [
    ...missing,
    ...(row.dataChangedAt && row.dataChangedAt > finding.computedAt ? ['an analysis of the readings that changed since'] : []),
    ...(plan && plan.hash !== finding.planHash ? ['an analysis by the plan as amended since'] : []),
  ]
  return {
    findings: { areFinal: finding !== null, outstanding: outstanding ?? [] },
    openObjections: row.openObjections,
    objections: row.objections,
    firedAction: finding?.firedAction ?? null,
    rollout: {
      benefitLines: benefits.length,
      costLines: row.costLines,
      withoutFinance: benefits.filter(({ status }) => status === 'proposed').map(({ name }) => name),
    },
    evidenceLevel: finding?.evidenceLevel ?? null,
    evidenceBar: row.evidenceBar,
    otherSponsors: row.otherSponsors.map(({ name }) => name),
  }
}
