import type { PilotState } from '../pilots/pilot.entity'
import { whereRunsOver, whereStuck, whereWaitsLong } from '../pilots/pilotList.store'
import { stuckSince } from '../pilots/stuck.rules'
import type { FeasibilityTerms } from '../plans/feasibility.rules'
import type { MetricFacts } from '../plans/planContent.rules'
import type { Transaction } from '../platform/database/database'
import { Missing } from '../platform/errors'
import type { Verdict } from '../plans/decisionRule.rules'

/** A program with the standing of its pilots. */
export interface ProgramStanding {
  readonly id: string
  readonly name: string
  readonly vision: string
  readonly timeZone: string
  readonly locale: string
  readonly states: Readonly<Partial<Record<PilotState, number>>>
  readonly stuck: number
  /** Since when the one that is stuck longest has been in its state; null while none is. */
  readonly stuckSince: Date | null
  /** How many final decisions fell in each of the last months, the present one last. */
  readonly momentum: readonly { readonly month: string; readonly decided: number }[]
  /** What a pilot needs before it can be proposed with its segment and its measure. */
  readonly hasJourney: boolean
  readonly hasMetric: boolean
}

interface PilotRef {
  readonly id: string
  readonly title: string
  readonly since: Date
}

/** What the selection's own rule works out from a pilot: whether its plan has said what the design can show. */
export interface Planned {
  /** Null while there is no plan. */
  readonly terms: FeasibilityTerms | null
  /** The primary metric; null while none is chosen. */
  readonly metric: MetricFacts | null
  readonly arrivalsPerWeek: number | null
}

/** A pilot that the person owns or works on, with what decides its next single step. */
export interface MyPilot extends PilotRef, Planned {
  readonly state: PilotState
  readonly pausedAt: Date | null
  readonly endsOn: string | null
  readonly isOwner: boolean
  readonly isPlanLocked: boolean
  readonly hasBaseline: boolean
  readonly lastReadingAt: Date | null
  readonly isDelivered: boolean
  readonly hasFinding: boolean
  readonly firedAction: string | null
  readonly caseLines: number
}

/** A proposal that its sponsor can select, if the gate's rule says so. */
export interface ToSelect extends PilotRef, Planned {
  readonly raters: number
  readonly ratersNeeded: number
  readonly closedAt: Date
}

export interface ToDecide extends PilotRef {
  readonly verdict: Verdict
  readonly evidenceLevel: number
  /** While one is open, the gate does not let anybody decide. */
  readonly openObjections: number
  /** The last decision, where a second sponsor refused it. */
  readonly refused: { readonly by: string; readonly choice: string } | null
}

/** What waits for one person in one program; every list is cut to a number that a page can hold. */
export interface Needs {
  readonly mine: readonly MyPilot[]
  /** Scored proposals with a plan that says enough; the gate's rule, and not this list, says which of them can be selected. */
  readonly toSelect: readonly ToSelect[]
  readonly toDecide: readonly ToDecide[]
  readonly toSecond: readonly (PilotRef & { readonly choice: string; readonly by: string; readonly openObjections: number })[]
  readonly toSign: readonly (PilotRef & { readonly lines: number })[]
  readonly toConfirm: readonly PilotRef[]
  readonly toAnswer: readonly (PilotRef & { readonly author: string })[]
  /** Proposals that nobody was asked to score. */
  readonly toInvite: readonly PilotRef[]
  readonly toClose: readonly (PilotRef & { readonly raters: number })[]
  readonly toHandOver: readonly (PilotRef & { readonly owner: string })[]
  readonly stuck: readonly (PilotRef & { readonly state: PilotState })[]
  readonly toScore: { readonly open: number; readonly scored: number; readonly first: string | null }
}

/** Who asks, and what the permission table lets that person do in the program. */
export interface Asker {
  readonly programId: string
  readonly accountId: string
  readonly mayLead: boolean
  readonly maySponsor: boolean
  readonly mayFinance: boolean
  readonly now: Date
}

/** Everything on Home in two queries, however many pilots there are. */
export class HomeStore {
  constructor(private readonly tx: Transaction) {}

  async program(programId: string, now: Date): Promise<ProgramStanding> {
    const [row] = await this.tx.query<ProgramStanding[]>(
      `SELECT g.id, g.name, g.vision, g.time_zone AS "timeZone", g.locale, coalesce(c.states, '{}') AS states,
              (w.stuck + r.stuck)::int AS stuck, least(w.since, r.since) AS "stuckSince",
              m.momentum, EXISTS (SELECT FROM journey j WHERE j.program_id = g.id) AS "hasJourney",
              EXISTS (SELECT FROM metric k WHERE k.program_id = g.id) AS "hasMetric"
         FROM program g,
         LATERAL (SELECT json_object_agg(s.state, s.count) AS states
                    FROM (SELECT p.state, count(*)::int AS count
                            FROM pilot p WHERE p.program_id = g.id GROUP BY p.state) s) c,
         LATERAL (SELECT count(*) AS stuck, min(p.state_since) AS since
                    FROM pilot p WHERE p.program_id = g.id AND ${WAITS_LONG}) w,
         LATERAL (SELECT count(*) AS stuck, min(p.state_since) AS since
                    FROM pilot p WHERE p.program_id = g.id AND ${RUNS_OVER}) r,
         LATERAL (${MOMENTUM}) m
        WHERE g.id = $1`,
      [programId, ...stuckParameters(now), now, MOMENTUM_MONTHS],
    )
    if (!row) throw new Missing()
    return row
  }

  async needs({ programId, accountId, mayLead, maySponsor, mayFinance, now }: Asker): Promise<Needs> {
    const [row] = await this.tx.query<Needs[]>(NEEDS, [programId, ...stuckParameters(now), accountId, mayLead, maySponsor, mayFinance])
    if (!row) throw new Error('A row of lists is always there.')
    return revived(row)
  }
}

/** The decisions of so many months show whether the program moves. */
const MOMENTUM_MONTHS = 6

const MOMENTUM = `
  SELECT json_agg(json_build_object('month', to_char(s.start, 'YYYY-MM'), 'decided', coalesce(d.decided, 0)) ORDER BY s.start) AS momentum
    FROM (SELECT date_trunc('month', $4::timestamptz AT TIME ZONE g.time_zone) - make_interval(months => n) AS start
            FROM generate_series(0, $5::int - 1) AS n) s
    LEFT JOIN (SELECT date_trunc('month', d.decided_at AT TIME ZONE g.time_zone) AS start, count(*)::int AS decided
                 FROM decision d JOIN pilot p ON p.id = d.pilot_id
                WHERE p.program_id = g.id AND d.state = 'final' AND d.decided_at >= $4::timestamptz - make_interval(months => $5::int)
                GROUP BY 1) d ON d.start = s.start`

const WAITS_LONG = whereWaitsLong('$2')
const RUNS_OVER = whereRunsOver('$2', '$3')
const STUCK = whereStuck('$2', '$3')

const stuckParameters = (now: Date): [Date, string] => {
  const { before, today } = stuckSince(now)
  return [before, today]
}

const list = (columns: string, from: string, order: string, limit = 10): string => `
  (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (SELECT ${columns} FROM ${from} ORDER BY ${order} LIMIT ${limit}) r)`

const REF = 'p.id, p.title, p.state_since AS since'
const ON_ITS_WAY = `p.state IN ('draft', 'proposed', 'approved', 'running', 'concluded')`
const WORKS_ON_IT = `(p.owner_id = $4 OR EXISTS (SELECT FROM pilot_team_member t WHERE t.pilot_id = p.id AND t.account_id = $4))`

const OPEN_OBJECTIONS = `(SELECT count(*)::int FROM objection o
   WHERE o.pilot_id = p.id AND o.answer IS NULL AND o.withdrawn_at IS NULL) AS "openObjections"`

const REFUSED = `(SELECT CASE WHEN d.state = 'refused' AND d.decided_at >= p.concluded_at
          THEN json_build_object('by', a.name, 'choice', d.choice) END
     FROM decision d LEFT JOIN account a ON a.id = d.second_sponsor_id
    WHERE d.pilot_id = p.id ORDER BY d.number DESC LIMIT 1) AS refused`

/** The finding that a concluded pilot is decided on. */
const FINDING = `LATERAL (SELECT f.verdict, f.evidence_level, f.fired_action FROM finding f
   WHERE f.pilot_id = p.id AND f.role = 'primary' AND f.is_final AND f.computed_at >= p.concluded_at
   ORDER BY f.computed_at DESC, f.number DESC LIMIT 1) f`

/** What stands of a term: by the last amendment, where there is one, else by the plan. No JSON is made where none is kept. */
const term = (name: string, column: string, type: 'text' | 'int' | 'float8'): string =>
  `CASE WHEN last.content IS NULL THEN w.${column} ELSE (last.content->>'${name}')::${type} END AS "${name}"`

/** The plan of a pilot by the terms that stand. */
const PLAN = `LATERAL (SELECT w.id, w.locked_at, ${[
  term('design', 'design', 'text'),
  term('smallestEffect', 'smallest_effect', 'float8'),
  term('alpha', 'alpha', 'float8'),
  term('plannedPerArm', 'planned_per_arm', 'int'),
  term('baselineValue', 'baseline_value', 'float8'),
  term('baselineSd', 'baseline_sd', 'float8'),
  term('allocationTreatment', 'allocation_treatment', 'float8'),
].join(', ')}
   FROM plan w
   LEFT JOIN LATERAL (SELECT a.canonical::jsonb AS content FROM plan_amendment a
                       WHERE a.plan_id = w.id ORDER BY a.number DESC LIMIT 1) last ON true
   WHERE w.pilot_id = p.id) l`

/** The columns of `Planned`, from a pilot, its plan and its metric. */
const PLANNED = `
   CASE WHEN l.id IS NOT NULL THEN json_build_object('design', l.design, 'smallestEffect', l."smallestEffect", 'alpha', l.alpha,
     'plannedPerArm', l."plannedPerArm", 'baselineValue', l."baselineValue", 'baselineSd', l."baselineSd",
     'allocationTreatment', l."allocationTreatment") END AS terms,
   CASE WHEN m.id IS NOT NULL THEN json_build_object('kind', m.kind, 'direction', m.direction) END AS metric,
   p.arrivals_per_week AS "arrivalsPerWeek"`

/** Raters who submitted, the proposer not counted. */
const RATERS = `LATERAL (SELECT count(*)::int AS raters FROM score s
   WHERE s.pilot_id = p.id AND s.round = 1 AND s.rater_id <> p.proposer_id) s`

/**
 * What the gate's rule asks for anyway, as far as a query can tell: enough raters, planned units, arrivals, and the terms that
 * a power is computed from, of a share that stays within its bounds. It leaves out nothing that the rule lets in, so that
 * proposals which are not ready never push out one that is.
 */
const MAY_BE_SELECTABLE = `s.raters >= g.raters_needed AND l."plannedPerArm" IS NOT NULL AND p.arrivals_per_week > 0
   AND CASE m.kind WHEN 'mean' THEN l."baselineSd" IS NOT NULL
         WHEN 'proportion' THEN CASE m.direction WHEN 'higher' THEN l."baselineValue" + l."smallestEffect"
           ELSE 1 - l."baselineValue" + l."smallestEffect" END < 1 + 1e-9
         ELSE false END`

/** Home names the first ten; the rule is asked of a few more, for what a query cannot tell. */
const MOST_TO_SELECT = 50

const MINE = list(
  `p.id, p.title, p.since, p.state, p."pausedAt", p."endsOn", p."isOwner", p."isDelivered",
   l.locked_at IS NOT NULL AS "isPlanLocked", ${PLANNED},
   EXISTS (SELECT FROM reading_import i
             JOIN reading_cell c ON c.import_id = i.id AND c.period = 'baseline' AND c.metric_id = p.metric_id AND c.n > 0
            WHERE i.pilot_id = p.id AND i.state = 'committed') AS "hasBaseline",
   (SELECT max(i.committed_at) FROM reading_import i WHERE i.pilot_id = p.id AND i.state = 'committed') AS "lastReadingAt",
   f.verdict IS NOT NULL AS "hasFinding", f.fired_action AS "firedAction",
   (SELECT count(*)::int FROM case_line c WHERE c.pilot_id = p.id) AS "caseLines"`,
  `(SELECT ${REF}, p.state, p.paused_at AS "pausedAt", p.ends_on AS "endsOn", p.owner_id = $4 AS "isOwner",
           p.share_delivered IS NOT NULL AS "isDelivered", p.concluded_at, p.metric_id, p.arrivals_per_week
      FROM pilot p
     WHERE p.program_id = $1 AND ${ON_ITS_WAY}
       AND p.id = ANY (ARRAY(SELECT o.id FROM pilot o WHERE o.owner_id = $4
                             UNION SELECT t.pilot_id FROM pilot_team_member t WHERE t.account_id = $4))
     ORDER BY p.state_since, p.id LIMIT 20) p
   LEFT JOIN ${PLAN} ON true
   LEFT JOIN metric m ON m.id = p.metric_id
   LEFT JOIN ${FINDING} ON true`,
  'p.since, p.id',
  20,
)

/** Fenced by OFFSET 0: the few who left are looked up by owner, instead of walking all pilots in their order. */
const LEFT_BEHIND = `SELECT * FROM pilot p
   WHERE p.owner_id = a.id AND p.program_id = $1 AND (${ON_ITS_WAY} OR p.state = 'scaling') OFFSET 0`

const NEEDS = `
  SELECT ${MINE} AS mine,
         ${list(
           `${REF}, p.scoring_closed_at AS "closedAt", s.raters, g.raters_needed AS "ratersNeeded",
            ${PLANNED}`,
           `pilot p JOIN program g ON g.id = p.program_id JOIN ${PLAN} ON true JOIN metric m ON m.id = p.metric_id,
            ${RATERS}
             WHERE p.sponsor_id = $4 AND p.state = 'proposed' AND p.program_id = $1 AND p.scoring_closed_at IS NOT NULL AND $6
               AND ${MAY_BE_SELECTABLE}`,
           'p.scoring_closed_at, p.id',
           MOST_TO_SELECT,
         )} AS "toSelect",
         ${list(
           `${REF}, f.verdict, f.evidence_level AS "evidenceLevel", ${OPEN_OBJECTIONS}, ${REFUSED}`,
           `pilot p JOIN ${FINDING} ON true
             WHERE p.sponsor_id = $4 AND p.state = 'concluded' AND p.program_id = $1 AND $6
               AND NOT EXISTS (SELECT FROM decision d WHERE d.pilot_id = p.id AND d.state = 'awaitingSecond' AND d.decided_by_id = p.sponsor_id)`,
           'p.state_since, p.id',
         )} AS "toDecide",
         ${list(
           `p.id, p.title, d.decided_at AS since, d.choice, a.name AS by, ${OPEN_OBJECTIONS}`,
           `decision d JOIN pilot p ON p.id = d.pilot_id JOIN account a ON a.id = d.decided_by_id
             WHERE $6 AND d.state = 'awaitingSecond' AND p.program_id = $1 AND d.decided_by_id = p.sponsor_id
               AND d.decided_by_id <> $4 AND p.proposer_id <> $4
               AND NOT ${WORKS_ON_IT}`,
           'd.decided_at, p.id',
         )} AS "toSecond",
         ${list(
           `${REF}, count(*)::int AS lines`,
           `pilot p JOIN case_line c ON c.pilot_id = p.id AND c.kind = 'benefit' AND c.finance_status = 'proposed'
             WHERE $7 AND p.program_id = $1 AND p.state = 'concluded'
               AND NOT EXISTS (SELECT FROM decision d WHERE d.pilot_id = p.id AND d.state = 'awaitingSecond') GROUP BY p.id`,
           'p.state_since, p.id',
         )} AS "toSign",
         ${list(REF, `pilot p WHERE $7 AND p.program_id = $1 AND p.state = 'scaling'`, 'p.state_since, p.id')} AS "toConfirm",
         ${list(
           'p.id, p.title, o.at AS since, a.name AS author',
           `objection o JOIN pilot p ON p.id = o.pilot_id JOIN account a ON a.id = o.author_id
             WHERE o.answer IS NULL AND o.withdrawn_at IS NULL AND p.program_id = $1 AND ${ON_ITS_WAY}
               AND o.author_id <> $4 AND ($5 OR ${WORKS_ON_IT})`,
           'o.at, o.id',
         )} AS "toAnswer",
         ${list(
           `${REF}, s.raters`,
           `pilot p JOIN program g ON g.id = p.program_id, ${RATERS}
             WHERE $5 AND p.program_id = $1 AND p.state = 'proposed' AND p.scoring_closed_at IS NULL
               AND s.raters >= g.raters_needed`,
           'p.state_since, p.id',
         )} AS "toClose",
         ${list(
           REF,
           `pilot p WHERE $5 AND p.program_id = $1 AND p.state = 'proposed' AND p.scoring_closed_at IS NULL
             AND NOT EXISTS (SELECT FROM rater_invitation i WHERE i.pilot_id = p.id)`,
           'p.state_since, p.id',
         )} AS "toInvite",
         ${list(
           `${REF}, a.name AS owner`,
           `(SELECT o.id, o.name FROM account o
               LEFT JOIN membership m ON m.program_id = $1 AND m.account_id = o.id AND m.ended_at IS NULL
              WHERE $5 AND (o.deactivated_at IS NOT NULL OR m.id IS NULL)) a
            JOIN LATERAL (${LEFT_BEHIND}) p ON true`,
           'p.number',
         )} AS "toHandOver",
         ${list(`${REF}, p.state`, `pilot p WHERE $5 AND p.program_id = $1 AND ${STUCK}`, 'p.state_since, p.id', 5)} AS stuck,
         (SELECT json_build_object('open', count(*) FILTER (WHERE NOT r.scored), 'scored', count(*) FILTER (WHERE r.scored),
                   'first', (array_agg(r.id ORDER BY r.at, r.id) FILTER (WHERE NOT r.scored))[1])
            FROM (SELECT p.id, i.invited_at AS at,
                         EXISTS (SELECT FROM score s WHERE s.pilot_id = p.id AND s.rater_id = $4) AS scored
                    FROM rater_invitation i JOIN pilot p ON p.id = i.pilot_id
                   WHERE i.account_id = $4 AND p.program_id = $1 AND p.state = 'proposed' AND p.scoring_closed_at IS NULL
                 ) r) AS "toScore"`

/** JSON keeps times as text. */
function revived(needs: Needs): Needs {
  const dated = <T extends PilotRef>(rows: readonly T[]): T[] => rows.map(row => ({ ...row, since: new Date(row.since) }))
  return {
    mine: dated(needs.mine).map(row => ({ ...row, lastReadingAt: row.lastReadingAt && new Date(row.lastReadingAt) })),
    toSelect: dated(needs.toSelect).map(row => ({ ...row, closedAt: new Date(row.closedAt) })),
    toDecide: dated(needs.toDecide),
    toSecond: dated(needs.toSecond),
    toSign: dated(needs.toSign),
    toConfirm: dated(needs.toConfirm),
    toAnswer: dated(needs.toAnswer),
    toInvite: dated(needs.toInvite),
    toClose: dated(needs.toClose),
    toHandOver: dated(needs.toHandOver),
    stuck: dated(needs.stuck),
    toScore: needs.toScore,
  }
}
