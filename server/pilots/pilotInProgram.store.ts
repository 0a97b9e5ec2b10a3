import type { Metric } from '../metrics/metric.entity'
import type { Transaction } from '../platform/database/database'
import { Missing } from '../platform/errors'
import type { Program } from '../programs/program.entity'
import type { Pilot } from './pilot.entity'

/** A metric as pilots and plans take it up. */
export type PilotMetric = Pick<Metric, 'id' | 'name' | 'kind' | 'unit' | 'direction' | 'perspective' | 'guardrailMargin' | 'moneyPerUnitCents'>

type OfPilot = Pick<
  Pilot,
  | 'id'
  | 'programId'
  | 'number'
  | 'title'
  | 'state'
  | 'pausedAt'
  | 'proposerId'
  | 'change'
  | 'forWhom'
  | 'expectedEffect'
  | 'because'
  | 'startsOn'
  | 'endsOn'
  | 'arrivalsPerWeek'
  | 'mostCustomers'
  | 'budgetCents'
  | 'mostSpendCents'
  | 'scoringClosedAt'
  | 'launchedAt'
  | 'concludedAt'
  | 'shareDelivered'
  | 'shareDeliveredSource'
  | 'version'
>

type OfProgram = Pick<
  Program,
  'locale' | 'currency' | 'timeZone' | 'evidenceBar' | 'ratersNeeded' | 'horizonYears' | 'discountRate'
>

/** A pilot with what scores, plan, readings, findings and case take from its program and its primary metric. */
export interface PilotInProgram extends OfPilot, OfProgram {
  /** The proposal's, else the metric's default. */
  readonly smallestEffect: number | null
  /** The smallest effect as the proposal itself states it; null for one that leaves it to the metric. */
  readonly proposedEffect: number | null
  readonly metric: PilotMetric | null
}

const PILOT_IN_PROGRAM = `
  SELECT p.id, p.program_id AS "programId", p.number, p.title, p.state, p.paused_at AS "pausedAt",
         p.proposer_id AS "proposerId", p.change, p.for_whom AS "forWhom", p.expected_effect AS "expectedEffect", p.because,
         p.starts_on::text AS "startsOn", p.ends_on::text AS "endsOn", p.arrivals_per_week AS "arrivalsPerWeek",
         p.most_customers AS "mostCustomers", p.budget_cents::float8 AS "budgetCents",
         p.most_spend_cents::float8 AS "mostSpendCents", p.scoring_closed_at AS "scoringClosedAt",
         p.launched_at AS "launchedAt", p.concluded_at AS "concludedAt", p.share_delivered AS "shareDelivered",
         p.share_delivered_source AS "shareDeliveredSource", p.version,
         g.locale, g.currency, g.time_zone AS "timeZone", g.evidence_bar AS "evidenceBar",
         g.raters_needed AS "ratersNeeded", g.horizon_years AS "horizonYears", g.discount_rate AS "discountRate",
         coalesce(p.smallest_effect, m.smallest_effect) AS "smallestEffect", p.smallest_effect AS "proposedEffect",
         CASE WHEN m.id IS NOT NULL THEN json_build_object(
           'id', m.id, 'name', m.name, 'kind', m.kind, 'unit', m.unit, 'direction', m.direction,
           'perspective', m.perspective, 'guardrailMargin', m.guardrail_margin, 'moneyPerUnitCents', m.money_per_unit_cents) END AS metric
    FROM pilot p
    JOIN program g ON g.id = p.program_id
    LEFT JOIN metric m ON m.id = p.metric_id
   WHERE p.id = $1`

/** The one row that every feature along the life of a pilot starts from. */
export class PilotInProgramStore {
  constructor(private readonly tx: Transaction) {}

  find(pilotId: string): Promise<PilotInProgram> {
    return this.read(PILOT_IN_PROGRAM, pilotId)
  }

  /** Keeps the pilot as it is until the transaction ends; whoever else wants to write what belongs to it waits. */
  findForUpdate(pilotId: string): Promise<PilotInProgram> {
    return this.read(`${PILOT_IN_PROGRAM} FOR UPDATE OF p`, pilotId)
  }

  private async read(query: string, pilotId: string): Promise<PilotInProgram> {
    const [pilot] = await this.tx.query<PilotInProgram[]>(query, [pilotId])
    if (!pilot) throw new Missing()
    return pilot
  }
}
