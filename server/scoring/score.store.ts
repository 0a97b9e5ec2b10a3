import type { Role } from '../access/permissions'
import type { Transaction } from '../platform/database/database'
import { RaterInvitation } from './raterInvitation.entity'
import { Score } from './score.entity'
import { ScoreValue } from './scoreValue.entity'

/** Somebody who is asked to score, and whether it is done. */
export interface Rater {
  readonly accountId: string
  readonly name: string
  readonly isProposer: boolean
  readonly invitedAt: Date
  /** Null until the rater has submitted. */
  readonly scoreId: string | null
  readonly submittedAt: Date | null
  readonly impact: number | null
  readonly complexity: number | null
  readonly scoringModelId: string | null
}

export interface RaterValue {
  readonly scoreId: string
  readonly criterionId: string
  readonly value: number
  readonly reason: string
}

export interface Person {
  readonly accountId: string
  readonly name: string
  readonly department: string | null
}

/** What the select gate asks of scoring. */
export interface ScoringFacts {
  readonly closedAt: Date | null
  /** Raters who submitted, the proposer not counted. */
  readonly raters: number
  readonly ratersNeeded: number
}

export class ScoreStore {
  constructor(private readonly tx: Transaction) {}

  /** In the order in which they were invited. */
  raters(pilotId: string): Promise<Rater[]> {
    return this.tx.query<Rater[]>(
      `SELECT a.id AS "accountId", a.name, a.id = p.proposer_id AS "isProposer", i.invited_at AS "invitedAt",
              s.id AS "scoreId", s.at AS "submittedAt", s.impact, s.complexity, s.scoring_model_id AS "scoringModelId"
         FROM rater_invitation i
         JOIN pilot p ON p.id = i.pilot_id
         JOIN account a ON a.id = i.account_id
         LEFT JOIN score s ON s.pilot_id = i.pilot_id AND s.rater_id = i.account_id AND s.round = 1
        WHERE i.pilot_id = $1
        ORDER BY i.invited_at, a.name, a.id`,
      [pilotId],
    )
  }

  values(pilotId: string): Promise<RaterValue[]> {
    return this.tx.query<RaterValue[]>(
      `SELECT v.score_id AS "scoreId", v.scoring_criterion_id AS "criterionId", v.value, v.reason
         FROM score s JOIN score_value v ON v.score_id = s.id
        WHERE s.pilot_id = $1 AND s.round = 1`,
      [pilotId],
    )
  }

  /** Members with a role that may score and are not asked yet; owners and team members hold a role of the program that may. */
  invitable(pilotId: string, scorers: readonly Role[]): Promise<Person[]> {
    return this.tx.query<Person[]>(
      `SELECT a.id AS "accountId", a.name, d.name AS department
         FROM pilot p
         JOIN membership m ON m.program_id = p.program_id AND m.ended_at IS NULL AND m.roles && $2
         JOIN account a ON a.id = m.account_id AND a.deactivated_at IS NULL
         LEFT JOIN department d ON d.id = m.department_id
        WHERE p.id = $1
          AND NOT EXISTS (SELECT FROM rater_invitation i WHERE i.pilot_id = p.id AND i.account_id = a.id)
        ORDER BY a.name, a.id`,
      [pilotId, scorers],
    )
  }

  async factsOf(pilotId: string): Promise<ScoringFacts | null> {
    const [facts = null] = await this.tx.query<ScoringFacts[]>(
      `SELECT p.scoring_closed_at AS "closedAt", g.raters_needed AS "ratersNeeded",
              (SELECT count(*)::int FROM score s
                WHERE s.pilot_id = p.id AND s.round = 1 AND s.rater_id <> p.proposer_id) AS raters
         FROM pilot p JOIN program g ON g.id = p.program_id
        WHERE p.id = $1`,
      [pilotId],
    )
    return facts
  }

  async invite(pilotId: string, accountIds: readonly string[], invitedById: string, invitedAt: Date): Promise<void> {
    await this.tx.insert(RaterInvitation, accountIds.map(accountId => ({ pilotId, accountId, invitedById, invitedAt })))
  }

  async withdrawInvitation(pilotId: string, accountId: string): Promise<void> {
    await this.tx.delete(RaterInvitation, { pilotId, accountId })
  }

  async saveScore(score: Omit<Score, 'id' | 'round'>, values: readonly Omit<RaterValue, 'scoreId'>[]): Promise<void> {
    const { id: scoreId } = await this.tx.save(Score, { ...score, round: 1 })
    await this.tx.insert(
      ScoreValue,
      values.map(({ criterionId, value, reason }) => ({ scoreId, scoringCriterionId: criterionId, value, reason })),
    )
  }

  async close(pilotId: string, at: Date): Promise<void> {
    await this.tx.query('UPDATE pilot SET scoring_closed_at = $2, version = version + 1 WHERE id = $1', [pilotId, at])
  }
}
