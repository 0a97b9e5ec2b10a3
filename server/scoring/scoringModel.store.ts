import type { Transaction } from '../platform/database/database'
import { ScoringCriterion } from './scoringCriterion.entity'
import { ScoringModel } from './scoringModel.entity'
import type { WrittenCriterion } from './scoringModel.rules'
import { startingModel, type Criterion, type ModelVersion } from './startingModel'

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

  /** The present version; the one that every program starts with while nothing is saved. */
  async present(programId: string): Promise<ModelVersion> {
    return (await this.latest(programId)) ?? startingModel(programId)
  }

  async ofId(id: string): Promise<ModelVersion | null> {
    const [model] = await this.tx.query<Omit<ModelVersion, 'criteria'>[]>(
      `SELECT s.id, s.number, s.created_at AS "createdAt", a.name AS "createdBy"
         FROM scoring_model s LEFT JOIN account a ON a.id = s.created_by_id WHERE s.id = $1`,
      [id],
    )
    return model ? this.withCriteria(model) : null
  }

  /**
   * The present version, saved, with the program kept from getting another until the transaction ends. `isNew` where the
   * one that every program starts with was saved just now; two first uses at once save one.
   */
  async presentForUpdate(programId: string, at: Date): Promise<{ readonly model: ModelVersion; readonly isNew: boolean }> {
    await this.tx.query('SELECT FROM program WHERE id = $1 FOR UPDATE', [programId])
    const known = await this.latest(programId)
    if (known) return { model: known, isNew: false }
    const { id, number, criteria } = startingModel(programId)
    return { model: await this.insert({ id, programId, number, createdAt: at, createdById: null }, criteria), isNew: true }
  }

  async save(
    programId: string,
    number: number,
    criteria: readonly WrittenCriterion[],
    { accountId, at }: { readonly accountId: string | null; readonly at: Date },
  ): Promise<ModelVersion> {
    // criteria that were read from another version keep their words and get ids of their own
    const fresh = criteria.map(({ axis, name, weight, direction, rubric }) => ({ axis, name, weight, direction, rubric }))
    return this.insert({ programId, number, createdAt: at, createdById: accountId }, fresh)
  }

  private async insert(
    version: Omit<ScoringModel, 'id'> & { readonly id?: string },
    criteria: readonly (WrittenCriterion & { readonly id?: string })[],
  ): Promise<ModelVersion> {
    const model = await this.tx.save(ScoringModel, version)
    await this.tx.insert(
      ScoringCriterion,
      criteria.map(({ id, axis, name, weight, direction, rubric }, at) => ({
        ...(id && { id }),
        ...{ scoringModelId: model.id, position: at + 1, axis, name, weight, direction, rubric: [...rubric] },
      })),
    )
    return this.withCriteria({ id: model.id, number: model.number, createdAt: model.createdAt, createdBy: null })
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
