import { In } from 'typeorm'
import { PilotInProgramStore } from '../pilots/pilotInProgram.store'
import { Conflict, Missing } from '../platform/errors'
import type { Transaction } from '../platform/database/database'
import { eachRow } from '../platform/database/eachRow'
import { PlanStore } from '../plans/plan.store'
import type { PlanDesign } from '../plans/plan.entity'
import type { PlannedMetric } from '../plans/planContent.rules'
import { ReadingImport, type MissingCell, type ReadingImportKind } from './readingImport.entity'
import { FIRST_REPEATS, type NamedRepeat } from './repeats.rules'

/** The plan as far as readings go by it: what was locked, else what is being written. */
export interface MeasuringPlan {
  readonly design: PlanDesign
  readonly isLocked: boolean
  readonly lockedAt: Date | null
  readonly allocationTreatment: number
  readonly minimumDelivered: number
  /** The primary metric first. */
  readonly metrics: readonly PlannedMetric[]
}

/** An import in a list, with the names of the people. */
export interface ListedImport extends Omit<ReadingImport, 'mapping' | 'checked'> {
  readonly actorName: string
  readonly committedBy: string | null
  readonly undoneBy: string | null
}

/** An upload that was put away, and where it had been. */
export type DiscardedImport = Pick<ReadingImport, 'id' | 'pilotId' | 'fileName' | 'source' | 'at'> & { readonly programId: string }

interface Gaps {
  readonly missing: MissingCell[]
  readonly duplicates: number
  readonly repeated: NamedRepeat[]
  readonly kinds: ReadingImportKind[]
}

export class ReadingImportStore {
  constructor(private readonly tx: Transaction) {}

  /** Null as long as nobody has begun a plan. */
  async plan(pilotId: string): Promise<MeasuringPlan | null> {
    const plans = new PlanStore(this.tx)
    const standing = await plans.standing(pilotId)
    if (!standing) return null
    const { planId, terms, inForce } = standing
    const { design, allocationTreatment, minimumDelivered } = terms
    if (inForce) {
      return { design, isLocked: true, lockedAt: inForce.lockedAt, allocationTreatment, minimumDelivered, metrics: inForce.content.metrics }
    }
    const { metric } = await new PilotInProgramStore(this.tx).find(pilotId)
    if (!metric) return null
    const { id, name, kind, unit, direction } = metric
    const primary: PlannedMetric = { id, role: 'primary', name, kind, unit, direction, margin: null }
    return { design, isLocked: false, lockedAt: null, allocationTreatment, minimumDelivered, metrics: [primary, ...(await plans.otherMetrics(planId))] }
  }

  /** @throws Conflict as long as nobody has begun a plan */
  async planned(pilotId: string): Promise<MeasuringPlan> {
    const plan = await this.plan(pilotId)
    if (!plan) throw new Conflict('Write the analysis plan first: it says which metrics are measured and in which arms.')
    return plan
  }

  /** An import of another pilot is as good as none. */
  async ofPilot(pilotId: string, importId: string): Promise<ReadingImport> {
    const found = await this.tx.findOneBy(ReadingImport, { id: importId, pilotId })
    if (!found) throw new Missing()
    return found
  }

  async ofPilotForUpdate(pilotId: string, importId: string): Promise<ReadingImport> {
    const found = await this.tx.findOne(ReadingImport, { where: { id: importId, pilotId }, lock: { mode: 'pessimistic_write' } })
    if (!found) throw new Missing()
    return found
  }

  /** Newest first; what was discarded before it counted is left out. */
  list(pilotId: string, { limit = 100, offset = 0 }: { limit?: number; offset?: number } = {}): Promise<ListedImport[]> {
    return this.tx.query<ListedImport[]>(
      `${LISTED} ${NEWEST_FIRST} LIMIT $2 OFFSET $3`,
      [pilotId, limit, offset],
    )
  }

  /** All of them one by one, for the lifetime of the transaction. */
  each(pilotId: string): AsyncIterable<ListedImport> {
    return eachRow<ListedImport>(this.tx, 'listed_imports', `${LISTED} ${NEWEST_FIRST}`, [pilotId])
  }

  async total(pilotId: string): Promise<number> {
    const [row] = await this.tx.query<{ total: number }[]>(
      `SELECT count(*)::integer AS total FROM reading_import WHERE pilot_id = $1 AND state <> 'discarded'`,
      [pilotId],
    )
    return row?.total ?? 0
  }

  /** What all committed imports left empty, how many of their rows repeat a unit, the first of them by name, and of which kinds they are. */
  async gaps(pilotId: string): Promise<Gaps> {
    const [row] = await this.tx.query<Gaps[]>(
      `WITH counting AS (
         SELECT id, kind, committed_at, file_name, missing_by_cell, duplicate_count,
                CASE WHEN duplicate_count > 0 THEN checked #> '{repeats,first}' END AS repeats
           FROM reading_import WHERE pilot_id = $1 AND state = 'committed')
       SELECT (SELECT coalesce(sum(duplicate_count), 0)::double precision FROM counting) AS duplicates,
              (SELECT coalesce(json_agg(DISTINCT kind), '[]') FROM counting) AS kinds,
              (SELECT coalesce(json_agg(gap), '[]') FROM (
                 SELECT cell."metricId", cell.arm, cell.period, sum(cell.missing) AS missing
                   FROM counting, jsonb_to_recordset(missing_by_cell) AS cell ("metricId" uuid, arm text, period text, missing bigint)
                  GROUP BY cell."metricId", cell.arm, cell.period) AS gap) AS missing,
              (SELECT coalesce(json_agg(unit || jsonb_build_object('fileName', file_name) ORDER BY committed_at, id, at), '[]') FROM (
                 SELECT unit, file_name, committed_at, id, at FROM counting, jsonb_array_elements(repeats) WITH ORDINALITY AS of (unit, at)
                  ORDER BY committed_at, id, at LIMIT ${FIRST_REPEATS}) AS named) AS repeated`,
      [pilotId],
    )
    return row ?? { missing: [], duplicates: 0, repeated: [], kinds: [] }
  }

  /** The committed imports of rows that were added after one and repeat units, oldest first. */
  async repeatingAfter({ id, pilotId, committedAt }: ReadingImport): Promise<ReadingImport[]> {
    return this.tx
      .createQueryBuilder(ReadingImport, 'i')
      .where("i.pilotId = :pilotId AND i.state = 'committed' AND i.kind = 'rows' AND i.duplicateCount > 0", { pilotId })
      .andWhere('(i.committed_at, i.id) > (:committedAt, :id)', { committedAt, id })
      .orderBy('i.committedAt')
      .addOrderBy('i.id')
      .getMany()
  }

  async listed(pilotId: string, importId: string): Promise<ListedImport> {
    const [found] = await this.tx.query<ListedImport[]>(`${LISTED} WHERE i.pilot_id = $1 AND i.id = $2`, [pilotId, importId])
    if (!found) throw new Missing()
    return found
  }

  /** The committed import of the same bytes, if there is one. */
  async committedTwin(pilotId: string, checksum: string): Promise<ListedImport | null> {
    const [twin] = await this.tx.query<ListedImport[]>(
      `${LISTED} WHERE i.pilot_id = $1 AND i.checksum = $2 AND i.state = 'committed'`,
      [pilotId, checksum],
    )
    return twin ?? null
  }

  add(fresh: Omit<ReadingImport, 'id'> & { readonly id?: string }): Promise<ReadingImport> {
    return this.tx.save(ReadingImport, this.tx.create(ReadingImport, fresh))
  }

  save(changed: ReadingImport): Promise<ReadingImport> {
    return this.tx.save(ReadingImport, changed)
  }

  async recordDelivery(pilotId: string, share: number, source: string): Promise<void> {
    await this.tx.query(
      'UPDATE pilot SET share_delivered = $2, share_delivered_source = $3, version = version + 1 WHERE id = $1',
      [pilotId, share, source],
    )
  }

  /** Discards uploads that nobody has committed since `before`. @returns how many there were */
  async discardAbandoned(before: Date): Promise<DiscardedImport[]> {
    const [discarded] = await this.tx.query<[DiscardedImport[], number]>(
      `UPDATE reading_import i SET state = 'discarded' FROM pilot p
        WHERE p.id = i.pilot_id AND i.state = 'uploaded' AND i.at < $1
        RETURNING i.id, i.pilot_id AS "pilotId", p.program_id AS "programId", i.file_name AS "fileName", i.source, i.at`,
      [before],
    )
    return discarded
  }

  /** Of these imports, those whose files are still needed. */
  async waiting(ids: readonly string[]): Promise<string[]> {
    const imports = await this.tx.find(ReadingImport, { select: { id: true }, where: { id: In([...ids]), state: 'uploaded' } })
    return imports.map(({ id }) => id)
  }
}

const NEWEST_FIRST = "WHERE i.pilot_id = $1 AND i.state <> 'discarded' ORDER BY i.at DESC, i.id"

const LISTED = `
  SELECT i.id, i.pilot_id AS "pilotId", i.kind, i.state, i.source, i.file_name AS "fileName", i.checksum,
         i.size_bytes::double precision AS "sizeBytes", i.row_count AS "rowCount", i.missing_count AS "missingCount",
         i.duplicate_count AS "duplicateCount", i.missing_by_cell AS "missingByCell", i.actor_id AS "actorId", i.at,
         i.committed_at AS "committedAt", i.committed_by_id AS "committedById", i.undone_at AS "undoneAt",
         i.undone_by_id AS "undoneById", i.undone_because AS "undoneBecause",
         a.name AS "actorName", c.name AS "committedBy", u.name AS "undoneBy"
    FROM reading_import i
    JOIN account a ON a.id = i.actor_id
    LEFT JOIN account c ON c.id = i.committed_by_id
    LEFT JOIN account u ON u.id = i.undone_by_id`
