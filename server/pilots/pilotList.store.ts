import type { MetricKind } from '../metrics/metric.entity'
import type { Transaction } from '../platform/database/database'
import { PILOT_STATES, type PilotState } from './pilot.entity'
import { stuckSince } from './stuck.rules'

export const PILOT_SORTS = ['newest', 'title', 'state', 'since', 'ends'] as const
export type PilotSort = (typeof PILOT_SORTS)[number]

/** What a list of pilots is narrowed to; null means any. */
export interface PilotFilter {
  /** Words of the title or of the change; each typed word must begin a word there. */
  readonly q: string | null
  /** States, and `paused` for running pilots that are; empty for all. */
  readonly states: readonly (PilotState | 'paused')[]
  readonly ownerId: string | null
  readonly sponsorId: string | null
  readonly journeyId: string | null
  /** A department that the segment touches, or that somebody on the team comes from. */
  readonly departmentId: string | null
  /** Pilots that this account proposed, owns, works on or sponsors. */
  readonly mine: string | null
  /** Pilots that are too long in one state at this moment. */
  readonly stuckAt: Date | null
}

export const NO_FILTER: PilotFilter = {
  q: null,
  states: [],
  ownerId: null,
  sponsorId: null,
  journeyId: null,
  departmentId: null,
  mine: null,
  stuckAt: null,
}

export interface PilotOrder {
  readonly sort: PilotSort
  readonly isDescending: boolean
}

/** One line of a list, ready for its view. */
export interface PilotRow {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly state: PilotState
  readonly pausedAt: Date | null
  readonly stateSince: Date
  readonly endsOn: string | null
  readonly owner: string | null
  readonly sponsor: string | null
  readonly journey: string | null
}

/** One line of the export. */
export interface PilotExportRow extends PilotRow {
  readonly journeyVersion: number | null
  readonly change: string
  readonly forWhom: string
  readonly expectedEffect: string
  readonly because: string
  readonly metric: string | null
  readonly metricKind: MetricKind | null
  readonly smallestEffect: number | null
  readonly startsOn: string | null
  readonly budgetCents: number | null
  readonly budgetSource: string
  readonly segment: string | null
  readonly team: string | null
}

/** What the filters offer. */
export interface PilotFilterChoices {
  readonly people: readonly { readonly id: string; readonly name: string; readonly isSponsor: boolean }[]
  readonly journeys: readonly { readonly id: string; readonly name: string }[]
  readonly departments: readonly { readonly id: string; readonly name: string }[]
}

/** The states in the order of a pilot's life, as the list sorts them. */
const STATE_ORDER = `CASE p.state ${PILOT_STATES.map((state, at) => `WHEN '${state}' THEN ${at}`).join(' ')} END`

const ORDER_BY: Readonly<Record<PilotSort, string>> = {
  newest: 'p.number',
  title: 'p.title',
  state: STATE_ORDER,
  since: 'p.state_since',
  ends: 'p.ends_on',
}

export class PilotListStore {
  constructor(private readonly tx: Transaction) {}

  /** Picks the pilots of one page by index first, and only then looks up the names that they show. */
  page(
    programId: string,
    filter: PilotFilter,
    order: PilotOrder,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<PilotRow[]> {
    const { where, values } = narrowed(programId, filter)
    const orderBy = ordered(order)
    return this.tx.query<PilotRow[]>(
      `SELECT p.id, p.number, p.title, p.state, p.paused_at AS "pausedAt", p.state_since AS "stateSince", p.ends_on AS "endsOn",
              o.name AS owner, s.name AS sponsor, j.name AS journey
         FROM (SELECT p.* FROM pilot p WHERE ${where} ORDER BY ${orderBy}
               LIMIT $${values.length + 1} OFFSET $${values.length + 2}) p
         LEFT JOIN account o ON o.id = p.owner_id
         LEFT JOIN account s ON s.id = p.sponsor_id
         LEFT JOIN journey j ON j.id = p.journey_id
        ORDER BY ${orderBy}`,
      [...values, limit, offset],
    )
  }

  async count(programId: string, filter: PilotFilter): Promise<number> {
    const { where, values } = narrowed(programId, filter)
    const [row] = await this.tx.query<{ total: number }[]>(
      `SELECT count(*)::int AS total FROM pilot p WHERE ${where}`,
      values,
    )
    return row?.total ?? 0
  }

  /** The next pilots after a number, oldest first: an export reads the whole list in pieces of constant size. */
  exportAfter(programId: string, filter: PilotFilter, after: number, limit: number): Promise<PilotExportRow[]> {
    const { where, values } = narrowed(programId, filter)
    return this.tx.query<PilotExportRow[]>(
      `SELECT p.id, p.number, p.title, p.state, p.paused_at AS "pausedAt", p.state_since AS "stateSince", p.ends_on AS "endsOn",
              o.name AS owner, s.name AS sponsor, j.name AS journey, p.journey_version AS "journeyVersion",
              p.change, p.for_whom AS "forWhom", p.expected_effect AS "expectedEffect", p.because,
              m.name AS metric, m.kind AS "metricKind", p.smallest_effect AS "smallestEffect", p.starts_on AS "startsOn",
              p.budget_cents::float8 AS "budgetCents", p.budget_source AS "budgetSource",
              (SELECT string_agg(coalesce(st.name, f.name || ' → ' || t.name), '; ' ORDER BY coalesce(st.position, f.position))
                 FROM pilot_segment sg
                 LEFT JOIN stage st ON st.journey_version_id = v.id AND st.key = sg.key
                 LEFT JOIN (handoff h JOIN stage f ON f.id = h.from_stage_id JOIN stage t ON t.id = h.to_stage_id)
                        ON h.journey_version_id = v.id AND h.key = sg.key
                WHERE sg.pilot_id = p.id) AS segment,
              (SELECT string_agg(a.name, '; ' ORDER BY lower(a.name))
                 FROM pilot_team_member tm JOIN account a ON a.id = tm.account_id WHERE tm.pilot_id = p.id) AS team
         FROM (SELECT p.* FROM pilot p WHERE ${where} AND p.number > $${values.length + 1}
                ORDER BY p.number LIMIT $${values.length + 2}) p
         LEFT JOIN account o ON o.id = p.owner_id
         LEFT JOIN account s ON s.id = p.sponsor_id
         LEFT JOIN journey j ON j.id = p.journey_id
         LEFT JOIN journey_version v ON v.journey_id = p.journey_id AND v.number = p.journey_version
         LEFT JOIN metric m ON m.id = p.metric_id
        ORDER BY p.number`,
      [...values, after, limit],
    )
  }

  async filterChoices(programId: string): Promise<PilotFilterChoices> {
    const [choices] = await this.tx.query<PilotFilterChoices[]>(
      `SELECT (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'isSponsor', 'sponsor' = ANY (m.roles))
                        ORDER BY lower(a.name), a.id), '[]')
                 FROM membership m JOIN account a ON a.id = m.account_id WHERE m.program_id = $1) AS people,
              (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY lower(name)), '[]')
                 FROM journey WHERE program_id = $1) AS journeys,
              (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY lower(name)), '[]')
                 FROM department WHERE program_id = $1) AS departments`,
      [programId],
    )
    return choices ?? { people: [], journeys: [], departments: [] }
  }
}

function ordered({ sort, isDescending }: PilotOrder): string {
  const direction = isDescending ? 'DESC' : 'ASC'
  // said only where a null can be: an index serves an order only when both put nulls at the same end
  const nulls = sort === 'ends' && isDescending ? ' NULLS LAST' : ''
  const first = `${ORDER_BY[sort]} ${direction}${nulls}`
  return sort === 'newest' ? first : `${first}, p.number ${direction}`
}

/** On `pilot p`: too long in a state; a rollout takes the time it takes. `before` is a parameter's name, such as $2. */
export const whereWaitsLong = (before: string): string =>
  `p.state_since < ${before}::timestamptz AND p.state IN ('draft', 'proposed', 'approved', 'concluded')`

/** On `pilot p`: running past its planned end; until then it is where it belongs. */
export const whereRunsOver = (before: string, today: string): string =>
  `p.state = 'running' AND p.state_since < ${before}::timestamptz AND p.ends_on < ${today}::date`

/** On `pilot p`: either of the two. */
export const whereStuck = (before: string, today: string): string => `(${whereWaitsLong(before)} OR ${whereRunsOver(before, today)})`

/** The condition on `pilot p`, with its values numbered from $1. */
function narrowed(programId: string, filter: PilotFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [programId]
  const value = (given: unknown): string => `$${values.push(given)}`
  const conditions = ['p.program_id = $1']
  const words = searchedWords(filter.q)
  if (words !== null) {
    const hasWords = `to_tsvector('simple'::regconfig, p.title || ' ' || p.change) @@ to_tsquery('simple', ${value(words)})`
    const number = searchedNumber(filter.q)
    conditions.push(number === null ? hasWords : `(${hasWords} OR p.number = ${value(number)})`)
  }
  if (filter.states.length > 0) conditions.push(inStates(filter.states, value))
  if (filter.ownerId) conditions.push(`p.owner_id = ${value(filter.ownerId)}`)
  if (filter.sponsorId) conditions.push(`p.sponsor_id = ${value(filter.sponsorId)}`)
  if (filter.journeyId) conditions.push(`p.journey_id = ${value(filter.journeyId)}`)
  if (filter.departmentId) conditions.push(touchingDepartment(value(filter.departmentId)))
  if (filter.mine) {
    const me = value(filter.mine)
    conditions.push(`(${me} IN (p.owner_id, p.sponsor_id, p.proposer_id)
      OR p.id IN (SELECT t.pilot_id FROM pilot_team_member t WHERE t.account_id = ${me}))`)
  }
  if (filter.stuckAt) {
    const { before, today } = stuckSince(filter.stuckAt)
    conditions.push(whereStuck(value(before), value(today)))
  }
  return { where: conditions.join(' AND '), values }
}

function inStates(states: readonly (PilotState | 'paused')[], value: (given: unknown) => string): string {
  const plain = states.filter(state => state !== 'paused')
  const among = `p.state = ANY (${value(plain)})`
  const isPaused = `(p.state = 'running' AND p.paused_at IS NOT NULL)`
  if (states.includes('paused')) return `(${among} OR ${isPaused})`
  return `(${among} AND NOT ${isPaused})`
}

const touchingDepartment = (department: string): string => `p.id IN (
  SELECT s.pilot_id FROM pilot_segment s WHERE s.key IN (
    SELECT key FROM stage WHERE department_id = ${department}
    UNION SELECT h.key FROM handoff h JOIN stage e ON e.id IN (h.from_stage_id, h.to_stage_id) WHERE e.department_id = ${department})
  UNION SELECT t.pilot_id FROM pilot_team_member t JOIN membership m ON m.account_id = t.account_id
         WHERE m.program_id = $1 AND m.department_id = ${department}
  UNION SELECT o.id FROM pilot o JOIN membership m ON m.account_id = o.owner_id AND m.program_id = o.program_id
         WHERE o.program_id = $1 AND m.department_id = ${department})`

/** The number of a pilot as pages show it: "12", "No. 12", "Pilot 12". Null where more, or something else, was typed. */
export function searchedNumber(typed: string | null): number | null {
  const [, digits] = /^(?:pilot\s*)?(?:(?:no|nr)\.?|[#№])?\s*(\d{1,9})$/i.exec((typed ?? '').trim()) ?? []
  return digits === undefined ? null : Number(digits)
}

/** Typed words as a query that finds the beginnings of words: "pre vis" finds "pre-visit". Null when there is no word. */
export function searchedWords(typed: string | null): string | null {
  const words = (typed ?? '').match(/[\p{L}\p{N}]+/gu)
  return words ? words.map(word => `${word}:*`).join(' & ') : null
}
