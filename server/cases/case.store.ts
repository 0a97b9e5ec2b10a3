import type { MetricDirection, MetricKind } from '../metrics/metric.entity'
import type { PilotState } from '../pilots/pilot.entity'
import { brokenConstraint } from '../platform/database/brokenConstraint'
import type { Transaction } from '../platform/database/database'
import { Invalid } from '../platform/errors'
import { CaseAppraisal } from './caseAppraisal.entity'
import { CaseLine } from './caseLine.entity'

/** What a case takes from its pilot and its program. */
export interface CasePilot {
  readonly id: string
  readonly programId: string
  readonly number: number
  readonly title: string
  readonly state: PilotState
  readonly pausedAt: Date | null
  readonly horizonYears: number
  readonly discountRate: number
  readonly metric: { readonly name: string; readonly kind: MetricKind; readonly unit: string; readonly direction: MetricDirection } | null
}

/** The latest final finding of the primary metric; the effect as it was measured, not turned. */
export interface CaseFinding {
  readonly id: string
  readonly number: number
  readonly estimate: number | null
  readonly standardError: number | null
  readonly intervalLower: number | null
  readonly intervalUpper: number | null
}

/** A line with the names that belong to it. */
export type SignedLine = CaseLine & { readonly ownerName: string | null; readonly financeByName: string | null }

const CASE_PILOT = `
  SELECT p.id, p.program_id AS "programId", p.number, p.title, p.state, p.paused_at AS "pausedAt",
         g.horizon_years AS "horizonYears", g.discount_rate AS "discountRate",
         CASE WHEN m.id IS NOT NULL THEN
           json_build_object('name', m.name, 'kind', m.kind, 'unit', m.unit, 'direction', m.direction) END AS metric
    FROM pilot p
    JOIN program g ON g.id = p.program_id
    LEFT JOIN metric m ON m.id = p.metric_id
   WHERE p.id = $1`

export class CaseStore {
  constructor(private readonly tx: Transaction) {}

  async pilot(pilotId: string): Promise<CasePilot | null> {
    const [pilot = null] = await this.tx.query<CasePilot[]>(CASE_PILOT, [pilotId])
    return pilot
  }

  /** Whoever else wants to change the case of this pilot waits until the transaction ends. */
  async pilotForUpdate(pilotId: string): Promise<CasePilot | null> {
    const [pilot = null] = await this.tx.query<CasePilot[]>(`${CASE_PILOT} FOR UPDATE OF p`, [pilotId])
    return pilot
  }

  async finding(pilotId: string): Promise<CaseFinding | null> {
    const [finding = null] = await this.tx.query<CaseFinding[]>(
      `SELECT id, number, estimate, standard_error AS "standardError", interval_lower AS "intervalLower",
              interval_upper AS "intervalUpper"
         FROM finding WHERE pilot_id = $1 AND role = 'primary' AND is_final
        ORDER BY number DESC LIMIT 1`,
      [pilotId],
    )
    return finding
  }

  /** In the order in which they were written. */
  lines(pilotId: string): Promise<SignedLine[]> {
    return this.tx
      .createQueryBuilder(CaseLine, 'line')
      .leftJoin('account', 'owner', 'owner.id = line.ownerId')
      .leftJoin('account', 'finance', 'finance.id = line.financeById')
      .addSelect(['owner.name', 'finance.name'])
      .where('line.pilotId = :pilotId', { pilotId })
      .orderBy('line.position')
      .getRawAndEntities<{ owner_name: string | null; finance_name: string | null }>()
      .then(({ entities, raw }) =>
        entities.map((line, i) => ({
          ...line,
          ownerName: raw[i]?.owner_name ?? null,
          financeByName: raw[i]?.finance_name ?? null,
        })),
      )
  }

  /** The line of that pilot, kept as it is until the transaction ends. */
  lineForUpdate(pilotId: string, lineId: string): Promise<CaseLine | null> {
    return this.tx.findOne(CaseLine, { where: { id: lineId, pilotId }, lock: { mode: 'pessimistic_write' } })
  }

  /** @throws Invalid when the case has a line of that name already */
  async save(line: Partial<CaseLine>): Promise<CaseLine> {
    try {
      return await this.tx.save(CaseLine, line)
    } catch (error) {
      if (brokenConstraint(error) !== 'uq_case_line_name') throw error
      throw new Invalid({ name: 'The case has a line of this name already. Give this one another name.' })
    }
  }

  async remove(line: CaseLine): Promise<void> {
    await this.tx.delete(CaseLine, { id: line.id })
  }

  async nextPosition(pilotId: string): Promise<number> {
    return ((await this.tx.maximum(CaseLine, 'position', { pilotId })) ?? 0) + 1
  }

  latestAppraisal(pilotId: string): Promise<CaseAppraisal | null> {
    return this.tx.findOne(CaseAppraisal, { where: { pilotId }, order: { number: 'DESC' } })
  }

  async saveAppraisal(appraisal: Omit<CaseAppraisal, 'id' | 'number'>, number: number): Promise<void> {
    await this.tx.insert(CaseAppraisal, { ...appraisal, number })
  }

  /** The people of a program who can own a line. */
  people(programId: string): Promise<{ id: string; name: string }[]> {
    return this.tx.query<{ id: string; name: string }[]>(
      `SELECT a.id, a.name FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.program_id = $1 AND m.ended_at IS NULL AND a.deactivated_at IS NULL
        ORDER BY a.name, a.id`,
      [programId],
    )
  }
}
