import { randomUUID } from 'node:crypto'
import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Invalid } from '../platform/errors'
import { changesBetween, staleEdit } from '../platform/versions'
import type { Department } from '../programs/department.entity'
import { DepartmentStore } from '../programs/department.store'
import { MemberStore, type MemberRow } from '../programs/member.store'
import type { JourneyEditInput, JourneyInput } from './journey.input'
import { checkDepartments, drawingChanges, drawn, isSameDrawing, JOURNEY_WORDS, NOTHING_KNOWN, type Drawing } from './journey.rules'
import { JourneyStore, type JourneyAtVersion, type JourneyRow, type PilotOnKey, type VersionRow } from './journey.store'

/** A journey as its page shows it. */
export interface SeenJourney {
  readonly journey: JourneyAtVersion
  readonly versions: readonly VersionRow[]
  readonly departments: readonly Department[]
  readonly pilots: readonly PilotOnKey[]
  readonly standing: Standing
}

/** What the form of a journey offers to choose from. */
export interface JourneyChoices {
  readonly departments: readonly Department[]
  readonly members: readonly MemberRow[]
}

export class JourneyService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  ofProgram(actor: Actor, programId: string): Promise<{ journeys: JourneyRow[]; standing: Standing }> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      return { journeys: await new JourneyStore(tx).ofProgram(programId), standing }
    })
  }

  /** @param version  an older one, for whoever wants to see what a pilot was planned on */
  find(actor: Actor, programId: string, journeyId: string, version?: number): Promise<SeenJourney> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      const journeys = new JourneyStore(tx)
      return {
        journey: await journeys.find(programId, journeyId, version),
        versions: await journeys.versions(journeyId),
        departments: await new DepartmentStore(tx).ofProgram(programId),
        pilots: await journeys.pilotsOn(journeyId),
        standing,
      }
    })
  }

  /** For the form, which only a lead sees. */
  choices(actor: Actor, programId: string): Promise<JourneyChoices> {
    return this.database.read(async tx => {
      const members = new MemberStore(tx)
      authorize(await members.standingInProgram(actor, programId), 'program.manage')
      const present = (await members.ofProgram(programId)).filter(({ endedAt, deactivatedAt }) => !endedAt && !deactivatedAt)
      return { departments: await new DepartmentStore(tx).ofProgram(programId), members: present }
    })
  }

  create(actor: Actor, programId: string, input: JourneyInput): Promise<JourneyAtVersion> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.manage')
      const at = this.clock.now()
      await this.checkPlaces(tx, programId, input, null)
      const drawing = drawn(input, NOTHING_KNOWN, randomUUID)
      const journeys = new JourneyStore(tx)
      const { id, name } = await journeys.add({ programId, name: input.name, ownerId: input.ownerId, createdAt: at })
      await journeys.addVersion(id, 1, drawing, { createdById: actor.accountId, createdAt: at })
      const stages = drawing.stages.map(stage => stage.name)
      await this.tell(tx, actor, programId, 'journey.created', id, { name, version: 1, stages })
      return journeys.find(programId, id)
    })
  }

  /** Saves one more version; earlier ones stay, for the pilots that were planned on them. */
  revise(actor: Actor, programId: string, journeyId: string, input: JourneyEditInput): Promise<JourneyAtVersion> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.manage')
      const journeys = new JourneyStore(tx)
      const journey = await journeys.findForUpdate(programId, journeyId)
      const before = await journeys.find(programId, journeyId)
      const drawing = drawn(input, await journeys.knownKeys(journeyId), randomUUID)
      if (journey.latestVersion !== input.version) throw await this.stale(tx, before, drawing, input)
      await this.checkPlaces(tx, programId, input, journey.ownerId)
      const { name, ownerId } = input
      const headChanges = changesBetween({ name: journey.name, ownerId: journey.ownerId }, { name, ownerId })
      if (Object.keys(headChanges).length === 0 && isSameDrawing(before, drawing)) return before
      const version = journey.latestVersion + 1
      await journeys.save({ ...journey, name, ownerId, latestVersion: version })
      await journeys.addVersion(journeyId, version, drawing, { createdById: actor.accountId, createdAt: this.clock.now() })
      const changes = { ...headChanges, ...drawingChanges(before, drawing) }
      await this.tell(tx, actor, programId, 'journey.revised', journeyId, { name, version, changes })
      return journeys.find(programId, journeyId)
    })
  }

  /** An owner who has left may stay until somebody else is named, but nobody new from outside comes in. */
  private async checkPlaces(tx: Transaction, programId: string, input: JourneyInput, presentOwner: string | null): Promise<void> {
    checkDepartments(input.stages, await new DepartmentStore(tx).ofProgram(programId))
    if (input.ownerId === null || input.ownerId === presentOwner) return
    if (await new MemberStore(tx).isActive(programId, input.ownerId)) return
    throw new Invalid({ ownerId: 'Choose a member of this program.' })
  }

  private async stale(tx: Transaction, now: JourneyAtVersion, drawing: Drawing, input: JourneyInput) {
    const members = await new MemberStore(tx).ofProgram(now.programId)
    const typedOwner = members.find(({ accountId }) => accountId === input.ownerId)?.name ?? null
    return staleEdit({
      what: 'journey',
      words: JOURNEY_WORDS,
      now: { ...readable(now), name: now.name, owner: now.ownerName },
      typed: { ...readable(drawing), name: input.name, owner: typedOwner },
    })
  }

  private tell(tx: Transaction, actor: Actor, program: string, action: string, id: string, details: object): Promise<void> {
    return new AuditStore(tx).append({ program, actor, action, subject: { kind: 'journey', id }, details, at: this.clock.now() })
  }
}

function readable({ customerSegment, goal, stages, handoffs }: Drawing) {
  const lost = handoffs.map(({ shareLost }) => (shareLost === null ? 'not known' : `${(shareLost * 100).toFixed(1)} % lost`))
  return { customerSegment, goal, stages: stages.map(({ name }) => name), handoffs: lost }
}
