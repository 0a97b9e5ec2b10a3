import { In } from 'typeorm'
import type { Verdict } from '../plans/decisionRule.rules'
import { brokenConstraint } from '../platform/database/brokenConstraint'
import type { Transaction } from '../platform/database/database'
import { Invalid } from '../platform/errors'
import { CaseAppraisal } from './caseAppraisal.entity'
import { CaseLine } from './caseLine.entity'
import { UNSIGNED } from './caseLine.rules'

/** The latest final finding of the primary metric; the effect as it was measured, not turned. */
export interface CaseFinding {
  readonly id: string
  readonly number: number
  readonly estimate: number | null
  readonly standardError: number | null
  readonly intervalLower: number | null
  readonly intervalUpper: number | null
  /** Of the interval; null where the finding does not tell its plan. */
  readonly confidence: number | null
  readonly verdict: Verdict
}

/** A line with the names that belong to it. */
export type SignedLine = CaseLine & {
  readonly ownerName: string | null
  readonly financeByName: string | null
  /** Who spoke last on the line, even if it has changed since. */
  readonly signedByName: string | null
  /** Who owned the line then. */
  readonly signedOwnerName: string | null
}

export class CaseStore {
  constructor(private readonly tx: Transaction) {}

  async finding(pilotId: string): Promise<CaseFinding | null> {
    const [finding = null] = await this.tx.query<CaseFinding[]>(
      `SELECT id, number, estimate, standard_error AS "standardError",
              interval_lower AS "intervalLower", interval_upper AS "intervalUpper",
              1 - (inputs->'plan'->>'alpha')::float8 AS confidence, verdict
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
      .leftJoin('account', 'signer', "signer.id = (line.signed->>'byId')::uuid")
      .leftJoin('account', 'owned', "owned.id = (line.signed->'line'->>'ownerId')::uuid")
      .addSelect(['owner.name', 'finance.name', 'signer.name', 'owned.name'])
      .where('line.pilotId = :pilotId', { pilotId })
      .orderBy('line.position')
      .getRawAndEntities<Record<'owner_name' | 'finance_name' | 'signer_name' | 'owned_name', string | null>>()
      .then(({ entities, raw }) =>
        entities.map((line, i) => ({
          ...line,
          ownerName: raw[i]?.owner_name ?? null,
          financeByName: raw[i]?.finance_name ?? null,
          signedByName: raw[i]?.signer_name ?? null,
          signedOwnerName: raw[i]?.owned_name ?? null,
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

  /** Lines that follow the finding are others once it is another; what finance said of these no longer counts. */
  async followFinding(pilotId: string, lapsing: readonly CaseLine[]): Promise<void> {
    await this.tx.update(CaseLine, { pilotId, driver: 'finding' }, { version: () => 'version + 1' })
    await this.tx.update(CaseLine, { id: In(lapsing.map(({ id }) => id)) }, UNSIGNED)
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

  /** The latest one of a case that stood like this. */
  appraisalOf(pilotId: string, inputsDigest: string): Promise<CaseAppraisal | null> {
    return this.tx.findOne(CaseAppraisal, { where: { pilotId, inputsDigest }, order: { number: 'DESC' } })
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
