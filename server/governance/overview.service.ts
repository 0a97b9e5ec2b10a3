import { authorize, type Standing } from '../access/permissions'
import { decideCriteria } from '../pilots/gateCriteria.rules'
import { nextGate, type Criterion } from '../pilots/pilotLife.rules'
import type { PilotSheet } from '../pilots/pilotSheet.store'
import { wordingOf, type Wording } from '../pilots/wording'
import { PlanStore, type PlanInForce } from '../plans/plan.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { decisionGround, gateView } from './gateFacts'
import { GateFactsStore, type DataFacts } from './gateFacts.store'

/** What the overview of a pilot says beside its own facts. */
export interface OverviewLines {
  readonly criteria: readonly Criterion[] | null
  readonly lines: readonly { readonly label: string; readonly text: string; readonly href: string }[]
}

/** Plan, data and next gate for the overview of a pilot, which itself knows only the pilot. */
export class OverviewService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  of(seen: PilotSheet & { readonly standing: Standing }): Promise<OverviewLines> {
    authorize(seen.standing, 'program.read')
    const { pilot, program } = seen
    const here = `/pilots/${pilot.id}`
    return this.database.read(async tx => {
      if (pilot.state === 'draft') return { criteria: null, lines: [] }
      const plan = await new PlanStore(tx).inForce(pilot.id)
      const data = await new GateFactsStore(tx).readings(pilot.id)
      const words = wordingOf(program)
      return {
        criteria: await this.criteria(tx, seen),
        lines: [
          { label: 'Plan', text: planInWords(plan, words), href: `${here}/plan` },
          ...(pilot.state === 'proposed' ? [] : [{ label: 'Data', text: dataInWords(data, words), href: `${here}/data` }]),
        ],
      }
    })
  }

  private async criteria(tx: Transaction, sheet: PilotSheet): Promise<readonly Criterion[] | null> {
    const gate = nextGate(sheet.pilot.state)
    switch (gate) {
      case null:
      case 'submit':
        return null
      case 'decide':
        return decideCriteria((await decisionGround(tx, sheet.pilot.id)).facts, null)
      default:
        return (await gateView(tx, gate, sheet, this.clock.now())).criteria
    }
  }
}

/** "Locked 4 Nov 2026, 7c1e…a9, amended twice" */
function planInWords(plan: PlanInForce | null, words: Wording): string {
  if (!plan) return 'not locked yet'
  const amended = ['', ', amended once', ', amended twice'][plan.amendments] ?? `, amended ${plan.amendments} times`
  return `locked ${words.day(plan.lockedAt)}, ${plan.hash.slice(0, 4)}…${plan.hash.slice(-2)}${amended}`
}

/** How much there is, never what it says. */
function dataInWords({ imports, units }: DataFacts, words: Wording): string {
  if (imports === 0) return 'no readings yet'
  return `${words.number(units)} units in ${imports === 1 ? 'one import' : `${imports} imports`}`
}
