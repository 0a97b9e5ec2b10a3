import type { FinanceStatus } from '../cases/caseLine.entity'
import type { CountedGroup } from '../findings/course.rules'
import type { MetricDirection, MetricKind } from '../metrics/metric.entity'
import type { Criterion } from '../pilots/criterion.rules'
import type { Decision } from '../pilots/pilotLife.rules'
import type { Transaction } from '../platform/database/database'
import type { Verdict } from '../plans/decisionRule.rules'
import type { EvidenceLevel } from '../programs/evidenceLevel'
import { BenefitReading } from './benefitReading.entity'
import { QualityReview } from './qualityReview.entity'

/** A recorded act: who, and when. */
export interface Act {
  readonly by: string
  readonly at: Date
}

export interface BaselineFacts {
  readonly units: number
  readonly imports: number
}

export interface DataFacts {
  readonly imports: number
  /** Of these, typed summaries, which hide what is missing or repeats. */
  readonly summaries: number
  /** With a value, of the metric that has most of them; a typed summary counts the units that it sums up. */
  readonly units: number
  readonly missing: number
  readonly duplicates: number
  /** When readings last came or went; null while there are none. */
  readonly changedAt: Date | null
  /** The last time that somebody looked at the checks. */
  readonly review: (Act & { readonly remark: string }) | null
}

/** The finding of the primary metric that a decision stands on. */
export interface PrimaryFinding {
  readonly id: string
  readonly number: number
  readonly metric: {
    readonly name: string
    readonly kind: MetricKind
    readonly unit: string
    readonly direction: MetricDirection
  }
  readonly verdict: Verdict
  readonly evidenceLevel: EvidenceLevel
  readonly evidenceReasons: unknown
  readonly firedAction: Decision
  readonly firedRule: unknown
  readonly sentence: string
  readonly estimate: number | null
  readonly intervalLower: number | null
  readonly intervalUpper: number | null
  /** The values without and with the change; absent where the data gave none. */
  readonly reference?: number | null
  readonly changed?: number | null
  readonly pValue: number | null
  readonly notEstimable: string | null
  readonly planHash: string
  readonly computedAt: Date
  /** Of the readings that it was worked out from. */
  readonly counts: readonly CountedGroup[]
}

export interface DecideRow {
  readonly evidenceBar: number
  readonly finding: PrimaryFinding | null
  /** By metric: its last final finding from after the pilot was concluded. */
  readonly foundAt: Readonly<Record<string, Date>>
  readonly dataChangedAt: Date | null
  readonly objections: number
  readonly openObjections: number
  readonly costLines: number
  readonly benefits: readonly { readonly name: string; readonly status: FinanceStatus }[]
  /** Who could agree as second: sponsors of the program who neither decide, nor proposed, nor work on the pilot. */
  readonly otherSponsors: readonly { readonly id: string; readonly name: string }[]
}

/** A benefit line beside what was read of it after the rollout. */
export interface BenefitRow {
  readonly id: string
  readonly name: string
  readonly status: FinanceStatus
  readonly financeFigureCents: number | null
  readonly reading: (Act & { readonly amountCents: number; readonly source: string }) | null
}

/** A gate that was passed, with its criteria as they stood then. */
export interface SignedPassage extends Act {
  readonly reason: string
  readonly criteria: readonly Criterion[]
}

const UNITS = `
  (SELECT coalesce(max(m.n), 0)::float8
     FROM (SELECT sum(c.n) AS n FROM reading_cell c JOIN reading_import i ON i.id = c.import_id
            WHERE i.pilot_id = $1 AND i.state = 'committed' GROUP BY c.metric_id) AS m)`

/**
 * What the criteria of the gates need to know beyond the pilot itself: one query a gate, whatever the pilot holds.
 * JSON keeps times as text, so each is made a Date again here.
 */
export class GateFactsStore {
  constructor(private readonly tx: Transaction) {}

  /** Committed readings of the primary metric from the baseline period. */
  async baseline(pilotId: string): Promise<BaselineFacts> {
    const [row] = await this.tx.query<BaselineFacts[]>(
      `SELECT coalesce(sum(c.n), 0)::float8 AS units, count(DISTINCT i.id)::int AS imports
         FROM pilot p
         JOIN reading_import i ON i.pilot_id = p.id AND i.state = 'committed'
         JOIN reading_cell c ON c.import_id = i.id AND c.metric_id = p.metric_id AND c.period = 'baseline'
        WHERE p.id = $1`,
      [pilotId],
    )
    return row ?? { units: 0, imports: 0 }
  }

  async readings(pilotId: string): Promise<DataFacts> {
    const [row] = await this.tx.query<DataFacts[]>(
      `SELECT d.imports, d.summaries, ${UNITS} AS units, d.missing, d.duplicates, d."changedAt",
              (SELECT json_build_object('by', a.name, 'at', r.at, 'remark', r.remark)
                 FROM quality_review r JOIN account a ON a.id = r.actor_id
                WHERE r.pilot_id = $1 ORDER BY r.at DESC LIMIT 1) AS review
         FROM (SELECT count(*) FILTER (WHERE state = 'committed')::int AS imports,
                      count(*) FILTER (WHERE state = 'committed' AND kind = 'summary')::int AS summaries,
                      coalesce(sum(missing_count) FILTER (WHERE state = 'committed'), 0)::float8 AS missing,
                      coalesce(sum(duplicate_count) FILTER (WHERE state = 'committed'), 0)::float8 AS duplicates,
                      max(greatest(committed_at, undone_at)) AS "changedAt"
                 FROM reading_import WHERE pilot_id = $1 AND state IN ('committed', 'undone')) d`,
      [pilotId],
    )
    if (!row) throw new Error('An aggregate without a row.')
    return { ...row, review: row.review && { ...row.review, at: new Date(row.review.at) } }
  }

  async decide(pilotId: string): Promise<DecideRow> {
    const [row] = await this.tx.query<DecideRow[]>(DECIDE, [pilotId])
    if (!row) throw new Error('A pilot that was just read is gone.')
    return {
      ...row,
      finding: row.finding && { ...row.finding, computedAt: new Date(row.finding.computedAt) },
      foundAt: Object.fromEntries(Object.entries(row.foundAt).map(([metric, at]) => [metric, new Date(at)])),
    }
  }

  /** The last look that somebody took at the checks. */
  lastReview(pilotId: string): Promise<QualityReview | null> {
    return this.tx.findOne(QualityReview, { where: { pilotId }, order: { at: 'DESC' } })
  }

  async addReview(review: Omit<QualityReview, 'id'>): Promise<void> {
    await this.tx.insert(QualityReview, review)
  }

  lastBenefitReading(caseLineId: string): Promise<BenefitReading | null> {
    return this.tx.findOne(BenefitReading, { where: { caseLineId }, order: { at: 'DESC', id: 'ASC' } })
  }

  async addBenefitReading(reading: Omit<BenefitReading, 'id'>): Promise<void> {
    await this.tx.insert(BenefitReading, reading)
  }

  async benefits(pilotId: string): Promise<BenefitRow[]> {
    const rows = await this.tx.query<BenefitRow[]>(
      `SELECT l.id, l.name, l.finance_status AS status, l.finance_figure_cents::float8 AS "financeFigureCents",
              (SELECT json_build_object('amountCents', b.amount_cents, 'source', b.source, 'by', a.name, 'at', b.at)
                 FROM benefit_reading b JOIN account a ON a.id = b.actor_id
                WHERE b.case_line_id = l.id ORDER BY b.at DESC, b.id LIMIT 1) AS reading
         FROM case_line l WHERE l.pilot_id = $1 AND l.kind = 'benefit'
        ORDER BY l.position, l.id`,
      [pilotId],
    )
    return rows.map(row => ({ ...row, reading: row.reading && { ...row.reading, at: new Date(row.reading.at) } }))
  }

  async lastPassage(pilotId: string, transition: string): Promise<SignedPassage | null> {
    const [row = null] = await this.tx.query<SignedPassage[]>(
      `SELECT a.name AS by, g.at, g.reason, g.criteria
         FROM gate_passage g JOIN account a ON a.id = g.actor_id
        WHERE g.pilot_id = $1 AND g.transition = $2
        ORDER BY g.at DESC, g.id LIMIT 1`,
      [pilotId, transition],
    )
    return row
  }

  /** Names of those who hold a role in the program. */
  async holders(programId: string, role: 'finance' | 'lead'): Promise<string[]> {
    const rows = await this.tx.query<{ name: string }[]>(
      `SELECT a.name FROM membership m JOIN account a ON a.id = m.account_id AND a.deactivated_at IS NULL
        WHERE m.program_id = $1 AND m.ended_at IS NULL AND $2 = ANY (m.roles) ORDER BY lower(a.name), a.id`,
      [programId, role],
    )
    return rows.map(({ name }) => name)
  }
}

const DECIDE = `
  SELECT g.evidence_bar AS "evidenceBar",
         (SELECT json_build_object('id', f.id, 'number', f.number, 'verdict', f.verdict,
                   'metric', json_build_object('name', m.name, 'kind', m.kind, 'unit', m.unit, 'direction', m.direction),
                   'evidenceLevel', f.evidence_level,
                   'evidenceReasons', f.evidence_reasons, 'firedAction', f.fired_action, 'firedRule', f.fired_rule,
                   'sentence', f.sentence, 'estimate', f.estimate, 'intervalLower', f.interval_lower,
                   'intervalUpper', f.interval_upper,
                   'reference', (f.result->'reference'->>'value')::float8, 'changed', (f.result->'changed'->>'value')::float8,
                   'pValue', f.p_value, 'notEstimable', f.not_estimable, 'planHash', f.plan_hash, 'computedAt', f.computed_at,
                   'counts', (SELECT coalesce(json_agg(json_build_object('arm', c->'arm', 'period', c->'period', 'n', c->'n')), '[]')
                                FROM jsonb_array_elements(f.inputs->'moments') c WHERE c->>'metricId' = f.metric_id::text))
            FROM finding f JOIN metric m ON m.id = f.metric_id
           WHERE f.pilot_id = p.id AND f.role = 'primary' AND f.is_final AND f.computed_at >= p.concluded_at
           ORDER BY f.computed_at DESC, f.number DESC LIMIT 1) AS finding,
         (SELECT coalesce(json_object_agg(l."metricId", l.at), '{}')
            FROM (SELECT f.metric_id AS "metricId", max(f.computed_at) AS at FROM finding f
                   WHERE f.pilot_id = p.id AND f.is_final AND f.computed_at >= p.concluded_at
                   GROUP BY f.metric_id) l) AS "foundAt",
         (SELECT max(greatest(i.committed_at, i.undone_at)) FROM reading_import i
           WHERE i.pilot_id = p.id AND i.state IN ('committed', 'undone')) AS "dataChangedAt",
         (SELECT count(*)::int FROM objection o WHERE o.pilot_id = p.id AND o.withdrawn_at IS NULL) AS objections,
         (SELECT count(*)::int FROM objection o
           WHERE o.pilot_id = p.id AND o.withdrawn_at IS NULL AND o.answer IS NULL) AS "openObjections",
         (SELECT count(*)::int FROM case_line c
           WHERE c.pilot_id = p.id AND c.kind IN ('oneOffCost', 'runningCost')) AS "costLines",
         (SELECT coalesce(json_agg(json_build_object('name', c.name, 'status', c.finance_status) ORDER BY c.position, c.id), '[]')
            FROM case_line c WHERE c.pilot_id = p.id AND c.kind = 'benefit') AS benefits,
         (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name) ORDER BY lower(a.name), a.id), '[]')
            FROM membership s JOIN account a ON a.id = s.account_id AND a.deactivated_at IS NULL
           WHERE s.program_id = p.program_id AND s.ended_at IS NULL AND 'sponsor' = ANY (s.roles)
             AND a.id IS DISTINCT FROM p.sponsor_id AND a.id <> p.proposer_id AND a.id IS DISTINCT FROM p.owner_id
             AND NOT EXISTS (SELECT FROM pilot_team_member t WHERE t.pilot_id = p.id AND t.account_id = a.id)
         ) AS "otherSponsors"
    FROM pilot p JOIN program g ON g.id = p.program_id
   WHERE p.id = $1`
