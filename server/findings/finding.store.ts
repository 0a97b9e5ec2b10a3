import { In } from 'typeorm'
import { GateStore } from '../pilots/gate.store'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import type { Transaction } from '../platform/database/database'
import { Missing } from '../platform/errors'
import { PlanStore } from '../plans/plan.store'
import { dayOfLock, isBeforeLock } from '../readings/dating.rules'
import { ReadingCellStore, type AnalysedCell } from '../readings/readingCell.store'
import type { MissingCell, ReadingImportKind } from '../readings/readingImport.entity'
import { mergeMoments } from '../statistics/moments/mergeMoments'
import type { Moments } from '../statistics/moments/moments'
import { NotEstimable } from '../statistics/notEstimable'
import { ENGINE_VERSION } from './analysis.rules'
import { Finding } from './finding.entity'
import type { FindingInputs, MetricMoments } from './finding.rules'

export class FindingStore {
  constructor(private readonly tx: Transaction) {}

  /**
   * The finding of each metric that holds, the primary one first; empty before the first analysis. The decision gate,
   * the case and the export read these.
   */
  async latest(pilotId: string): Promise<Finding[]> {
    const ids = await this.tx.query<{ id: string }[]>(
      'SELECT DISTINCT ON (metric_id) id FROM finding WHERE pilot_id = $1 AND is_final ORDER BY metric_id, number DESC',
      [pilotId],
    )
    if (ids.length === 0) return []
    const findings = await this.tx.findBy(Finding, { id: In(ids.map(({ id }) => id)) })
    const newest = Math.max(...findings.map(({ computedAt }) => computedAt.getTime()))
    // a metric that an amendment took out of the plan keeps its old finding, which holds no more
    return findings
      .filter(({ computedAt }) => computedAt.getTime() === newest)
      .sort((one, other) => ORDER[one.role] - ORDER[other.role] || one.inputs.plan.metrics.findIndex(({ id }) => id === one.metricId) - other.inputs.plan.metrics.findIndex(({ id }) => id === other.metricId))
  }

  /** The finding that verdict, rule and case rest on. */
  async primary(pilotId: string): Promise<Finding | null> {
    return (await this.latest(pilotId)).find(({ role }) => role === 'primary') ?? null
  }

  async ofPilot(pilotId: string, findingId: string): Promise<Finding> {
    const found = await this.tx.findOneBy(Finding, { id: findingId, pilotId })
    if (!found) throw new Missing()
    return found
  }

  /** Every finding ever made of a pilot, newest first. */
  all(pilotId: string): Promise<Finding[]> {
    return this.tx.find(Finding, { where: { pilotId }, order: { computedAt: 'DESC', number: 'DESC', role: 'ASC' } })
  }

  add(findings: readonly Omit<Finding, 'id'>[]): Promise<Finding[]> {
    return this.tx.save(Finding, findings.map(finding => this.tx.create(Finding, finding)))
  }

  /** Where the readings behind a finding come from, as those who added them said, in the order of adding; the first of many. */
  async sources({ inputs }: Finding): Promise<string[]> {
    const named = await this.tx.query<{ source: string }[]>(
      `SELECT source FROM reading_import WHERE id = ANY ($1::uuid[]) AND source <> ''
        GROUP BY source ORDER BY min(committed_at), source LIMIT ${MOST_SOURCES}`,
      [inputs.imports.map(({ id }) => id)],
    )
    return named.map(({ source }) => source)
  }

  /** Everything a result of the pilot depends on now; null without a locked plan. */
  async inputs(pilot: PilotInProgram): Promise<FindingInputs | null> {
    const plan = await new PlanStore(this.tx).inForce(pilot.id)
    if (!plan) return null
    const cells = await new ReadingCellStore(this.tx).analysed(pilot.id)
    const imports = await this.tx.query<{ id: string; checksum: string; source: string; kind: ReadingImportKind; missing: readonly MissingCell[]; duplicates: number }[]>(
      `SELECT id, checksum, source, kind, missing_by_cell AS missing, duplicate_count AS duplicates
         FROM reading_import WHERE pilot_id = $1 AND state = 'committed' ORDER BY committed_at, id`,
      [pilot.id],
    )
    const lockDay = dayOfLock(plan, pilot)
    return {
      engine: ENGINE_VERSION,
      planHash: plan.hash,
      locale: pilot.locale,
      plan: plan.content,
      moments: merged(cells),
      imports: imports.map(({ id, checksum }) => ({ id, checksum })),
      execution: {
        amendedAfterFirstOutcome: plan.amendedAfterFirstOutcome,
        earlierLooks: await new GateStore(this.tx).earlierConclusions(pilot.id),
        shareDelivered: pilot.shareDelivered,
        readingsWithoutSource: imports.filter(({ source }) => source.trim() === '').length,
        outcomesBeforeLock: cells.filter(cell => isBeforeLock(cell, lockDay)).reduce((sum, { n }) => sum + n, 0),
      },
      quality: {
        missing: imports.flatMap(({ missing }) => missing),
        duplicates: imports.reduce((sum, { duplicates }) => sum + duplicates, 0),
        kinds: [...new Set(imports.map(({ kind }) => kind))].sort(),
        outcomesUndated: cells.filter(({ period, day }) => period === 'outcome' && day === null).reduce((sum, { n }) => sum + n, 0),
      },
    }
  }
}

/** More than a reader wants below a table; the data page lists them all. */
const MOST_SOURCES = 5

const ORDER = { primary: 0, secondary: 1, guardrail: 2 } as const

/**
 * Cells come in an order that is always the same, so the merged numbers are the same to the last digit. Those too large
 * to be merged stand as they are: the analysis says what becomes of them.
 */
function merged(cells: readonly AnalysedCell[]): MetricMoments[] {
  const groups = new Map<string, AnalysedCell[]>()
  for (const cell of cells) {
    const key = `${cell.metricId} ${cell.arm} ${cell.period}`
    const group = groups.get(key)
    if (group) group.push(cell)
    else groups.set(key, [cell])
  }
  return [...groups.keys()].sort().flatMap(key => {
    const group = groups.get(key) ?? []
    const [first] = group
    if (!first) return []
    return mergedOrApart(group).map(({ n, mean, m2 }) => ({ metricId: first.metricId, arm: first.arm, period: first.period, n, mean, m2 }))
  })
}

function mergedOrApart(cells: readonly AnalysedCell[]): readonly Moments[] {
  try {
    return [mergeMoments(...cells)]
  } catch (fault) {
    if (!(fault instanceof NotEstimable)) throw fault
    return cells
  }
}
