import type { MetricDirection, MetricKind, MetricPerspective } from '../metrics/metric.entity'
import type { PilotState } from '../pilots/pilot.entity'
import type { Transaction } from '../platform/database/database'
import { Plan } from './plan.entity'
import { PlanAmendment } from './planAmendment.entity'
import type { PlanContent, PlannedMetric } from './planContent.rules'
import { planInForce } from './plan.rules'
import { PlanMetric } from './planMetric.entity'
import type { EvidenceLevel } from './decisionRule.rules'

/** A metric of the program as a plan can take it up. */
export interface OfferedMetric {
  readonly id: string
  readonly name: string
  readonly kind: MetricKind
  readonly unit: string
  readonly direction: MetricDirection
  readonly perspective: MetricPerspective
  readonly guardrailMargin: number | null
}

/** What a plan takes from its pilot, its primary metric and its program. */
export interface PlannedPilot {
  readonly id: string
  readonly programId: string
  readonly number: number
  readonly title: string
  readonly state: PilotState
  readonly pausedAt: Date | null
  readonly change: string
  readonly forWhom: string
  readonly expectedEffect: string
  readonly because: string
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly arrivalsPerWeek: number | null
  /** Of the risk envelope. */
  readonly mostCustomers: number | null
  readonly budgetCents: number | null
  readonly mostSpendCents: number | null
  /** The proposal's, else the metric's default. */
  readonly smallestEffect: number | null
  readonly evidenceBar: EvidenceLevel
  readonly metric: OfferedMetric | null
  /** How the program writes numbers, money and days. */
  readonly customs: { readonly locale: string; readonly currency: string; readonly timeZone: string }
}

/** An amendment with the name of whoever made it. */
export type SignedAmendment = PlanAmendment & { readonly actorName: string }

/** What others go by: the content that holds, and how it came to hold. */
export interface PlanInForce {
  readonly planId: string
  readonly content: PlanContent
  /** Hash of the content that holds. */
  readonly hash: string
  readonly lockedAt: Date
  readonly amendments: number
  /** Costs the evidence one level. */
  readonly amendedAfterFirstOutcome: boolean
}

const PLANNED_PILOT = `
  SELECT p.id, p.program_id AS "programId", p.number, p.title, p.state, p.paused_at AS "pausedAt", p.change, p.for_whom AS "forWhom",
         p.expected_effect AS "expectedEffect", p.because,
         p.starts_on::text AS "startsOn", p.ends_on::text AS "endsOn", p.arrivals_per_week AS "arrivalsPerWeek",
         p.most_customers AS "mostCustomers", p.budget_cents::float8 AS "budgetCents", p.most_spend_cents::float8 AS "mostSpendCents",
         json_build_object('locale', g.locale, 'currency', g.currency, 'timeZone', g.time_zone) AS customs,
         coalesce(p.smallest_effect, m.smallest_effect) AS "smallestEffect", g.evidence_bar AS "evidenceBar",
         CASE WHEN m.id IS NOT NULL THEN json_build_object(
           'id', m.id, 'name', m.name, 'kind', m.kind, 'unit', m.unit, 'direction', m.direction,
           'perspective', m.perspective, 'guardrailMargin', m.guardrail_margin) END AS metric
    FROM pilot p
    JOIN program g ON g.id = p.program_id
    LEFT JOIN metric m ON m.id = p.metric_id
   WHERE p.id = $1`

export class PlanStore {
  constructor(private readonly tx: Transaction) {}

  async pilot(pilotId: string): Promise<PlannedPilot | null> {
    const [pilot = null] = await this.tx.query<PlannedPilot[]>(PLANNED_PILOT, [pilotId])
    return pilot
  }

  /** Keeps pilot and plan as they are until the transaction ends; whoever else wants to write the plan waits. */
  async pilotForUpdate(pilotId: string): Promise<PlannedPilot | null> {
    const [pilot = null] = await this.tx.query<PlannedPilot[]>(`${PLANNED_PILOT} FOR UPDATE OF p`, [pilotId])
    return pilot
  }

  ofPilot(pilotId: string): Promise<Plan | null> {
    return this.tx.findOneBy(Plan, { pilotId })
  }

  async lockedByName(plan: Plan): Promise<string | null> {
    if (plan.lockedById === null) return null
    const [row] = await this.tx.query<{ name: string }[]>('SELECT name FROM account WHERE id = $1', [plan.lockedById])
    return row?.name ?? null
  }

  /** Newest last. */
  amendments(planId: string): Promise<SignedAmendment[]> {
    return this.tx.query<SignedAmendment[]>(
      `SELECT m.id, m.plan_id AS "planId", m.number, m.reason, m.canonical, m.hash, m.at, m.actor_id AS "actorId",
              m.after_first_outcome AS "afterFirstOutcome", a.name AS "actorName"
         FROM plan_amendment m JOIN account a ON a.id = m.actor_id
        WHERE m.plan_id = $1
        ORDER BY m.number`,
      [planId],
    )
  }

  /** The plan that holds for a pilot; null as long as none is locked. */
  async inForce(pilotId: string): Promise<PlanInForce | null> {
    const plan = await this.tx.findOneBy(Plan, { pilotId })
    if (!plan?.lockedAt || plan.hash === null) return null
    const amendments = await this.tx.find(PlanAmendment, { where: { planId: plan.id }, order: { number: 'ASC' } })
    return {
      planId: plan.id,
      content: planInForce(plan, amendments),
      hash: amendments.at(-1)?.hash ?? plan.hash,
      lockedAt: plan.lockedAt,
      amendments: amendments.length,
      amendedAfterFirstOutcome: amendments.some(({ afterFirstOutcome }) => afterFirstOutcome),
    }
  }

  /** The secondary metrics and guardrails of a plan that is still being written, with the metrics' present words. */
  otherMetrics(planId: string): Promise<PlannedMetric[]> {
    return this.tx.query<PlannedMetric[]>(
      `SELECT m.id, pm.role, m.name, m.kind, m.unit, m.direction, pm.margin
         FROM plan_metric pm JOIN metric m ON m.id = pm.metric_id
        WHERE pm.plan_id = $1 AND pm.role <> 'primary'
        ORDER BY pm.role DESC, m.name`,
      [planId],
    )
  }

  /** Metrics of the program that a plan can watch beside its primary one. */
  offeredMetrics(programId: string, kinds: readonly MetricKind[]): Promise<OfferedMetric[]> {
    return this.tx.query<OfferedMetric[]>(
      `SELECT id, name, kind, unit, direction, perspective, guardrail_margin AS "guardrailMargin"
         FROM metric WHERE program_id = $1 AND kind = ANY ($2) ORDER BY name`,
      [programId, kinds],
    )
  }

  /**
   * Whether an outcome reading has ever entered Foothold for the pilot. One whose import was undone counts: it has been
   * seen, and what has been seen can shape a plan.
   */
  async outcomeHasArrived(pilotId: string): Promise<boolean> {
    const [row] = await this.tx.query<{ arrived: boolean }[]>(
      `SELECT EXISTS (
         SELECT FROM reading_import i JOIN reading_cell c ON c.import_id = i.id
          WHERE i.pilot_id = $1 AND i.state IN ('committed', 'undone') AND c.period = 'outcome') AS arrived`,
      [pilotId],
    )
    return row?.arrived ?? false
  }

  save(plan: Omit<Plan, 'id'> & { readonly id?: string }): Promise<Plan> {
    return this.tx.save(Plan, plan)
  }

  /** Puts the plan's metrics in place of those it had. */
  async saveMetrics(planId: string, metrics: readonly Pick<PlannedMetric, 'id' | 'role' | 'margin'>[]): Promise<void> {
    await this.tx.delete(PlanMetric, { planId })
    if (metrics.length === 0) return
    await this.tx.insert(PlanMetric, metrics.map(({ id, role, margin }) => ({ planId, metricId: id, role, margin })))
  }

  /** The pilot's timebox follows the plan that holds. */
  async saveTimebox(pilotId: string, { startsOn, endsOn }: Pick<PlanContent, 'startsOn' | 'endsOn'>): Promise<void> {
    await this.tx.query(
      `UPDATE pilot SET starts_on = $2, ends_on = $3, version = version + 1
        WHERE id = $1 AND (starts_on, ends_on) IS DISTINCT FROM ($2::date, $3::date)`,
      [pilotId, startsOn, endsOn],
    )
  }

  saveAmendment(amendment: Omit<PlanAmendment, 'id'>): Promise<PlanAmendment> {
    return this.tx.save(PlanAmendment, amendment)
  }
}
