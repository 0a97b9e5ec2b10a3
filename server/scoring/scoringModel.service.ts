import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Stale } from '../platform/errors'
import { MemberStore } from '../programs/member.store'
import { checkedModel, type WrittenCriterion } from './scoringModel.rules'
import { ScoringModelStore } from './scoringModel.store'
import type { ModelVersion } from './startingModel'

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
      return { programId, model: await new ScoringModelStore(tx).present(programId), standing }
    })
  }

  /** Makes the next version; scores keep the one they were given by. `number` is that of the version the writer has seen. */
  revise(actor: Actor, programId: string, criteria: readonly WrittenCriterion[], number: number): Promise<ModelVersion> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.manage')
      const models = new ScoringModelStore(tx)
      const at = this.clock.now()
      const { model: present, isNew } = await models.presentForUpdate(programId, at)
      if (present.number !== number) {
        throw new Stale('Somebody changed the scoring model while you were writing. Look at what holds now, then save again.', [
          `Version ${present.number} holds now: ${present.criteria.map(({ name, weight }) => `${name} (${weight})`).join(', ')}.`,
        ])
      }
      checkedModel(criteria)
      const model = await models.save(programId, number + 1, criteria, { accountId: actor.accountId, at })
      if (isNew) await tellOfStart(tx, actor, programId, present, at)
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

/** The audit entry of the first version, which is saved with the first thing that is written by it. */
export function tellOfStart(tx: Transaction, actor: Actor, programId: string, model: ModelVersion, at: Date): Promise<void> {
  return new AuditStore(tx).append({
    program: programId,
    actor,
    action: 'scoringModel.started',
    subject: { kind: 'scoringModel', id: model.id },
    details: { number: model.number, criteria: model.criteria.map(({ name, axis, weight }) => ({ name, axis, weight })) },
    at,
  })
}
