import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AccountStore } from '../accounts/account.store'
import { AuditStore } from '../audit/audit.store'
import { NO_ENTRY, type LateEntry } from '../audit/lateEntry'
import { isOutcomeOpen } from '../pilots/outcome.rules'
import { PilotInProgramStore, type PilotInProgram } from '../pilots/pilotInProgram.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import type { Verdict } from '../plans/decisionRule.rules'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Invalid, Missing } from '../platform/errors'
import { appraisalInputs, appraise, digestOf, DRAWS, ENGINE_VERSION, seedOf, whyNotAppraisable } from './appraisal.rules'
import { amountOf, turned, turnedInterval, type DrivingFinding } from './lineAmount.rules'
import { CaseStore, type CaseFinding, type SignedLine } from './case.store'
import type { CaseAppraisal } from './caseAppraisal.entity'
import type { CaseLine } from './caseLine.entity'
import {
  assertSeen,
  checkedOpinion,
  columnsOf,
  isSameLine,
  lineColumns,
  UNSIGNED,
  whyNotEditable,
  type FinanceOpinion,
  type WrittenLine,
} from './caseLine.rules'
import { differences, keptChanges } from './lineInWords'
import { lapses, spoken } from './signature.rules'

/** All that the pages of a case and its JSON are made from. */
export interface SeenCase {
  readonly pilot: PilotInProgram
  readonly lines: readonly SignedLine[]
  /** What drives the case, turned so that plus is good; null while it may not be shown or is not there. */
  readonly finding: DrivingFinding | null
  readonly findingNumber: number | null
  /** Level of its interval. */
  readonly confidence: number | null
  /** What the results say of the effect that drives the case. */
  readonly verdict: Verdict | null
  /** Whether the finding is final and holds no number. */
  readonly isAnswered: boolean
  /** The latest one; null while it may not be shown. */
  readonly appraisal: CaseAppraisal | null
  /** Whether the appraisal is of the case as it stands now. */
  readonly isCurrent: boolean
  /** Why there is nothing to appraise; null when there is. */
  readonly whyNot: string | null
  /** Why nobody changes or signs it now; null where they may. */
  readonly closed: string | null
  readonly standing: Standing
}

/** The same with what a form offers. */
export interface CaseToWrite extends SeenCase {
  readonly people: readonly { readonly id: string; readonly name: string }[]
}

export class CaseService {
  /** @param awaitsSecond  whether a decision on the pilot waits for its second sponsor */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly awaitsSecond: (tx: Transaction, pilotId: string) => Promise<boolean>,
  ) {}

  ofPilot(actor: Actor, pilotId: string): Promise<SeenCase> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      return this.seen(tx, pilotId, standing)
    })
  }

  toWrite(actor: Actor, pilotId: string): Promise<CaseToWrite> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'case.edit')
      const found = await this.seen(tx, pilotId, standing)
      return { ...found, people: await new CaseStore(tx).people(found.pilot.programId) }
    })
  }

  /** A line and what it promises, for the page on which finance signs it. */
  async line(actor: Actor, pilotId: string, lineId: string): Promise<{ seen: SeenCase; line: SignedLine }> {
    const found = await this.ofPilot(actor, pilotId)
    const line = found.lines.find(({ id }) => id === lineId)
    if (!line) throw new Missing('This case has no such line.')
    return { seen: found, line }
  }

  add(actor: Actor, pilotId: string, written: WrittenLine): Promise<CaseLine> {
    return this.database.write(async tx => {
      const { cases, pilot } = await this.open(tx, actor, pilotId)
      const columns = await this.checked(cases, pilot, written)
      const line = await cases.save({ pilotId, position: await cases.nextPosition(pilotId), ...columns })
      await this.settle(tx, actor, pilot, 'case.lineAdded', { line: line.name, kind: line.kind })
      return line
    })
  }

  /** `version` is that of the line the writer has seen. What finance said about it before no longer counts. */
  revise(actor: Actor, pilotId: string, lineId: string, written: WrittenLine, version: number): Promise<CaseLine> {
    return this.database.write(async tx => {
      const { cases, pilot } = await this.open(tx, actor, pilotId)
      const columns = await this.checked(cases, pilot, written)
      const line = found(await cases.lineForUpdate(pilotId, lineId))
      assertSeen(line, version, differences(line, columns, pilot))
      const changed = !isSameLine(line, columns)
      const saved = await cases.save({ ...line, ...columns, ...(changed && UNSIGNED), version: version + 1 })
      const ownerName = async (id: string | null) => (id === null ? null : (await new AccountStore(tx).one(id)).name)
      const before = { ...lineColumns(line), ownerName: await ownerName(line.ownerId) }
      const changes = keptChanges(before, { ...columns, ownerName: await ownerName(columns.ownerId) })
      await this.settle(tx, actor, pilot, 'case.lineRevised', { line: line.name, unsigned: changed && line.financeStatus !== 'proposed', changes })
      return saved
    })
  }

  async remove(actor: Actor, pilotId: string, lineId: string, version: number): Promise<void> {
    await this.database.write(async tx => {
      const { cases, pilot } = await this.open(tx, actor, pilotId)
      const line = found(await cases.lineForUpdate(pilotId, lineId))
      assertSeen(line, version)
      await cases.remove(line)
      await this.settle(tx, actor, pilot, 'case.lineRemoved', { line: line.name, kind: line.kind })
    })
  }

  /** Finance's word on one line. */
  async sign(actor: Actor, pilotId: string, lineId: string, opinion: FinanceOpinion, version: number): Promise<void> {
    await this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'case.finance')
      const cases = new CaseStore(tx)
      const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
      await this.assertOpen(tx, pilot)
      const line = found(await cases.lineForUpdate(pilotId, lineId))
      assertSeen(line, version)
      const finding = driving(pilot, await cases.finding(pilotId))
      const likely = amountOf(line, finding)?.likely ?? null
      const checked = checkedOpinion(opinion, likely)
      const { status, figureCents, reason } = checked
      if (likely === null && (status === 'accepted' || status === 'reduced')) {
        throw new Conflict('This line follows from the finding, which gives it no amount yet. Sign it when its amount is known.')
      }
      const word = spoken(line, checked, finding, { byId: actor.accountId, at: this.clock.now() })
      await cases.save({ ...line, ...word, version: version + 1 })
      const findingId = line.driver === 'finding' ? (finding?.id ?? null) : null
      const likelyCents = likely === null ? null : Math.round(likely)
      const details = { line: line.name, status, figureCents, reason, likelyCents, findingId }
      await this.settle(tx, actor, pilot, 'case.lineSigned', details)
    })
  }

  /** Computes the value of the case as it stands. Asking again without a change changes nothing. */
  async appraise(actor: Actor, pilotId: string): Promise<void> {
    await this.database.write(async tx => {
      const { cases, pilot } = await this.open(tx, actor, pilotId)
      const lines = await cases.lines(pilotId)
      const latest = await cases.finding(pilotId)
      const because = whyNotAppraisable(lines, driving(pilot, latest), holdsNoNumber(pilot, latest))
      if (because !== null) throw new Conflict(because)
      await this.settle(tx, actor, pilot, 'case.appraised', {})
    })
  }

  /**
   * After a new finding: the lines that follow it promise something else now, so finance is asked anew, nobody saves a
   * form that showed the old amounts, and the case is worth something else. Inside somebody else's transaction, who has
   * locked the pilot and tells of it.
   */
  async followFinding(tx: Transaction, actor: Actor, pilotId: string): Promise<LateEntry> {
    const pilot = await new PilotInProgramStore(tx).find(pilotId)
    // a decision that waits cannot be agreed to after a new finding, so it holds nothing up here
    if (whyNotEditable(pilot.state, false) !== null) return NO_ENTRY
    const cases = new CaseStore(tx)
    const lines = await cases.lines(pilotId)
    if (!lines.some(({ driver }) => driver === 'finding')) return NO_ENTRY
    const lapsing = lines.filter(lapses)
    await cases.followFinding(pilotId, lapsing)
    await this.appraiseAnew(tx, pilot)
    if (lapsing.length === 0) return NO_ENTRY
    const details = { lines: lapsing.map(({ name }) => name) }
    return () => this.tell(tx, actor, pilot, 'case.signaturesLapsed', details)
  }

  private async open(tx: Transaction, actor: Actor, pilotId: string): Promise<{ cases: CaseStore; pilot: PilotInProgram }> {
    authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'case.edit')
    const cases = new CaseStore(tx)
    const pilot = await new PilotInProgramStore(tx).findForUpdate(pilotId)
    await this.assertOpen(tx, pilot)
    return { cases, pilot }
  }

  private async seen(tx: Transaction, pilotId: string, standing: Standing): Promise<SeenCase> {
    const cases = new CaseStore(tx)
    const pilot = await new PilotInProgramStore(tx).find(pilotId)
    const lines = await cases.lines(pilotId)
    const latest = await cases.finding(pilotId)
    const finding = driving(pilot, latest)
    const isAnswered = holdsNoNumber(pilot, latest)
    const whyNot = whyNotAppraisable(lines, finding, isAnswered)
    const newest = await cases.latestAppraisal(pilotId)
    // one that was computed before an extension would tell of the outcome
    const appraisal = newest && (isOutcomeOpen(pilot.state) || newest.inputs.findingId === null) ? newest : null
    return {
      pilot,
      lines: isOutcomeOpen(pilot.state) ? lines : lines.map(untold),
      finding,
      findingNumber: finding ? (latest?.number ?? null) : null,
      confidence: finding ? (latest?.confidence ?? null) : null,
      verdict: finding ? (latest?.verdict ?? null) : null,
      isAnswered,
      appraisal: whyNot === null ? appraisal : null,
      isCurrent: whyNot === null && appraisal?.inputsDigest === digestOf(appraisalInputs(lines, finding, pilot)),
      whyNot,
      closed: whyNotEditable(pilot.state, await this.awaitsSecond(tx, pilotId)),
      standing,
    }
  }

  private async assertOpen(tx: Transaction, { id, state }: PilotInProgram): Promise<void> {
    const refusal = whyNotEditable(state, await this.awaitsSecond(tx, id))
    if (refusal !== null) throw new Conflict(refusal)
  }

  private async checked(cases: CaseStore, pilot: PilotInProgram, written: WrittenLine) {
    const columns = columnsOf(written)
    if (columns.ownerId !== null && !(await cases.people(pilot.programId)).some(({ id }) => id === columns.ownerId)) {
      throw new Invalid({ ownerId: 'Choose somebody who is a member of this program.' })
    }
    return columns
  }

  /** After every change: the value of the case and the entry in the log. */
  private async settle(tx: Transaction, actor: Actor, pilot: PilotInProgram, action: string, details: object): Promise<void> {
    await this.appraiseAnew(tx, pilot)
    await this.tell(tx, actor, pilot, action, details)
  }

  /** The value of the case as it stands now, where it can be known and is another one. */
  private async appraiseAnew(tx: Transaction, pilot: PilotInProgram): Promise<void> {
    const cases = new CaseStore(tx)
    const lines = await cases.lines(pilot.id)
    const finding = driving(pilot, await cases.finding(pilot.id))
    if (whyNotAppraisable(lines, finding) !== null) return
    const latest = await cases.latestAppraisal(pilot.id)
    const inputs = appraisalInputs(lines, finding, pilot)
    const inputsDigest = digestOf(inputs)
    if (latest?.inputsDigest === inputsDigest) return
    const appraisal = {
      pilotId: pilot.id,
      inputs,
      inputsDigest,
      seed: String(seedOf(inputsDigest)),
      draws: DRAWS,
      result: appraise(inputs),
      engineVersion: ENGINE_VERSION,
      computedAt: this.clock.now(),
    }
    await cases.saveAppraisal(appraisal, (latest?.number ?? 0) + 1)
  }

  private async tell(tx: Transaction, actor: Actor, pilot: PilotInProgram, action: string, details: object): Promise<void> {
    const subject = { kind: 'pilot', id: pilot.id }
    await new AuditStore(tx).append({ program: pilot.programId, actor, action, subject, details, at: this.clock.now() })
  }
}

/** What finance said of a measured effect tells the effect, also where the line is entered by now. */
function untold(line: SignedLine): SignedLine {
  if (line.driver === 'finding') return { ...line, signed: null, financeFigureCents: null, financeReason: '' }
  return line.signed?.line.driver === 'finding' ? { ...line, signed: null } : line
}

/** What drives the case; nothing as long as the outcome may not be shown. */
export function driving(pilot: Pick<PilotInProgram, 'state' | 'metric'>, finding: CaseFinding | null): DrivingFinding | null {
  const { state, metric } = pilot
  if (!isOutcomeOpen(state) || !metric || !finding) return null
  const { id, estimate, standardError, intervalLower, intervalUpper } = finding
  if (estimate === null || standardError === null || intervalLower === null || intervalUpper === null) return null
  const interval = turnedInterval({ lower: intervalLower, upper: intervalUpper }, metric.direction)
  return { id, estimate: turned(estimate, metric.direction), standardError, interval }
}

/** Whether the finding is final and the data gave it no number. */
export const holdsNoNumber = ({ state }: Pick<PilotInProgram, 'state'>, finding: CaseFinding | null): boolean =>
  isOutcomeOpen(state) && finding !== null && finding.estimate === null

function found<T>(value: T | null): T {
  if (value === null) throw new Missing()
  return value
}
