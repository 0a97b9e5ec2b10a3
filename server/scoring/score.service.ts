import type { Actor } from '../access/actor'
import { authorize, MAY, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import { PilotInProgramStore, type PilotInProgram } from '../pilots/pilotInProgram.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Invalid, Missing } from '../platform/errors'
import { assertMayClose, assertMayScore, axisScores, checkedValues, isRevealed, whyNotOpen, type PanelProgress } from './score.rules'
import { ScoreStore, type Person, type Rater, type RaterValue } from './score.store'
import { tellOfStart } from './scoringModel.service'
import { ScoringModelStore } from './scoringModel.store'
import type { ModelVersion } from './startingModel'

/** What a rater sends. */
export interface GivenScore {
  readonly values: readonly { readonly criterionId: string; readonly value: number; readonly reason: string | null }[]
}

/** All that the scores page of a pilot and its JSON are made from. What is still blind for this person is not in it. */
export interface SeenScores {
  readonly pilot: PilotInProgram
  readonly model: ModelVersion
  readonly raters: readonly Rater[]
  readonly progress: PanelProgress
  readonly isRevealed: boolean
  readonly values: readonly RaterValue[]
  readonly invitable: readonly Person[]
  readonly standing: Standing
  readonly actorId: string
}

export class ScoreService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  ofPilot(actor: Actor, pilotId: string): Promise<SeenScores> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      const scores = new ScoreStore(tx)
      const pilot = await new PilotInProgramStore(tx).find(pilotId)
      const raters = await scores.raters(pilotId)
      const progress = progressOf(pilot, raters, actor)
      const revealed = isRevealed(progress)
      return {
        pilot,
        model: (await this.modelUsed(tx, raters)) ?? (await new ScoringModelStore(tx).present(pilot.programId)),
        raters: revealed ? raters : raters.map(blind),
        progress,
        isRevealed: revealed,
        values: revealed ? await scores.values(pilotId) : [],
        invitable: standing.has('lead') && whyNotOpen(pilot) === null ? await scores.invitable(pilotId, MAY['score.give']) : [],
        standing,
        actorId: actor.accountId,
      }
    })
  }

  /** Asks members for their scores; who is asked already stays asked. */
  async invite(actor: Actor, pilotId: string, accountIds: readonly string[]): Promise<void> {
    await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'scoring.invite')
      const scores = new ScoreStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      const refusal = whyNotOpen(pilot)
      if (refusal !== null) throw new Conflict(refusal)
      const asked = new Set((await scores.raters(pilotId)).map(({ accountId }) => accountId))
      const invitable = await scores.invitable(pilotId, MAY['score.give'])
      const chosen = [...new Set(accountIds)].filter(id => !asked.has(id))
      const people = invitable.filter(({ accountId }) => chosen.includes(accountId))
      if (people.length < chosen.length) throw new Invalid({ accountIds: 'Choose among the members of this program who may score.' })
      if (people.length === 0) throw new Conflict('Everybody you chose is invited already.')
      const at = this.clock.now()
      await scores.invite(pilotId, people.map(({ accountId }) => accountId), actor.accountId, at)
      await this.tell(tx, actor, pilot, 'scoring.invited', { raters: people.map(({ name }) => name) })
    })
  }

  /** Takes back an invitation that was not answered; a score that was given stays. */
  async uninvite(actor: Actor, pilotId: string, accountId: string): Promise<void> {
    await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'scoring.invite')
      const scores = new ScoreStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      const rater = (await scores.raters(pilotId)).find(each => each.accountId === accountId)
      if (!rater) throw new Missing('This person is not among the raters.')
      if (rater.scoreId !== null) throw new Conflict(`${rater.name} has scored already; scores stay as they were given.`)
      const refusal = whyNotOpen(pilot)
      if (refusal !== null) throw new Conflict(refusal)
      await scores.withdrawInvitation(pilotId, accountId)
      await this.tell(tx, actor, pilot, 'scoring.uninvited', { rater: rater.name })
    })
  }

  /** A rater's scores, once. The audit entry names no value: the panel is blind. */
  async give(actor: Actor, pilotId: string, given: GivenScore): Promise<void> {
    await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'score.give')
      const scores = new ScoreStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      const raters = await scores.raters(pilotId)
      assertMayScore(pilot, progressOf(pilot, raters, actor))
      const used = await this.modelUsed(tx, raters)
      const { model, isNew } = used
        ? { model: used, isNew: false }
        : await new ScoringModelStore(tx).presentForUpdate(pilot.programId, this.clock.now())
      const values = checkedValues(model.criteria, given.values)
      const at = this.clock.now()
      await scores.saveScore(
        { pilotId, raterId: actor.accountId, scoringModelId: model.id, at, ...axisScores(model.criteria, values) },
        values.map(({ criterionId, value, reason }) => ({ criterionId, value, reason: reason ?? '' })),
      )
      if (isNew) await tellOfStart(tx, actor, pilot.programId, model, at)
      await this.tell(tx, actor, pilot, 'score.given', { model: model.number })
    })
  }

  async close(actor: Actor, pilotId: string): Promise<void> {
    await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'scoring.close')
      const scores = new ScoreStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      const counted = (await scores.raters(pilotId)).filter(({ scoreId, isProposer }) => scoreId !== null && !isProposer).length
      assertMayClose(pilot, counted, pilot.ratersNeeded)
      await scores.close(pilotId, this.clock.now())
      await this.tell(tx, actor, pilot, 'scoring.closed', { raters: counted })
    })
  }

  /** All raters of a pilot use one version: that of the first score, so that their scores can be compared. Null before it. */
  private async modelUsed(tx: Transaction, raters: readonly Rater[]): Promise<ModelVersion | null> {
    const used = raters.find(({ scoringModelId }) => scoringModelId !== null)?.scoringModelId
    return used ? new ScoringModelStore(tx).ofId(used) : null
  }

  private tell(tx: Transaction, actor: Actor, pilot: PilotInProgram, action: string, details: object): Promise<void> {
    const at = this.clock.now()
    return new AuditStore(tx).append({ program: pilot.programId, actor, action, subject: { kind: 'pilot', id: pilot.id }, details, at })
  }
}

function progressOf(
  pilot: Pick<PilotInProgram, 'scoringClosedAt'>,
  raters: readonly Pick<Rater, 'accountId' | 'scoreId'>[],
  actor: Pick<Actor, 'accountId'>,
): PanelProgress {
  const own = raters.find(({ accountId }) => accountId === actor.accountId)
  return {
    isClosed: pilot.scoringClosedAt !== null,
    invited: raters.length,
    submitted: raters.filter(({ scoreId }) => scoreId !== null).length,
    isInvited: own !== undefined,
    hasSubmitted: own !== undefined && own.scoreId !== null,
  }
}

const blind = (rater: Rater): Rater => ({ ...rater, impact: null, complexity: null })
