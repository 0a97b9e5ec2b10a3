import { caseJson } from '../cases/case.api'
import { findingJson } from '../findings/finding.api'
import { loggedDecisions } from '../governance/decision.api'
import { isChoice } from '../governance/decision.rules'
import { objectionJson } from '../governance/objection.api'
import { isOutcomeOpen } from '../pilots/outcome.rules'
import { pilotJson } from '../pilots/pilot.api'
import { planJson } from '../plans/plan.api'
import { importJson } from '../readings/reading.api'
import { toldImport } from '../readings/readingImport.rules'
import type { ExportedPilot } from './export.service'

/**
 * Raised whenever a field changes its meaning or goes; fields that are added leave it. 2: a finding no longer has
 * `verdictProvisional`.
 */
const FORMAT = { format: 'foothold.pilot', formatVersion: 2 } as const

/** One by one, as they are asked for. */
async function* each<T, R>(items: AsyncIterable<T> | Iterable<T>, shaped: (item: T) => R): AsyncGenerator<R> {
  for await (const item of items) yield shaped(item)
}

/** The document: each part as the API answers it, and times as ISO 8601 in UTC. */
export function exportJson(seen: ExportedPilot) {
  const { pilot, plan, imports, counts, cells, hidden, findings } = seen
  const outcomeIsOpen = isOutcomeOpen(pilot.pilot.state)
  const nameOf = new Map(plan.pilot.metric ? [[plan.pilot.metric.id, plan.pilot.metric.name]] : [])
  for (const { id, name } of plan.otherMetrics) nameOf.set(id, name)
  const named = <T extends { readonly metricId: string }>(cell: T) => ({ ...cell, metric: nameOf.get(cell.metricId) ?? null })
  return {
    ...FORMAT,
    exportedAt: seen.exportedAt,
    program: { id: pilot.program.id, name: pilot.program.name, currency: pilot.program.currency, timeZone: pilot.program.timeZone },
    pilot: pilotJson(pilot),
    plan: planJson(plan),
    readings: {
      imports: each(imports, listed => importJson(toldImport(listed, pilot.pilot.state))),
      counts: counts.map(named),
      /** n, mean and sum of squared deviations; empty as long as nobody may see an outcome. */
      cells: each(cells, named),
    },
    /** Why there are no results in here; null when there can be. */
    resultsHidden: hidden,
    course: seen.course,
    earlyStop: seen.course?.earlyStop ?? null,
    findings: findings.map(finding => ({ ...findingJson(finding), inputs: finding.inputs, working: finding.working })),
    case: caseJson(seen.rollout),
    decisions: loggedDecisions(seen.decision.log, outcomeIsOpen),
    objections: seen.objections.map(objectionJson),
    comments: seen.comments,
    gatePassages: seen.passages.map(({ reason, criteria, ...passage }) =>
      // while a pilot runs again, what it was extended on would tell of its outcome
      isChoice(passage.deed) && !outcomeIsOpen ? passage : { ...passage, reason, criteria },
    ),
  }
}
