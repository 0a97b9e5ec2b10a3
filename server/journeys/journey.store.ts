import { brokenConstraint } from '../platform/database/brokenConstraint'
import type { Transaction } from '../platform/database/database'
import { Invalid, Missing } from '../platform/errors'
import { Handoff } from './handoff.entity'
import type { Drawing, DrawnHandoff, DrawnStage, KnownKeys } from './journey.rules'
import { Journey } from './journey.entity'
import { JourneyVersion } from './journeyVersion.entity'
import { Stage } from './stage.entity'

/** A journey in the list of a program. */
export interface JourneyRow {
  readonly id: string
  readonly name: string
  readonly customerSegment: string
  readonly ownerName: string | null
  readonly version: number
  readonly changedAt: Date
  readonly stages: number
  readonly departments: number
  readonly pilots: number
}

/** A journey with its head as one version has it. */
export interface JourneyHead {
  readonly id: string
  readonly programId: string
  readonly name: string
  readonly ownerId: string | null
  readonly ownerName: string | null
  readonly latestVersion: number
  /** The version that is looked at. */
  readonly version: number
  readonly changedAt: Date
  readonly changedBy: string
}

/** One version of a journey, as it was drawn. */
export interface JourneyAtVersion extends JourneyHead, Drawing {}

/** When a version was made and by whom. */
export interface VersionRow {
  readonly number: number
  readonly createdAt: Date
  readonly createdBy: string
}

/** A pilot on a stage or handoff; `total` counts all pilots there, of which only the latest are listed. */
export interface PilotOnKey {
  readonly key: string
  readonly id: string
  readonly title: string
  readonly state: string
  readonly isPaused: boolean
  readonly total: number
}

const PILOTS_LISTED = 3

export class JourneyStore {
  constructor(private readonly tx: Transaction) {}

  ofProgram(programId: string): Promise<JourneyRow[]> {
    return this.tx.query<JourneyRow[]>(
      `SELECT j.id, j.name, v.customer_segment AS "customerSegment", a.name AS "ownerName", v.number AS version,
              v.created_at AS "changedAt", drawn.stages, drawn.departments, coalesce(tried.pilots, 0) AS pilots
         FROM journey j
         JOIN journey_version v ON v.journey_id = j.id AND v.number = j.latest_version
         LEFT JOIN account a ON a.id = j.owner_id
         LEFT JOIN (SELECT s.journey_version_id, count(*)::int AS stages, count(DISTINCT s.department_id)::int AS departments
                      FROM stage s GROUP BY 1) drawn ON drawn.journey_version_id = v.id
         LEFT JOIN (SELECT journey_id, count(*)::int AS pilots FROM pilot
                     WHERE program_id = $1 AND state <> 'withdrawn' GROUP BY 1) tried ON tried.journey_id = j.id
        WHERE j.program_id = $1
        ORDER BY lower(j.name), j.id`,
      [programId],
    )
  }

  /** A journey as its newest version, or the one asked for, has it. */
  async find(programId: string, id: string, version?: number): Promise<JourneyAtVersion> {
    const [row] = await this.tx.query<(JourneyHead & { versionId: string; customerSegment: string; goal: string })[]>(
      `SELECT j.id, j.program_id AS "programId", j.name, j.owner_id AS "ownerId", owner.name AS "ownerName",
              j.latest_version AS "latestVersion", v.id AS "versionId", v.number AS version, v.customer_segment AS "customerSegment",
              v.goal, v.created_at AS "changedAt", author.name AS "changedBy"
         FROM journey j
         JOIN journey_version v ON v.journey_id = j.id AND v.number = coalesce($3, j.latest_version)
         JOIN account author ON author.id = v.created_by_id
         LEFT JOIN account owner ON owner.id = j.owner_id
        WHERE j.program_id = $1 AND j.id = $2`,
      [programId, id, version ?? null],
    )
    if (!row) throw new Missing()
    const { versionId, ...head } = row
    return { ...head, stages: await this.stagesOf(versionId), handoffs: await this.handoffsOf(versionId) }
  }

  async findForUpdate(programId: string, id: string): Promise<Journey> {
    const journey = await this.tx.findOne(Journey, { where: { id, programId }, lock: { mode: 'pessimistic_write' } })
    if (!journey) throw new Missing()
    return journey
  }

  /** Newest first. */
  versions(journeyId: string): Promise<VersionRow[]> {
    return this.tx.query<VersionRow[]>(
      `SELECT v.number, v.created_at AS "createdAt", a.name AS "createdBy"
         FROM journey_version v JOIN account a ON a.id = v.created_by_id WHERE v.journey_id = $1 ORDER BY v.number DESC`,
      [journeyId],
    )
  }

  /** Pilots by the stage or handoff they work on, those that are on their way first; the withdrawn are left out. */
  pilotsOn(journeyId: string): Promise<PilotOnKey[]> {
    return this.tx.query<PilotOnKey[]>(
      `SELECT key, id, title, state, paused_at IS NOT NULL AS "isPaused", total
         FROM (SELECT g.key, p.id, p.title, p.state, p.paused_at, count(*) OVER (PARTITION BY g.key)::int AS total,
                      row_number() OVER (PARTITION BY g.key
                        ORDER BY p.state IN ('approved', 'running', 'concluded') DESC, p.state_since DESC, p.id) AS place
                 FROM pilot p JOIN pilot_segment g ON g.pilot_id = p.id
                WHERE p.journey_id = $1 AND p.state <> 'withdrawn') AS ranked
        WHERE place <= ${PILOTS_LISTED}
        ORDER BY key, place`,
      [journeyId],
    )
  }

  /** Every stage and handoff that any version had, newest first. */
  async knownKeys(journeyId: string): Promise<KnownKeys> {
    const stages = await this.tx.query<{ key: string }[]>(
      'SELECT DISTINCT s.key FROM stage s JOIN journey_version v ON v.id = s.journey_version_id WHERE v.journey_id = $1',
      [journeyId],
    )
    const handoffs = await this.tx.query<{ key: string; from: string; to: string }[]>(
      `SELECT h.key, a.key AS "from", b.key AS "to"
         FROM handoff h JOIN journey_version v ON v.id = h.journey_version_id
         JOIN stage a ON a.id = h.from_stage_id JOIN stage b ON b.id = h.to_stage_id
        WHERE v.journey_id = $1 ORDER BY v.number DESC`,
      [journeyId],
    )
    return { stages: new Set(stages.map(({ key }) => key)), handoffs }
  }

  add(journey: Pick<Journey, 'programId' | 'name' | 'ownerId' | 'createdAt'>): Promise<Journey> {
    return this.save(this.tx.create(Journey, { ...journey, latestVersion: 1 }))
  }

  async save(journey: Journey): Promise<Journey> {
    try {
      return await this.tx.save(Journey, journey)
    } catch (error) {
      if (brokenConstraint(error) === 'uq_journey_name') throw new Invalid({ name: 'There is a journey of this name in the program already.' })
      throw error
    }
  }

  /** Writes one more version; the earlier ones stay as they are. */
  async addVersion(journeyId: string, number: number, drawing: Drawing, by: { createdById: string; createdAt: Date }): Promise<void> {
    const { customerSegment, goal } = drawing
    const { id: journeyVersionId } = await this.tx.save(this.tx.create(JourneyVersion, { journeyId, number, customerSegment, goal, ...by }))
    const stages = await this.tx.save(
      drawing.stages.map((stage, at) => this.tx.create(Stage, { ...stage, journeyVersionId, position: at + 1 })),
    )
    const idOf = new Map(stages.map(({ key, id }) => [key, id]))
    await this.tx.save(
      drawing.handoffs.map(({ from, to, ...handoff }) =>
        this.tx.create(Handoff, { ...handoff, journeyVersionId, fromStageId: idOf.get(from) ?? '', toStageId: idOf.get(to) ?? '' }),
      ),
    )
  }

  private stagesOf(versionId: string): Promise<DrawnStage[]> {
    return this.tx.query<DrawnStage[]>(
      `SELECT key, name, customer_goal AS "customerGoal", channel, department_id AS "departmentId"
         FROM stage WHERE journey_version_id = $1 ORDER BY position`,
      [versionId],
    )
  }

  private handoffsOf(versionId: string): Promise<DrawnHandoff[]> {
    return this.tx.query<DrawnHandoff[]>(
      `SELECT h.key, a.key AS "from", b.key AS "to", h.information_items AS "informationItems", h.share_lost AS "shareLost",
              h.share_lost_sample AS "shareLostSample", h.wait_hours AS "waitHours"
         FROM handoff h JOIN stage a ON a.id = h.from_stage_id JOIN stage b ON b.id = h.to_stage_id
        WHERE h.journey_version_id = $1 ORDER BY a.position`,
      [versionId],
    )
  }
}
