import type { Actor } from '../access/actor'
import { authorize, type Deed, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import { NO_ENTRY, type LateEntry } from '../audit/lateEntry'
import { GateStore } from '../pilots/gate.store'
import type { Pilot } from '../pilots/pilot.entity'
import { movePilot } from '../pilots/pilotLife.service'
import { possibleDeeds } from '../pilots/pilotLife.rules'
import { PilotSheetStore, type PilotSheet } from '../pilots/pilotSheet.store'
import { PilotStandingStore } from '../pilots/pilotStanding.store'
import { PilotStore } from '../pilots/pilot.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Invalid, Missing } from '../platform/errors'
import { assertImpartial } from './decision.rules'
import { askForEarlyReason, assertNews, assertSeen, overridable, reviewCounts } from './gate.rules'
import { gateView, type GateView, type PagedGate } from './gateFacts'
import { GateFactsStore, type SignedPassage } from './gateFacts.store'

/** A gate as somebody sees it. */
export interface SeenGate extends PilotSheet {
  readonly gate: PagedGate
  readonly view: GateView
  readonly standing: Standing
  /** Who can confirm; the other deciders are named on the pilot. */
  readonly financePartners: readonly string[]
  /** Who can withdraw a proposal that the sponsor turns down. */
  readonly leads: readonly string[]
  /** The last time the gate was passed; null for one that is still ahead. */
  readonly passage: SignedPassage | null
}

/** The reason, where one is given or asked for, and the version of the pilot whose criteria the person has seen. */
interface Passing {
  readonly reason: string | null
  readonly version: number
}

/** What somebody who looked at the data-quality checks says of them. */
interface Look {
  readonly remark: string | null
}

const PASSES: Readonly<Record<PagedGate, Deed>> = {
  select: 'pilot.select',
  launch: 'pilot.launch',
  conclude: 'pilot.conclude',
  confirm: 'pilot.confirm',
}

/** Passing the gates select, launch, conclude and confirm, and the acts that their criteria ask for. */
export class GateService {
  /** @param concluded  works the results out, in the transaction that concludes a pilot; what it answers is told after that */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly concluded: (tx: Transaction, actor: Actor, pilotId: string) => Promise<LateEntry>,
  ) {}

  see(actor: Actor, pilotId: string, gate: PagedGate): Promise<SeenGate> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      const sheet = await new PilotSheetStore(tx).ofPilot(pilotId)
      const facts = new GateFactsStore(tx)
      return {
        ...sheet,
        gate,
        view: await gateView(tx, gate, sheet, this.clock.now()),
        standing,
        passage: await facts.lastPassage(pilotId, gate),
        financePartners: gate === 'confirm' ? await facts.holders(sheet.program.id, 'finance') : [],
        leads: gate === 'select' ? await facts.holders(sheet.program.id, 'lead') : [],
      }
    })
  }

  pass(actor: Actor, pilotId: string, gate: PagedGate, { reason, version }: Passing): Promise<Pilot> {
    return this.passing(actor, pilotId, gate, { reason, version }, null)
  }

  /** Concludes with a look at the checks that is recorded in the same deed: either both happen, or neither. */
  conclude(actor: Actor, pilotId: string, passing: Passing, look: Look): Promise<Pilot> {
    return this.passing(actor, pilotId, 'conclude', passing, look)
  }

  private passing(actor: Actor, pilotId: string, gate: PagedGate, { reason, version }: Passing, look: Look | null): Promise<Pilot> {
    return this.database.write(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, PASSES[gate])
      if (look) authorize(standing, 'reading.log')
      const pilot = await new PilotStore(tx).findForUpdate(pilotId)
      const sheet = await new PilotSheetStore(tx).ofPilot(pilotId)
      if (gate === 'select') assertImpartial(pilot, sheet.team.map(({ id }) => id), actor.accountId)
      const now = this.clock.now()
      const isOpen = possibleDeeds(pilot).includes(gate)
      if (isOpen) assertSeen({ version }, pilot)
      const tellFirst = look && isOpen ? await this.looked(tx, actor, sheet, look) : NO_ENTRY
      const { criteria } = await gateView(tx, gate, sheet, now, reason ?? '')
      if (isOpen) askForEarlyReason(criteria)
      const follow = () => this.concluded(tx, actor, pilotId)
      return movePilot(tx, { actor, pilot, deed: gate, now, criteria, tellFirst, ...(reason && { reason }), ...(gate === 'conclude' && { follow }) })
    })
  }

  /** Lets an unmet criterion pass, with the reason; only where the gate allows it, and while it stands before the pilot. */
  async override(actor: Actor, pilotId: string, gate: PagedGate, criterion: string, reason: string): Promise<void> {
    await this.atGate(actor, pilotId, gate, 'program.read', async (tx, sheet, standing) => {
      const now = this.clock.now()
      const { criteria } = await gateView(tx, gate, sheet, now)
      const { key, label, evidence } = overridable(criteria, criterion, standing)
      const override = { pilotId, gate, criterion: key, reason, actorId: actor.accountId, at: now }
      await new GateStore(tx).override(override)
      await this.tell(tx, actor, sheet, 'criterion.overridden', { gate, criterion: key, label, evidence, reason })
    })
  }

  /**
   * The checks themselves stand on the data page; that somebody looked at them is kept here. The same look sent again, with
   * nothing new in the data, stays the one that is there.
   */
  async recordReview(actor: Actor, pilotId: string, { checksSeen, remark }: Look & { readonly checksSeen: boolean }): Promise<void> {
    if (!checksSeen) throw new Invalid({ checksSeen: 'Tick this once you have looked at the checks.' })
    await this.atGate(actor, pilotId, 'conclude', 'reading.log', async (tx, sheet) => {
      const tell = await this.looked(tx, actor, sheet, { remark })
      await tell()
    })
  }

  private async looked(tx: Transaction, actor: Actor, sheet: PilotSheet, { remark }: Look): Promise<LateEntry> {
    const { id: pilotId, stateSince } = sheet.pilot
    const review = { pilotId, actorId: actor.accountId, at: this.clock.now(), remark: remark ?? '' }
    const facts = new GateFactsStore(tx)
    const last = await facts.lastReview(pilotId)
    const isSame = last?.actorId === review.actorId && last.remark === review.remark
    if (isSame && reviewCounts(await facts.readings(pilotId), stateSince)) return NO_ENTRY
    await facts.addReview(review)
    return () => this.tell(tx, actor, sheet, 'checks.lookedAt', { remark: review.remark })
  }

  /** @throws Conflict for what the same person has just recorded, word for word: a form that was sent twice */
  async recordBenefit(
    actor: Actor,
    pilotId: string,
    { lineId, amountCents, source }: { readonly lineId: string; readonly amountCents: number; readonly source: string },
  ): Promise<void> {
    await this.atGate(actor, pilotId, 'confirm', 'pilot.confirm', async (tx, sheet) => {
      const facts = new GateFactsStore(tx)
      const line = (await facts.benefits(pilotId)).find(({ id }) => id === lineId)
      if (!line) throw new Missing('This case has no such benefit line.')
      const reading = { pilotId, caseLineId: line.id, amountCents, source, actorId: actor.accountId, at: this.clock.now() }
      assertNews(reading, await facts.lastBenefitReading(line.id), sheet.program.timeZone)
      await facts.addBenefitReading(reading)
      await this.tell(tx, actor, sheet, 'benefit.read', { line: line.name, amountCents, source })
    })
  }

  /** One act at a gate that stands before the pilot now. */
  private atGate(
    actor: Actor,
    pilotId: string,
    gate: PagedGate,
    deed: Deed,
    act: (tx: Transaction, sheet: PilotSheet, standing: Standing, pilot: Pilot) => Promise<void>,
  ): Promise<void> {
    return this.database.write(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, deed)
      const pilot = await new PilotStore(tx).findForUpdate(pilotId)
      if (!possibleDeeds(pilot).includes(gate)) {
        throw new Conflict(`This pilot is ${pilot.state === 'draft' ? 'a draft' : pilot.state}; this belongs to another time of its life.`)
      }
      await act(tx, await new PilotSheetStore(tx).ofPilot(pilotId), standing, pilot)
    })
  }

  private tell(tx: Transaction, actor: Actor, { pilot }: PilotSheet, action: string, details: object): Promise<void> {
    const subject = { kind: 'pilot', id: pilot.id }
    return new AuditStore(tx).append({ program: pilot.programId, actor, action, subject, details, at: this.clock.now() })
  }
}
