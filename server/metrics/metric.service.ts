import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import type { Conflict } from '../platform/errors'
import { changesBetween, staleEdit } from '../platform/versions'
import { MemberStore } from '../programs/member.store'
import type { Metric } from './metric.entity'
import type { MetricEditInput, MetricInput } from './metric.input'
import {
  checkFixed,
  definitionOf,
  DIRECTION_WORDS,
  effectAsTyped,
  KINDS,
  METRIC_WORDS,
  PERSPECTIVE_WORDS,
  type MetricDefinition,
} from './metric.rules'
import { MetricStore, type MetricRow } from './metric.store'

/** One metric, whether a plan rests on it, and what the person may do. */
export interface SeenMetric {
  readonly metric: Metric
  readonly isPlanned: boolean
  readonly standing: Standing
}

export class MetricService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  ofProgram(actor: Actor, programId: string): Promise<{ metrics: MetricRow[]; standing: Standing }> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      return { metrics: await new MetricStore(tx).withUses(programId), standing }
    })
  }

  find(actor: Actor, programId: string, metricId: string): Promise<SeenMetric> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      const metrics = new MetricStore(tx)
      return { metric: await metrics.find(programId, metricId), isPlanned: await metrics.isPlanned(metricId), standing }
    })
  }

  create(actor: Actor, programId: string, input: MetricInput): Promise<Metric> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.manage')
      const at = this.clock.now()
      const definition = definitionOf(input)
      const metric = await new MetricStore(tx).add(programId, definition, at)
      await new AuditStore(tx).append({
        program: programId,
        actor,
        action: 'metric.created',
        subject: { kind: 'metric', id: metric.id },
        details: definition,
        at,
      })
      return metric
    })
  }

  revise(actor: Actor, programId: string, metricId: string, input: MetricEditInput): Promise<Metric> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.manage')
      const metrics = new MetricStore(tx)
      const metric = await metrics.findForUpdate(programId, metricId)
      const definition = definitionOf(input)
      if (metric.version !== input.version) throw stale(metric, definition)
      checkFixed(metric, definition, await metrics.isPlanned(metricId))
      const changes = changesBetween<MetricDefinition>(metric, definition)
      if (Object.keys(changes).length === 0) return metric
      const saved = await metrics.save({ ...metric, ...definition, version: metric.version + 1 })
      await new AuditStore(tx).append({
        program: programId,
        actor,
        action: 'metric.revised',
        subject: { kind: 'metric', id: metricId },
        details: { name: saved.name, changes },
        at: this.clock.now(),
      })
      return saved
    })
  }
}

function stale(now: MetricDefinition, typed: MetricDefinition): Conflict {
  return staleEdit({ what: 'metric', words: METRIC_WORDS, now: readable(now), typed: readable(typed) })
}

function readable(metric: MetricDefinition) {
  return {
    ...metric,
    kind: KINDS[metric.kind].word,
    direction: DIRECTION_WORDS[metric.direction],
    perspective: PERSPECTIVE_WORDS[metric.perspective].word,
    smallestEffect: effectAsTyped(metric.kind, metric.smallestEffect),
    guardrailMargin: effectAsTyped(metric.kind, metric.guardrailMargin),
    moneyPerUnitCents: metric.moneyPerUnitCents === null ? null : metric.moneyPerUnitCents / 100,
  }
}
