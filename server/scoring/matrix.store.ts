import type { Transaction } from '../platform/database/database'

/** No more proposals are drawn; more would be a blot and a long page. */
export const MOST_DRAWN = 200

/** What the page can narrow the proposals to. */
export interface MatrixFilter {
  /** A part of the title. */
  readonly search: string | null
  readonly journeyId: string | null
  readonly show: 'all' | 'mine' | 'open' | 'closed'
}

/** An open proposal with its scores brought together; the means are null until somebody who counts has scored. */
export interface OpenProposal {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly journey: string | null
  readonly scoringClosedAt: Date | null
  readonly impact: number | null
  readonly complexity: number | null
  readonly impactLowest: number | null
  readonly impactHighest: number | null
  readonly complexityLowest: number | null
  readonly complexityHighest: number | null
  /** Who counts: the proposer does not. */
  readonly raters: number
  readonly submitted: number
  readonly invited: number
  readonly isInvited: boolean
  readonly hasSubmitted: boolean
}

/** A proposal that a rater is asked to score. */
export interface QueuedProposal {
  readonly id: string
  readonly title: string
  readonly invitedAt: Date
  readonly hasSubmitted: boolean
}

const OPEN = `
    FROM pilot p
   WHERE p.program_id = $1 AND p.state = 'proposed'
     AND ($3::text IS NULL OR p.title ILIKE $3)
     AND ($4::uuid IS NULL OR p.journey_id = $4)
     AND CASE $5::text
           WHEN 'open' THEN p.scoring_closed_at IS NULL
           WHEN 'closed' THEN p.scoring_closed_at IS NOT NULL
           WHEN 'mine' THEN p.scoring_closed_at IS NULL
            AND EXISTS (SELECT FROM rater_invitation i WHERE i.pilot_id = p.id AND i.account_id = $2)
            AND NOT EXISTS (SELECT FROM score s WHERE s.pilot_id = p.id AND s.rater_id = $2)
           ELSE true
         END`

/** The questions of the prioritise page: a fixed number of them, each over one index, whatever the number of pilots. */
export class MatrixStore {
  constructor(private readonly tx: Transaction) {}

  /** At most `MOST_DRAWN` open proposals, those that were submitted last. */
  proposals(programId: string, accountId: string, filter: MatrixFilter): Promise<OpenProposal[]> {
    return this.tx.query<OpenProposal[]>(
      `WITH open AS (
         SELECT p.id, p.number, p.title, p.journey_id, p.proposer_id, p.scoring_closed_at, p.state_since
         ${OPEN}
          ORDER BY p.state_since DESC, p.id LIMIT ${MOST_DRAWN})
       SELECT o.id, o.number, o.title, j.name AS journey, o.scoring_closed_at AS "scoringClosedAt",
              s.impact, s.complexity, s."impactLowest", s."impactHighest", s."complexityLowest", s."complexityHighest",
              s.raters, s.submitted, i.invited, i."isInvited", s."hasSubmitted"
         FROM open o
         LEFT JOIN journey j ON j.id = o.journey_id
         CROSS JOIN LATERAL (
           SELECT avg(impact) FILTER (WHERE counts) AS impact, avg(complexity) FILTER (WHERE counts) AS complexity,
                  min(impact) FILTER (WHERE counts) AS "impactLowest", max(impact) FILTER (WHERE counts) AS "impactHighest",
                  min(complexity) FILTER (WHERE counts) AS "complexityLowest",
                  max(complexity) FILTER (WHERE counts) AS "complexityHighest",
                  (count(*) FILTER (WHERE counts))::int AS raters, count(*)::int AS submitted,
                  coalesce(bool_or(rater_id = $2), false) AS "hasSubmitted"
             FROM (SELECT impact, complexity, rater_id, rater_id <> o.proposer_id AS counts
                     FROM score WHERE pilot_id = o.id AND round = 1) AS given) s
         CROSS JOIN LATERAL (
           SELECT count(*)::int AS invited, coalesce(bool_or(account_id = $2), false) AS "isInvited"
             FROM rater_invitation WHERE pilot_id = o.id) i
        ORDER BY o.state_since DESC, o.id`,
      [programId, accountId, ...bound(filter)],
    )
  }

  /** How many there are, drawn or not. */
  async count(programId: string, accountId: string, filter: MatrixFilter): Promise<number> {
    const [row] = await this.tx.query<{ total: number }[]>(
      `SELECT count(*)::int AS total ${OPEN} AND $2::uuid IS NOT NULL`,
      [programId, accountId, ...bound(filter)],
    )
    return row?.total ?? 0
  }

  /** What this person is asked to score in the program while it is open, done or not; the longest waiting first. */
  queue(programId: string, accountId: string): Promise<QueuedProposal[]> {
    return this.tx.query<QueuedProposal[]>(
      `SELECT p.id, p.title, i.invited_at AS "invitedAt", s.id IS NOT NULL AS "hasSubmitted"
         FROM rater_invitation i
         JOIN pilot p ON p.id = i.pilot_id
         LEFT JOIN score s ON s.pilot_id = p.id AND s.rater_id = i.account_id AND s.round = 1
        WHERE i.account_id = $2 AND p.program_id = $1 AND p.state = 'proposed' AND p.scoring_closed_at IS NULL
        ORDER BY i.invited_at, p.id LIMIT ${MOST_DRAWN}`,
      [programId, accountId],
    )
  }

  journeys(programId: string): Promise<{ id: string; name: string }[]> {
    return this.tx.query('SELECT id, name FROM journey WHERE program_id = $1 ORDER BY name', [programId])
  }

  async program(programId: string): Promise<{ id: string; ratersNeeded: number; locale: string } | null> {
    const [program = null] = await this.tx.query<{ id: string; ratersNeeded: number; locale: string }[]>(
      'SELECT id, raters_needed AS "ratersNeeded", locale FROM program WHERE id = $1',
      [programId],
    )
    return program
  }
}

const bound = ({ search, journeyId, show }: MatrixFilter) => [search === null ? null : containing(search), journeyId, show]

/** A text as it is, for ILIKE. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`
