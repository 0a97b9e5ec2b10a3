import type { Actor } from '../access/actor'
import { authorize, may, type Standing } from '../access/permissions'
import { decideCriteria } from '../pilots/gateCriteria.rules'
import type { Criterion } from '../pilots/criterion.rules'
import type { AwaitsSecond, RefusedDecision } from '../pilots/nextStep.rules'
import { effectInWords } from '../pilots/effectInWords'
import { nextGate } from '../pilots/pilotLife.rules'
import type { PilotSheet } from '../pilots/pilotSheet.store'
import { wordingOf, type Wording } from '../pilots/wording'
import { PlanStore, type PlanInForce } from '../plans/plan.store'
import { proposedEffect } from '../plans/planAgainstProposal.rules'
import type { PlanTerms } from '../plans/planContent.rules'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { ReadingCellStore } from '../readings/readingCell.store'
import { isHandedOver, whyNotSecond } from './decision.rules'
import { DecisionStore, type SignedDecision } from './decision.store'
import { areReadingsIn } from './gate.rules'
import { decisionGround, gateView } from './gateFacts'
import { GateFactsStore, type DataFacts } from './gateFacts.store'

/** What the overview of a pilot says beside its own facts. */
export interface OverviewLines {
  readonly criteria: readonly Criterion[] | null
  readonly lines: readonly { readonly label: string; readonly text: string; readonly href: string }[]
  /** Benefit lines of a concluded pilot on which finance has not spoken; Home asks for the same. */
  readonly linesToSign: number
  /** The decision on a concluded pilot that waits for a second sponsor; null for none. */
  readonly awaitsSecond: AwaitsSecond | null
  /** The last decision on a concluded pilot, where a second sponsor refused it. */
  readonly refused: RefusedDecision | null
  /** Whether a running pilot has as many readings as its plan asks for. */
  readonly areReadingsIn: boolean
}

type SeenSheet = PilotSheet & { readonly standing: Standing }

/** Plan, data and next gate for the overview of a pilot, which itself knows only the pilot. */
export class OverviewService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  of(seen: SeenSheet, actor: Actor): Promise<OverviewLines> {
    authorize(seen.standing, 'program.read')
    const { pilot, program } = seen
    const here = `/pilots/${pilot.id}`
    return this.database.read(async tx => {
      if (pilot.state === 'draft') return { criteria: null, lines: [], linesToSign: 0, awaitsSecond: null, refused: null, areReadingsIn: false }
      const standing = await new PlanStore(tx).standing(pilot.id)
      const plan = standing?.inForce ?? null
      const data = await new GateFactsStore(tx).readings(pilot.id)
      const words = wordingOf(program)
      return {
        ...(await this.ahead(tx, seen, actor)),
        areReadingsIn: pilot.state === 'running' && plan !== null && areReadingsIn(plan.content, await new ReadingCellStore(tx).counts(pilot.id)),
        lines: [
          { label: 'Plan', text: planInWords(plan, words), href: `${here}/plan` },
          ...effectLine(standing?.terms ?? null, plan !== null, seen, words),
          ...(pilot.state === 'proposed' ? [] : [{ label: 'Data', text: dataInWords(data, words), href: `${here}/data` }]),
        ],
      }
    })
  }

  private async ahead(tx: Transaction, sheet: SeenSheet, actor: Actor): Promise<Pick<OverviewLines, 'criteria' | 'linesToSign' | 'awaitsSecond' | 'refused'>> {
    const nothing = { linesToSign: 0, awaitsSecond: null, refused: null }
    const gate = nextGate(sheet.pilot.state)
    switch (gate) {
      case null:
      case 'submit':
        return { criteria: null, ...nothing }
      case 'decide': {
        const { facts } = await decisionGround(tx, sheet.pilot.id)
        const log = await new DecisionStore(tx).log(sheet.pilot.id)
        return {
          criteria: decideCriteria(facts, null),
          linesToSign: facts.rollout.withoutFinance.length,
          awaitsSecond: awaitsSecond(log, sheet, actor, facts.otherSponsors),
          refused: refused(log, sheet.pilot),
        }
      }
      default:
        return { criteria: (await gateView(tx, gate, sheet, this.clock.now())).criteria, ...nothing }
    }
  }

}

function awaitsSecond(
  log: readonly SignedDecision[],
  { pilot, team, standing }: SeenSheet,
  { accountId }: Actor,
  others: readonly string[],
): AwaitsSecond | null {
  const decision = log.find(({ state }) => state === 'awaitingSecond')
  if (!decision) return null
  const refusal = whyNotSecond(decision, pilot, team.map(({ id }) => id), accountId)
  const { choice, decidedByName: by } = decision
  return { choice, by, others, isHandedOver: isHandedOver(decision, pilot), mayAnswer: may(standing, 'decision.second') && refusal === null }
}

/** Only the last one, and only of this conclusion: what came before an extension stays with that. */
function refused([last]: readonly SignedDecision[], { concludedAt }: SeenSheet['pilot']): RefusedDecision | null {
  if (last?.state !== 'refused' || last.secondName === null || !concludedAt || last.decidedAt < concludedAt) return null
  return { choice: last.choice, by: last.secondName }
}

/** "Locked 4 Nov 2026, 7c1e…a9, amended twice" */
function planInWords(plan: PlanInForce | null, words: Wording): string {
  if (!plan) return 'not locked yet'
  const amended = ['', ', amended once', ', amended twice'][plan.amendments] ?? `, amended ${plan.amendments} times`
  return `locked ${words.day(plan.lockedAt)}, ${plan.hash.slice(0, 4)}…${plan.hash.slice(-2)}${amended}`
}

/** Only where the plan says another smallest effect than the proposal: whoever selected it read the proposal's. */
function effectLine(
  terms: Pick<PlanTerms, 'smallestEffect'> | null,
  isLocked: boolean,
  { pilot, metric }: SeenSheet,
  words: Wording,
): OverviewLines['lines'] {
  const proposed = terms && proposedEffect(terms.smallestEffect, pilot.smallestEffect)
  if (!terms || !metric || proposed === null) return []
  const [before, now] = [proposed, terms.smallestEffect].map(effect => effectInWords(effect, metric, words))
  return [{ label: 'Smallest effect that matters', text: `proposed ${before}, in the plan ${now}, which counts${isLocked ? '' : ' once it is locked'}`, href: `/pilots/${pilot.id}/plan` }]
}

/** How much there is, never what it says. */
function dataInWords({ imports, units }: DataFacts, words: Wording): string {
  if (imports === 0) return 'no readings yet'
  return `${words.counted(units, 'unit')} in ${words.counted(imports, 'import')}`
}
