import type { Transaction } from '../platform/database/database'
import { ScoringCriterion } from './scoringCriterion.entity'
import { ScoringModel } from './scoringModel.entity'
import { DEFAULT_CRITERIA, type WrittenCriterion } from './scoringModel.rules'

export interface Criterion extends WrittenCriterion {
  readonly id: string
}

/** One version of a program's model with its criteria in their order. */
export interface ModelVersion {
  readonly id: string
  readonly number: number
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly criteria: readonly Criterion[]
}

export class ScoringModelStore {
  constructor(private readonly tx: Transaction) {}

  /** The present version; null before the first use. */
  async latest(programId: string): Promise<ModelVersion | null> {
    const [model] = await this.tx.query<Omit<ModelVersion, 'criteria'>[]>(
      `SELECT s.id, s.number, s.created_at AS "createdAt", a.name AS "createdBy"
         FROM scoring_model s LEFT JOIN account a ON a.id = s.created_by_id
        WHERE s.program_id = $1 ORDER BY s.number DESC LIMIT 1`,
      [programId],
    )
    return model ? this.withCriteria(model) : null
  }

  /** The present version, made from the default rubric at the first use. Two first uses at once make one. */
  async latestOrDefault(programId: string, at: Date): Promise<ModelVersion> {
    const known = await this.latest(programId)
    if (known) return known
    await this.tx.query('SELECT FROM program WHERE id = $1 FOR UPDATE', [programId])
    return (await this.latest(programId)) ?? this.save(programId, 1, DEFAULT_CRITERIA, { accountId: null, at })
  }

  async ofId(id: string): Promise<ModelVersion | null> {
    const [model] = await this.tx.query<Omit<ModelVersion, 'criteria'>[]>(
      `SELECT s.id, s.number, s.created_at AS "createdAt", a.name AS "createdBy"
         FROM scoring_model s LEFT JOIN account a ON a.id = s.created_by_id WHERE s.id = $1`,
      [id],
    )
    return model ? this.withCriteria(model) : null
  }

  /** The present version, with the program kept from getting another until the transaction ends. */
  async latestForUpdate(programId: string, at: Date): Promise<ModelVersion> {
    await this.tx.query('SELECT FROM program WHERE id = $1 FOR UPDATE', [programId])
    return this.latestOrDefault(programId, at)
  }

  async save(
    programId: string,
    number: number,
    criteria: readonly WrittenCriterion[],
    { accountId, at }: { readonly accountId: string | null; readonly at: Date },
  ): Promise<ModelVersion> {
    const model = await this.tx.save(ScoringModel, { programId, number, createdAt: at, createdById: accountId })
    await this.tx.insert(
      ScoringCriterion,
      criteria.map(({ axis, name, weight, direction, rubric }, at) => ({
        scoringModelId: model.id,
        position: at + 1,
        axis,
        name,
        weight,
        direction,
        rubric: [...rubric],
      })),
    )
    return this.withCriteria({ id: model.id, number, createdAt: at, createdBy: null })
  }

  private async withCriteria(model: Omit<ModelVersion, 'criteria'>): Promise<ModelVersion> {
    const criteria = await this.tx.query<Criterion[]>(
      `SELECT id, axis, name, weight, direction, rubric FROM scoring_criterion
        WHERE scoring_model_id = $1 ORDER BY position`,
      [model.id],
    )
    return { ...model, criteria }
  }
}
