import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore, type AuditEvent } from '../audit/audit.store'
import { NO_ENTRY, type LateEntry } from '../audit/lateEntry'
import { GateStore } from '../pilots/gate.store'
import { PilotInProgramStore, type PilotInProgram } from '../pilots/pilotInProgram.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict } from '../platform/errors'
import { PlanStore, type SignedAmendment } from '../plans/plan.store'
import { isEstimate } from './analysis.rules'
import type { Finding } from './finding.entity'
import { courseOf, type Course } from './course.rules'
import { analysed, digestOf, resultsHidden, type WorkedOut } from './finding.rules'
import { FindingStore } from './finding.store'

/** The results page of a pilot, with the reason where there is nothing to see. */
export interface SeenResults {
  readonly pilot: PilotInProgram
  readonly standing: Standing
  /** Why no result may be seen; null when they may. */
  readonly hidden: string | null
  /** The findings that hold, the primary one first; empty while hidden. */
  readonly findings: readonly Finding[]
  /** Whether the readings and the plan are still those that the findings were worked out from. */
  readonly isCurrent: boolean
  readonly amendments: readonly SignedAmendment[]
  /** What was planned beside what came of it; null while hidden or without a finding. */
  readonly course: Course | null
  /** Where the readings behind the findings come from; of many the first. */
  readonly sources: readonly string[]
  /** How many analyses there have been of the primary metric. */
  readonly analyses: number
}

const NOTHING_LOCKED = 'There is no locked plan, so there is nothing to analyse by.'

/** What else follows from a new finding, in its transaction; what it answers is told after the finding. */
export type FindingMade = (tx: Transaction, actor: Actor, pilotId: string) => Promise<LateEntry>

export class FindingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly findingMade: FindingMade,
  ) {}

  see(actor: Actor, pilotId: string): Promise<SeenResults> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      const pilot = await new PilotInProgramStore(tx).find(pilotId)
      const hidden = resultsHidden(pilot.state)
      if (hidden !== null) return { pilot, standing, hidden, findings: [], isCurrent: false, amendments: [], course: null, sources: [], analyses: 0 }
      const findings = new FindingStore(tx)
      const latest = await findings.latest(pilotId)
      const [primary] = latest
      const inputs = await findings.inputs(pilot)
      const plan = await new PlanStore(tx).ofPilot(pilotId)
      return {
        pilot,
        standing,
        hidden: null,
        findings: latest,
        isCurrent: inputs !== null && primary?.inputsDigest === digestOf(inputs),
        amendments: plan ? await new PlanStore(tx).amendments(plan.id) : [],
        course: primary ? courseOf(pilot, await new GateStore(tx).passages(pilotId), primary.inputs.plan, countsOf(primary)) : null,
        sources: primary ? await findings.sources(primary) : [],
        analyses: primary?.number ?? 0,
      }
    })
  }

  /**
   * Every finding ever made, newest first.
   *
   * @throws Conflict as long as results are hidden
   */
  all(actor: Actor, pilotId: string): Promise<Finding[]> {
    return this.database.read(async tx => {
      await this.visible(tx, actor, pilotId)
      return new FindingStore(tx).all(pilotId)
    })
  }

  /** @throws Conflict as long as results are hidden */
  one(actor: Actor, pilotId: string, findingId: string): Promise<{ finding: Finding; pilot: PilotInProgram; standing: Standing }> {
    return this.database.read(async tx => {
      const { pilot, standing } = await this.visible(tx, actor, pilotId)
      return { finding: await new FindingStore(tx).ofPilot(pilotId, findingId), pilot, standing }
    })
  }

  /** Works the results out from the readings as they are now. From the same inputs there is no second finding. */
  run(actor: Actor, pilotId: string): Promise<Finding[]> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'finding.run')
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      const hidden = resultsHidden(pilot.state)
      if (hidden !== null) throw new Conflict(hidden)
      if (pilot.state !== 'concluded') throw new Conflict('A decision stands on these findings. They stay as they are.')
      const { findings, tell } = await this.compute(tx, actor, pilotId)
      if (findings.length === 0) throw new Conflict(NOTHING_LOCKED)
      await tell()
      return findings
    })
  }

  /**
   * The same inside somebody else's transaction: when a pilot is concluded, and when its readings change after that.
   * Whoever calls has locked the pilot and asked for permission, and tells of it. Without a locked plan there is nothing to
   * work out.
   */
  async compute(tx: Transaction, actor: Actor, pilotId: string): Promise<{ readonly findings: Finding[]; readonly tell: LateEntry }> {
    const pilot = await new PilotInProgramStore(tx).find(pilotId)
    const store = new FindingStore(tx)
    const inputs = await store.inputs(pilot)
    if (!inputs) return { findings: [], tell: NO_ENTRY }
    const inputsDigest = digestOf(inputs)
    const latest = await store.latest(pilotId)
    if (latest[0]?.inputsDigest === inputsDigest) return { findings: latest, tell: NO_ENTRY }
    const all = await store.all(pilotId)
    const numberOf = (metricId: string): number => Math.max(0, ...all.filter(finding => finding.metricId === metricId).map(({ number }) => number)) + 1
    const { findings, evidence, checks } = analysed(inputs)
    const at = this.clock.now()
    const saved = await store.add(
      findings.map(worked => ({
        ...columnsOf(worked),
        pilotId,
        number: numberOf(worked.metric.id),
        engineVersion: inputs.engine,
        planHash: inputs.planHash,
        inputs, // whole with each, so that any one of them can be worked out again
        inputsDigest,
        evidenceLevel: evidence.level,
        evidenceReasons: evidence.reasons,
        checks,
        isFinal: resultsHidden(pilot.state) === null,
        computedAt: at,
        computedById: actor.accountId,
      })),
    )
    const tellWhatFollows = await this.findingMade(tx, actor, pilotId)
    const [primary] = saved
    const entry: AuditEvent = {
      program: pilot.programId,
      actor,
      action: 'finding.computed',
      subject: { kind: 'pilot', id: pilotId },
      // what was found stands in the finding alone: an entry is read by its hash, which a few possible verdicts would give away
      details: { number: primary?.number, findingId: primary?.id, inputsDigest },
      at,
    }
    const tell = async (): Promise<void> => {
      await new AuditStore(tx).append(entry)
      await tellWhatFollows()
    }
    return { findings: saved, tell }
  }

  private async visible(tx: Transaction, actor: Actor, pilotId: string): Promise<{ pilot: PilotInProgram; standing: Standing }> {
    const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
    authorize(standing, 'program.read')
    const pilot = await new PilotInProgramStore(tx).find(pilotId)
    const hidden = resultsHidden(pilot.state)
    if (hidden !== null) throw new Conflict(hidden)
    return { pilot, standing }
  }
}

const countsOf = ({ metricId, inputs }: Finding) => inputs.moments.filter(cell => cell.metricId === metricId)

function columnsOf({ metric, method, answer, adjustedP, guardrail, verdict, sentence, working, fired }: WorkedOut) {
  const estimate = isEstimate(answer) ? answer : null
  return {
    metricId: metric.id,
    role: metric.role,
    method: method ?? 'none',
    result: {
      reference: answer.reference,
      changed: answer.changed,
      statistic: estimate?.statistic ?? null,
      df: estimate?.df ?? null,
      adjustedP,
      guardrail,
    },
    estimate: estimate?.difference ?? null,
    standardError: estimate?.standardError ?? null,
    intervalLower: estimate?.lower ?? null,
    intervalUpper: estimate?.upper ?? null,
    pValue: estimate?.p ?? null,
    notEstimable: isEstimate(answer) ? null : answer.because,
    verdict,
    sentence,
    working,
    firedRule: fired,
    firedAction: fired?.action ?? null,
  }
}
