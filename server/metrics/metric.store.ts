import { brokenConstraint } from '../platform/database/brokenConstraint'
import type { Transaction } from '../platform/database/database'
import { Invalid, Missing } from '../platform/errors'
import { Metric } from './metric.entity'
import type { MetricDefinition } from './metric.rules'

/** A metric and how many plans rest on it. */
export type MetricRow = Metric & { readonly plans: number }

export class MetricStore {
  constructor(private readonly tx: Transaction) {}

  /** By name; for choices in forms. */
  ofProgram(programId: string): Promise<Metric[]> {
    return this.tx.find(Metric, { where: { programId }, order: { name: 'ASC' } })
  }

  /** The same with how often each is planned. */
  async withUses(programId: string): Promise<MetricRow[]> {
    const metrics = await this.ofProgram(programId)
    const uses = await this.tx.query<{ metricId: string; plans: number }[]>(
      `SELECT u.metric_id AS "metricId", count(*)::int AS plans
         FROM plan_metric u JOIN metric m ON m.id = u.metric_id WHERE m.program_id = $1 GROUP BY 1`,
      [programId],
    )
    const plansOf = new Map(uses.map(({ metricId, plans }) => [metricId, plans]))
    return metrics.map(metric => ({ ...metric, plans: plansOf.get(metric.id) ?? 0 }))
  }

  async find(programId: string, id: string): Promise<Metric> {
    return found(await this.tx.findOneBy(Metric, { id, programId }))
  }

  async findForUpdate(programId: string, id: string): Promise<Metric> {
    return found(await this.tx.findOne(Metric, { where: { id, programId }, lock: { mode: 'pessimistic_write' } }))
  }

  async isPlanned(id: string): Promise<boolean> {
    const [row] = await this.tx.query<{ planned: boolean }[]>(
      'SELECT EXISTS (SELECT FROM plan_metric WHERE metric_id = $1) AS planned',
      [id],
    )
    return row?.planned ?? false
  }

  add(programId: string, definition: MetricDefinition, createdAt: Date): Promise<Metric> {
    return this.save(this.tx.create(Metric, { ...definition, programId, createdAt, version: 1 }))
  }

  async save(metric: Metric): Promise<Metric> {
    try {
      return await this.tx.save(Metric, metric)
    } catch (error) {
      if (brokenConstraint(error) === 'uq_metric_name') throw new Invalid({ name: 'There is a metric of this name in the program already.' })
      throw error
    }
  }
}

function found(metric: Metric | null): Metric {
  if (!metric) throw new Missing()
  return metric
}
