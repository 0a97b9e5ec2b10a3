import type { Clock } from '../../../server/platform/clock'
import type { Database } from '../../../server/platform/database/database'
import { ScoreService, type GivenScore } from '../../../server/scoring/score.service'
import type { ModelVersion } from '../../../server/scoring/startingModel'
import type { GivenPilot, Person } from './pilots'

/** After the pilots of tests were proposed, before scoring of those further on was closed. */
const scoredAt: Clock = { now: () => new Date('2026-09-08T10:00:00Z') }

/** The same value for every criterion of the model, or the one given by the name of a criterion. */
export function aScore(model: Pick<ModelVersion, 'criteria'>, value: number, named: Readonly<Record<string, number>> = {}): GivenScore {
  return { values: model.criteria.map(({ id, name }) => ({ criterionId: id, value: named[name] ?? value, reason: null })) }
}

/** Invites these people through the service of production, as the lead does. */
export async function givenRaters(database: Database, { pilot, parents }: GivenPilot, raters: readonly Person[]): Promise<void> {
  const scores = new ScoreService(database, scoredAt)
  await scores.invite(parents.people.lead, pilot.id, raters.map(({ accountId }) => accountId))
}

/** Invites these people and lets each give one value for all criteria; the pilot must be a proposal. */
export async function givenScores(database: Database, given: GivenPilot, values: readonly (readonly [Person, number])[]): Promise<void> {
  const scores = new ScoreService(database, scoredAt)
  await givenRaters(database, given, values.map(([rater]) => rater))
  for (const [rater, value] of values) {
    const { model } = await scores.ofPilot(rater, given.pilot.id)
    await scores.give(rater, given.pilot.id, aScore(model, value))
  }
}

/** Scored by lead, owner and team, and closed by the lead. */
export async function givenClosedScoring(database: Database, given: GivenPilot): Promise<void> {
  const { lead, owner, team } = given.parents.people
  await givenScores(database, given, [
    [lead, 4],
    [owner, 5],
    [team, 3],
  ])
  await new ScoreService(database, scoredAt).close(lead, given.pilot.id)
}
