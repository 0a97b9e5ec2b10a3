import { MetricStore } from '../metrics/metric.store'
import type { Transaction } from '../platform/database/database'
import type { PilotSegmentKind } from './pilotSegment.entity'
import { PilotTeamStore } from './pilotTeam.store'
import type { ProposalChoices } from './proposal.rules'

/** A journey with the stages and handoffs that a pilot may choose from. */
export interface JourneyChoice {
  readonly id: string
  readonly name: string
  /** The version that the parts belong to. */
  readonly version: number
  readonly latestVersion: number
  readonly customerSegment: string
  readonly parts: readonly PartChoice[]
}

/** A journey in the version that a pilot was planned on. */
export interface PinnedJourney {
  readonly journeyId: string
  readonly version: number
}

export interface PartChoice {
  readonly key: string
  readonly kind: PilotSegmentKind
  readonly label: string
  readonly departments: readonly string[]
}

/** Whom and what a proposal may name, in three queries. */
export class ProposalChoiceStore {
  constructor(private readonly tx: Transaction) {}

  async ofProgram(programId: string, pinned?: PinnedJourney): Promise<ProposalChoices> {
    return {
      colleagues: await new PilotTeamStore(this.tx).colleagues(programId),
      metrics: await new MetricStore(this.tx).ofProgram(programId),
      journeys: await this.journeys(programId, pinned),
    }
  }

  /**
   * Every journey of the program in its latest version, by name; stages and the handoffs after them in their order.
   *
   * @param pinned  a journey to show in another version
   */
  journeys(programId: string, pinned?: PinnedJourney): Promise<JourneyChoice[]> {
    return this.tx.query<JourneyChoice[]>(
      `SELECT j.id, j.name, v.number AS version, j.latest_version AS "latestVersion", v.customer_segment AS "customerSegment",
              coalesce((
                SELECT json_agg(json_build_object('key', part.key, 'kind', part.kind, 'label', part.label,
                                                  'departments', part.departments) ORDER BY part.position, part.kind DESC)
                  FROM (SELECT s.key, 'stage' AS kind, s.name AS label, s.position, array_remove(ARRAY[d.name], NULL) AS departments
                          FROM stage s LEFT JOIN department d ON d.id = s.department_id
                         WHERE s.journey_version_id = v.id
                         UNION ALL
                        SELECT h.key, 'handoff', f.name || ' → ' || t.name, f.position,
                               array_remove(ARRAY[df.name, nullif(dt.name, df.name)], NULL)
                          FROM handoff h
                          JOIN stage f ON f.id = h.from_stage_id
                          JOIN stage t ON t.id = h.to_stage_id
                          LEFT JOIN department df ON df.id = f.department_id
                          LEFT JOIN department dt ON dt.id = t.department_id
                         WHERE h.journey_version_id = v.id) part), '[]') AS parts
         FROM journey j
         JOIN journey_version v ON v.journey_id = j.id
          AND v.number = CASE WHEN j.id = $2 THEN $3 ELSE j.latest_version END
        WHERE j.program_id = $1
        ORDER BY lower(j.name), j.id`,
      [programId, pinned?.journeyId ?? null, pinned?.version ?? null],
    )
  }
}
