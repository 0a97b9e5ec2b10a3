import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { Conflict } from '../platform/errors'
import { MemberStore } from '../programs/member.store'
import { checkedModel, type WrittenCriterion } from './scoringModel.rules'
import { ScoringModelStore, type ModelVersion } from './scoringModel.store'

export interface SeenModel {
  readonly programId: string
  readonly model: ModelVersion
  readonly standing: Standing
}

export class ScoringModelService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  ofProgram(actor: Actor, programId: string): Promise<SeenModel> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      const model = await new ScoringModelStore(tx).latest(programId)
      return { programId, model: model ?? (await startingModel(this.database, programId, this.clock.now())), standing }
    })
  }

  /** Makes the next version; scores keep the one they were given by. `number` is that of the version the writer has seen. */
  revise(actor: Actor, programId: string, criteria: readonly WrittenCriterion[], number: number): Promise<ModelVersion> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.manage')
      const models = new ScoringModelStore(tx)
      const at = this.clock.now()
      const present = await models.latestForUpdate(programId, at)
      if (present.number !== number) {
        throw new Conflict('Somebody changed the scoring model while you were writing. Look at what holds now, then save again.', [
          `Version ${present.number} holds now: ${present.criteria.map(({ name, weight }) => `${name} (${weight})`).join(', ')}.`,
        ])
      }
      checkedModel(criteria)
      const model = await models.save(programId, number + 1, criteria, { accountId: actor.accountId, at })
      await new AuditStore(tx).append({
        program: programId,
        actor,
        action: 'scoringModel.revised',
        subject: { kind: 'scoringModel', id: model.id },
        details: { number: model.number, criteria: criteria.map(({ name, axis, weight }) => ({ name, axis, weight })) },
        at,
      })
      return model
    })
  }
}

/** The model a program begins with, made when somebody first asks for it, in a transaction of its own. */
export function startingModel(database: Database, programId: string, at: Date): Promise<ModelVersion> {
  return database.write(tx => new ScoringModelStore(tx).latestOrDefault(programId, at))
}
