import type { MetricDirection, MetricKind } from '../metrics/metric.entity'
import type { Transaction } from '../platform/database/database'
import { Missing } from '../platform/errors'
import type { PersonFact } from './gateCriteria.rules'
import { Pilot, type PilotState } from './pilot.entity'
import type { PilotSegmentKind } from './pilotSegment.entity'

/** A stage or handoff that a pilot works on, as its journey version names it. */
export interface SegmentPart {
  readonly key: string
  readonly kind: PilotSegmentKind
  /** "Install", "Order → Install"; null when the pilot's journey version no longer holds it. */
  readonly label: string | null
  readonly departments: readonly string[]
}

/** One pilot with the names of everything it points to. */
export interface PilotSheet {
  readonly pilot: Pilot
  readonly program: {
    readonly id: string
    readonly name: string
    readonly vision: string
    readonly locale: string
    readonly currency: string
    readonly timeZone: string
  }
  readonly proposer: PersonFact
  readonly owner: PersonFact | null
  readonly sponsor: (PersonFact & { readonly hasRole: boolean }) | null
  readonly team: readonly PersonFact[]
  readonly journey: {
    readonly id: string
    readonly name: string
    readonly version: number
    readonly latestVersion: number
    readonly customerSegment: string
  } | null
  readonly segment: readonly SegmentPart[]
  readonly metric: {
    readonly id: string
    readonly name: string
    readonly kind: MetricKind
    readonly unit: string
    readonly direction: MetricDirection
  } | null
  /** Where it comes from, and what came of it. */
  readonly parent: RelatedPilot | null
  readonly followUps: readonly RelatedPilot[]
}

export interface RelatedPilot {
  readonly id: string
  readonly title: string
  readonly state: PilotState
}

/** Reads one pilot with everything that its pages name, in two queries whatever its size. */
export class PilotSheetStore {
  constructor(private readonly tx: Transaction) {}

  async ofPilot(pilotId: string): Promise<PilotSheet> {
    const pilot = await this.tx.findOneBy(Pilot, { id: pilotId })
    const [sheet] = await this.tx.query<Omit<PilotSheet, 'pilot'>[]>(SHEET, [pilotId])
    if (!pilot || !sheet) throw new Missing()
    return { pilot, ...sheet }
  }
}

const person = (account: string): string => `(
  SELECT json_build_object('id', a.id, 'name', a.name, 'department', d.name, 'isActive',
           a.deactivated_at IS NULL AND m.id IS NOT NULL AND m.ended_at IS NULL,
           'hasRole', coalesce('sponsor' = ANY (m.roles), false))
    FROM account a
    LEFT JOIN membership m ON m.account_id = a.id AND m.program_id = p.program_id
    LEFT JOIN department d ON d.id = m.department_id
   WHERE a.id = ${account})`

const related = `json_build_object('id', r.id, 'title', r.title, 'state', r.state)`

const SHEET = `
  SELECT json_build_object('id', g.id, 'name', g.name, 'vision', g.vision, 'locale', g.locale, 'currency', g.currency,
           'timeZone', g.time_zone) AS program,
         ${person('p.proposer_id')} AS proposer,
         ${person('p.owner_id')} AS owner,
         ${person('p.sponsor_id')} AS sponsor,
         (SELECT coalesce(json_agg(${person('t.account_id')} ORDER BY lower(ta.name), ta.id), '[]')
            FROM pilot_team_member t JOIN account ta ON ta.id = t.account_id WHERE t.pilot_id = p.id) AS team,
         (SELECT json_build_object('id', j.id, 'name', j.name, 'version', v.number, 'latestVersion', j.latest_version,
                   'customerSegment', v.customer_segment) FROM journey j WHERE j.id = v.journey_id) AS journey,
         (SELECT coalesce(json_agg(json_build_object('key', s.key, 'kind', s.kind,
                   'label', coalesce(st.name, f.name || ' → ' || t.name),
                   'departments', array_remove(ARRAY[ds.name, df.name, nullif(dt.name, df.name)], NULL))
                   ORDER BY coalesce(st.position, f.position), s.kind DESC, s.key), '[]')
            FROM pilot_segment s
            LEFT JOIN (stage st LEFT JOIN department ds ON ds.id = st.department_id)
                   ON st.journey_version_id = v.id AND st.key = s.key
            LEFT JOIN (handoff h JOIN stage f ON f.id = h.from_stage_id JOIN stage t ON t.id = h.to_stage_id
                       LEFT JOIN department df ON df.id = f.department_id
                       LEFT JOIN department dt ON dt.id = t.department_id)
                   ON h.journey_version_id = v.id AND h.key = s.key
           WHERE s.pilot_id = p.id) AS segment,
         (SELECT json_build_object('id', m.id, 'name', m.name, 'kind', m.kind, 'unit', m.unit, 'direction', m.direction)
            FROM metric m WHERE m.id = p.metric_id) AS metric,
         (SELECT ${related} FROM pilot r WHERE r.id = p.parent_id) AS parent,
         (SELECT coalesce(json_agg(${related} ORDER BY r.number), '[]') FROM pilot r WHERE r.parent_id = p.id) AS "followUps"
    FROM pilot p
    JOIN program g ON g.id = p.program_id
    LEFT JOIN journey_version v ON v.journey_id = p.journey_id AND v.number = p.journey_version
   WHERE p.id = $1`
