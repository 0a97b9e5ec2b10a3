import type { Transaction } from '../platform/database/database'
import { Missing } from '../platform/errors'
import { Decision } from './decision.entity'

/** A decision with the names of those who made it. */
export interface SignedDecision extends Decision {
  readonly decidedByName: string
  readonly secondName: string | null
  /** The draft that an adapted pilot left behind; null for every other decision. */
  readonly followUp: { readonly id: string; readonly title: string } | null
}

export class DecisionStore {
  constructor(private readonly tx: Transaction) {}

  /** The decision log, newest first. */
  log(pilotId: string): Promise<SignedDecision[]> {
    return this.tx.query<SignedDecision[]>(
      `SELECT d.id, d.pilot_id AS "pilotId", d.number, d.choice, d.reason, d.conditions, d.new_end_on::text AS "newEndOn",
              d.fired_action AS "firedAction", d.opposes_rule AS "opposesRule", d.state, d.finding_id AS "findingId",
              d.decided_by_id AS "decidedById", d.decided_at AS "decidedAt", d.second_sponsor_id AS "secondSponsorId",
              d.second_reason AS "secondReason", d.second_at AS "secondAt", d.version,
              a.name AS "decidedByName", b.name AS "secondName",
              CASE WHEN d.choice = 'adapt' AND d.state = 'final' THEN
                (SELECT json_build_object('id', f.id, 'title', f.title) FROM pilot f
                  WHERE f.parent_id = d.pilot_id ORDER BY f.number LIMIT 1) END AS "followUp"
         FROM decision d
         JOIN account a ON a.id = d.decided_by_id
         LEFT JOIN account b ON b.id = d.second_sponsor_id
        WHERE d.pilot_id = $1
        ORDER BY d.number DESC`,
      [pilotId],
    )
  }

  awaiting(pilotId: string): Promise<Decision | null> {
    return this.tx.findOneBy(Decision, { pilotId, state: 'awaitingSecond' })
  }

  async byNumber(pilotId: string, number: number): Promise<Decision> {
    const decision = await this.tx.findOneBy(Decision, { pilotId, number })
    if (!decision) throw new Missing('This pilot has no decision of that number.')
    return decision
  }

  /** Adds to the log; the pilot is locked, so numbers come one after the other. */
  async add(decision: Omit<Decision, 'id' | 'number' | 'version'>): Promise<Decision> {
    const number = (await this.tx.countBy(Decision, { pilotId: decision.pilotId })) + 1
    return this.tx.save(this.tx.create(Decision, { ...decision, number, version: 1 }))
  }

  save(decision: Decision): Promise<Decision> {
    return this.tx.save(Decision, { ...decision, version: decision.version + 1 })
  }

  /** Titles of the program that a follow-up cannot have. */
  async titles(programId: string): Promise<ReadonlySet<string>> {
    const rows = await this.tx.query<{ title: string }[]>(
      "SELECT title FROM pilot WHERE program_id = $1 AND title LIKE '%, adapted%'",
      [programId],
    )
    return new Set(rows.map(({ title }) => title))
  }
}
