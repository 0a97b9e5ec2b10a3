import type { MetricKind } from '../metrics/metric.entity'
import type { PilotMetric } from '../pilots/pilotInProgram.store'
import type { Transaction } from '../platform/database/database'
import { Plan } from './plan.entity'
import { PlanAmendment } from './planAmendment.entity'
import type { PlanContent, PlannedMetric, PlanTerms } from './planContent.rules'
import { planInForce } from './plan.rules'
import { PlanMetric } from './planMetric.entity'

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

/** A plan as its pilot is judged by: the content in force, else the terms as far as they are written. */
export interface StandingPlan {
  readonly planId: string
  readonly terms: PlanTerms
  /** Null as long as nobody has locked it. */
  readonly inForce: PlanInForce | null
}

export class PlanStore {
  constructor(private readonly tx: Transaction) {}

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
    return (await this.standing(pilotId))?.inForce ?? null
  }

  /** What stands for a pilot, locked or not, in one query; null as long as nobody has written a plan. */
  async standing(pilotId: string): Promise<StandingPlan | null> {
    const plan = (await this.tx
      .createQueryBuilder(Plan, 'plan')
      .leftJoinAndMapMany('plan.amendments', PlanAmendment, 'amendment', 'amendment.planId = plan.id')
      .where('plan.pilotId = :pilotId', { pilotId })
      .orderBy('amendment.number')
      .getOne()) as AmendedPlan | null
    if (!plan) return null
    const inForce = whatHolds(plan)
    return { planId: plan.id, terms: inForce?.content ?? plan, inForce }
  }

  /** The secondary metrics and guardrails of a plan that is still being written. */
  async otherMetrics(planId: string): Promise<PlannedMetric[]> {
    return (await this.metrics(planId)).filter(({ role }) => role !== 'primary')
  }

  /** What a plan that is still being written looks at, the primary metric first, with the metrics' present words. */
  metrics(planId: string): Promise<PlannedMetric[]> {
    return this.tx.query<PlannedMetric[]>(
      `SELECT m.id, pm.role, m.name, m.kind, m.unit, m.direction, pm.margin
         FROM plan_metric pm JOIN metric m ON m.id = pm.metric_id
        WHERE pm.plan_id = $1
        ORDER BY pm.role <> 'primary', pm.role DESC, m.name`,
      [planId],
    )
  }

  /** Metrics of the program that a plan can watch beside its primary one. */
  offeredMetrics(programId: string, kinds: readonly MetricKind[]): Promise<PilotMetric[]> {
    return this.tx.query<PilotMetric[]>(
      `SELECT id, name, kind, unit, direction, perspective, guardrail_margin AS "guardrailMargin",
              money_per_unit_cents::float8 AS "moneyPerUnitCents"
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

type AmendedPlan = Plan & { readonly amendments: readonly PlanAmendment[] }

function whatHolds({ amendments, ...plan }: AmendedPlan): PlanInForce | null {
  if (!plan.lockedAt || plan.hash === null) return null
  return {
    planId: plan.id,
    content: planInForce(plan, amendments),
    hash: amendments.at(-1)?.hash ?? plan.hash,
    lockedAt: plan.lockedAt,
    amendments: amendments.length,
    amendedAfterFirstOutcome: amendments.some(({ afterFirstOutcome }) => afterFirstOutcome),
  }
}
