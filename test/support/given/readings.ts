import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '../../../server/access/actor'
import type { Metric } from '../../../server/metrics/metric.entity'
import type { Pilot, PilotState } from '../../../server/pilots/pilot.entity'
import type { Clock } from '../../../server/platform/clock'
import type { Database } from '../../../server/platform/database/database'
import { defaultRule } from '../../../server/plans/decisionRule.rules'
import { sealed, type PlanContent, type PlannedMetric } from '../../../server/plans/planContent.rules'
import { PlanStore } from '../../../server/plans/plan.store'
import { DeliveryService } from '../../../server/readings/delivery.service'
import { FileImportService } from '../../../server/readings/fileImport.service'
import { ImportUndoService } from '../../../server/readings/importUndo.service'
import type { SummaryInput, SummaryLineInput } from '../../../server/readings/reading.input'
import { ReadingService } from '../../../server/readings/reading.service'
import type { ReadingImport } from '../../../server/readings/readingImport.entity'
import type { ReadingsChanged } from '../../../server/readings/readingsChanged'
import type { ReadingUseCases } from '../../../server/readings/readingUseCases'
import { SummaryService } from '../../../server/readings/summary.service'
import { Uploads } from '../../../server/readings/uploads'
import { givenPilot, type GivenPilot, type PilotParents } from './pilots'

/** The moment at which readings of tests are logged: after the launch that `givenPilot` tells of. */
export const LOGGED_AT = new Date('2026-10-20T10:00:00Z')
/** The moment at which plans of tests are locked: before that launch. */
export const LOCKED_AT = new Date('2026-09-25T08:00:00Z')

export const LOGGING_CLOCK: Clock = { now: () => LOGGED_AT }

/** The services of production with an uploads folder of their own. */
export function readingUseCases(database: Database, { clock = LOGGING_CLOCK, readingsChanged = async () => {} }: { clock?: Clock; readingsChanged?: ReadingsChanged } = {}): ReadingUseCases {
  return {
    readings: new ReadingService(database, clock),
    fileImports: new FileImportService(database, clock, new Uploads(mkdtempSync(join(tmpdir(), 'foothold-uploads-'))), readingsChanged),
    summaries: new SummaryService(database, clock, readingsChanged),
    importUndo: new ImportUndoService(database, clock, readingsChanged),
    delivery: new DeliveryService(database, clock, readingsChanged),
  }
}

export interface GivenMeasuredPilot extends GivenPilot {
  readonly metric: Metric
  readonly content: PlanContent
}

/**
 * A pilot with a plan that is locked (one of an approved pilot may be left open), for the metric given or the parents'
 * share of second visits, where fewer are better.
 */
export async function givenMeasuredPilot(
  database: Database,
  {
    state = 'running',
    parents,
    metric,
    plan = {},
    isLocked = true,
    pilot: pilotChanges = {},
  }: {
    state?: PilotState
    parents?: PilotParents
    metric?: 'proportion' | 'mean' | Metric
    plan?: Partial<PlanContent>
    isLocked?: boolean
    pilot?: Omit<Partial<Pilot>, 'state'>
  } = {},
): Promise<GivenMeasuredPilot> {
  const given = await givenPilot(database, { state, ...(parents && { parents }), ...pilotChanges })
  const { metrics } = given.parents
  const measured = typeof metric === 'object' ? metric : metrics[metric ?? 'proportion']
  const content = planContentOf(given.pilot, measured, plan)
  await database.write(async tx => {
    await tx.query('UPDATE pilot SET metric_id = $2 WHERE id = $1', [given.pilot.id, measured.id])
    const plans = new PlanStore(tx)
    const { design, pairing, alpha, smallestEffect, plannedPerArm, baselineValue, baselineSd, minimumDelivered, allocationTreatment, decisionRule } = content
    const saved = await plans.save({
      pilotId: given.pilot.id,
      design,
      pairing,
      alpha,
      smallestEffect,
      plannedPerArm,
      baselineValue,
      baselineSd,
      minimumDelivered,
      allocationTreatment,
      decisionRule,
      version: 1,
      ...(isLocked
        ? { ...sealed(content), lockedAt: LOCKED_AT, lockedById: given.parents.people.owner.accountId }
        : { canonical: null, hash: null, lockedAt: null, lockedById: null }),
    })
    await plans.saveMetrics(saved.id, content.metrics)
  })
  return { ...given, metric: measured, content }
}

/** The metric as a plan names it. */
export const asPlanned = ({ id, name, kind, unit, direction }: Metric, changes: Partial<PlannedMetric> = {}): PlannedMetric => ({
  id,
  role: 'primary',
  name,
  kind,
  unit,
  direction,
  margin: null,
  ...changes,
})

function planContentOf(pilot: Pilot, metric: Metric, changes: Partial<PlanContent>): PlanContent {
  const { change, forWhom, expectedEffect, because } = pilot
  return {
    format: 'foothold-plan-1',
    pilot: { id: pilot.id, title: pilot.title },
    hypothesis: { change, forWhom, expectedEffect, because },
    startsOn: pilot.startsOn,
    endsOn: pilot.endsOn,
    design: 'randomised',
    pairing: 'independent',
    metrics: [asPlanned(metric)],
    smallestEffect: metric.smallestEffect ?? 1,
    alpha: 0.05,
    plannedPerArm: 1500,
    baselineValue: 0.25,
    baselineSd: null,
    minimumDelivered: 0.8,
    allocationTreatment: 0.5,
    decisionRule: defaultRule(3),
    amendment: null,
    ...changes,
  }
}

/** Rows through the whole road of an import: upload, guessed mapping, commit. */
export async function givenRows({ fileImports }: Pick<ReadingUseCases, 'fileImports'>, actor: Actor, pilotId: string, csv: string, source = 'data warehouse, export of the week'): Promise<ReadingImport> {
  const { id } = await fileImports.uploadText(actor, pilotId, csv, source)
  return fileImports.commit(actor, pilotId, id)
}

/** A typed summary; lines name what they state. */
export function givenSummary(
  { summaries }: Pick<ReadingUseCases, 'summaries'>,
  actor: Actor,
  pilotId: string,
  metricId: string,
  lines: readonly (Pick<SummaryLineInput, 'arm' | 'period'> & Partial<SummaryLineInput>)[],
  source = 'weekly report of the service desk',
): Promise<ReadingImport> {
  const complete = lines.map(line => ({ site: null, n: null, successes: null, mean: null, standardDeviation: null, ...line }))
  return summaries.add(actor, pilotId, { metric: metricId, source, day: null, lines: complete } satisfies SummaryInput)
}
