import { In } from 'typeorm'
import { brokenConstraint } from '../platform/database/brokenConstraint'
import type { Transaction } from '../platform/database/database'
import { Invalid, Missing } from '../platform/errors'
import type { PilotConflict } from './gateCriteria.rules'
import { Pilot } from './pilot.entity'
import { PilotSegment, type PilotSegmentKind } from './pilotSegment.entity'

/** A stage or handoff, known by the key that it keeps through the versions of its journey. */
export interface SegmentKey {
  readonly kind: PilotSegmentKind
  readonly key: string
}

export class PilotStore {
  constructor(private readonly tx: Transaction) {}

  async find(id: string): Promise<Pilot> {
    return found(await this.tx.findOneBy(Pilot, { id }))
  }

  /** Locks the pilot: what is decided about it is decided one after the other. */
  async findForUpdate(id: string): Promise<Pilot> {
    return found(await this.tx.findOne(Pilot, { where: { id }, lock: { mode: 'pessimistic_write' } }))
  }

  /** Starts a pilot with the program's next number; two at once wait for each other. */
  async add(pilot: Omit<Pilot, 'id' | 'number'>): Promise<Pilot> {
    await this.tx.query('SELECT FROM program WHERE id = $1 FOR NO KEY UPDATE', [pilot.programId])
    const [last] = await this.tx.query<{ number: number }[]>(
      'SELECT coalesce(max(number), 0) AS number FROM pilot WHERE program_id = $1',
      [pilot.programId],
    )
    return this.save(this.tx.create(Pilot, { ...pilot, number: (last?.number ?? 0) + 1 }))
  }

  async save(pilot: Pilot): Promise<Pilot> {
    try {
      return await this.tx.save(Pilot, pilot)
    } catch (error) {
      if (brokenConstraint(error) !== 'uq_pilot_title') throw error
      throw new Invalid({ title: 'There is a pilot of this title in the program already. Choose another title.' })
    }
  }

  async segmentOf(pilotId: string): Promise<SegmentKey[]> {
    const parts = await this.tx.findBy(PilotSegment, { pilotId })
    return parts.map(({ kind, key }) => ({ kind, key }))
  }

  async replaceSegment(pilotId: string, parts: readonly SegmentKey[]): Promise<void> {
    const present = new Set((await this.segmentOf(pilotId)).map(({ key }) => key))
    const wanted = new Set(parts.map(({ key }) => key))
    const gone = [...present].filter(key => !wanted.has(key))
    if (gone.length > 0) await this.tx.delete(PilotSegment, { pilotId, key: In(gone) })
    const fresh = parts.filter(({ key }) => !present.has(key))
    if (fresh.length > 0)
      await this.tx.insert(
        PilotSegment,
        fresh.map(({ kind, key }) => ({ pilotId, kind, key })),
      )
  }

  /**
   * Pilots of the same program, approved or running, that share a stage or handoff with this one in overlapping dates.
   * A pilot without dates overlaps with none.
   */
  conflicts(pilot: Pick<Pilot, 'id' | 'programId' | 'startsOn' | 'endsOn'>): Promise<PilotConflict[]> {
    return this.tx.query<PilotConflict[]>(
      `SELECT o.id, o.title, o.state, o.starts_on::text AS "startsOn", o.ends_on::text AS "endsOn",
              array_agg(DISTINCT coalesce(st.name, f.name || ' → ' || t.name, 'a part of the journey')) AS shared
         FROM pilot_segment mine
         JOIN pilot_segment theirs ON theirs.key = mine.key AND theirs.pilot_id <> mine.pilot_id
         JOIN pilot o ON o.id = theirs.pilot_id
         LEFT JOIN journey_version v ON v.journey_id = o.journey_id AND v.number = o.journey_version
         LEFT JOIN stage st ON st.journey_version_id = v.id AND st.key = theirs.key
         LEFT JOIN (handoff h JOIN stage f ON f.id = h.from_stage_id JOIN stage t ON t.id = h.to_stage_id)
                ON h.journey_version_id = v.id AND h.key = theirs.key
        WHERE mine.pilot_id = $1 AND o.program_id = $2 AND o.state IN ('approved', 'running')
          AND o.starts_on <= $4::date AND o.ends_on >= $3::date
        GROUP BY o.id
        ORDER BY o.number`,
      [pilot.id, pilot.programId, pilot.startsOn, pilot.endsOn],
    )
  }
}

function found(pilot: Pilot | null): Pilot {
  if (!pilot) throw new Missing()
  return pilot
}
