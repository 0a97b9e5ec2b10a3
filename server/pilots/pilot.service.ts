import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Invalid } from '../platform/errors'
import { changesBetween, staleEdit } from '../platform/versions'
import { MemberStore } from '../programs/member.store'
import type { Program } from '../programs/program.entity'
import { ProgramStore } from '../programs/program.store'
import { conflictInWords, submitCriteria, type PilotConflict } from './gateCriteria.rules'
import type { Pilot } from './pilot.entity'
import { addDraft, movePilot } from './pilotLife.service'
import type { Criterion } from './criterion.rules'
import { assertOpen } from './openParts.rules'
import { nextGate, type PilotDeed } from './pilotLife.rules'
import { PilotSheetStore, type PilotSheet } from './pilotSheet.store'
import { PilotStandingStore } from './pilotStanding.store'
import { PilotStore, type SegmentKey } from './pilot.store'
import { PilotTeamStore } from './pilotTeam.store'
import type { DraftInput, HandOverInput, ProposalInput, TeamInput, TimeboxInput } from './proposal.input'
import {
  canWork,
  checkedTimebox,
  PROPOSAL_WORDS,
  proposalOf,
  sponsorsOf,
  type Proposal,
  type ProposalChoices,
} from './proposal.rules'
import { ProposalChoiceStore } from './proposalChoice.store'
import { nameOf, namesOf, staleProposal } from './proposalDifferences'
import { wordingOf, type Wording } from './wording'

/** One pilot as somebody sees it. */
export interface SeenPilot extends PilotSheet {
  readonly standing: Standing
  /** Of the submit gate while the pilot is a draft; null later, when other features know the criteria. */
  readonly criteria: readonly Criterion[] | null
  /** Of a draft, with pilots that are approved or running. */
  readonly conflicts: readonly PilotConflict[]
}

/** Everything that the form of a proposal offers. */
export interface ProposalForm {
  readonly program: Program
  readonly choices: ProposalChoices
}

export interface DraftForm extends ProposalForm {
  readonly seen: SeenPilot
}

export interface TeamForm {
  readonly seen: SeenPilot
  readonly colleagues: ProposalChoices['colleagues']
}

/** What a person knows of a pilot as a whole: propose, edit, submit, pause, resume, withdraw, hand over. */
export class PilotService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  see(actor: Actor, pilotId: string): Promise<SeenPilot> {
    return this.database.read(tx => seen(tx, actor, pilotId))
  }

  /** An empty proposal's form. */
  form(actor: Actor, programId: string): Promise<ProposalForm> {
    return this.database.read(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'pilot.propose')
      return {
        program: await new ProgramStore(tx).find(programId),
        choices: await new ProposalChoiceStore(tx).ofProgram(programId),
      }
    })
  }

  /** The form of a pilot that exists; its journey stays in the version that it was planned on. */
  draftForm(actor: Actor, pilotId: string): Promise<DraftForm> {
    return this.database.read(async tx => {
      const pilot = await seen(tx, actor, pilotId)
      authorize(pilot.standing, 'pilot.edit')
      return {
        seen: pilot,
        program: await new ProgramStore(tx).find(pilot.program.id),
        choices: await choicesFor(tx, pilot.pilot),
      }
    })
  }

  teamForm(actor: Actor, pilotId: string): Promise<TeamForm> {
    return this.database.read(async tx => {
      const pilot = await seen(tx, actor, pilotId)
      return { seen: pilot, colleagues: await new PilotTeamStore(tx).colleagues(pilot.program.id) }
    })
  }

  propose(actor: Actor, programId: string, input: ProposalInput): Promise<Pilot> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'pilot.propose')
      const choices = await new ProposalChoiceStore(tx).ofProgram(programId)
      const { proposal, segment } = proposalOf(input, choices, actor.accountId)
      return addDraft(tx, { actor, programId, proposal, segment, parentId: null, now: this.clock.now() })
    })
  }

  revise(actor: Actor, pilotId: string, input: DraftInput): Promise<Pilot> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'pilot.edit')
      const pilots = new PilotStore(tx)
      const pilot = await pilots.findForUpdate(pilotId)
      assertOpen(pilot, 'proposal')
      const choices = await choicesFor(tx, pilot)
      const { proposal, segment } = proposalOf(input, choices, pilot.proposerId, pilot)
      const before = { ...proposalIn(pilot), segment: await pilots.segmentOf(pilotId) }
      if (pilot.version !== input.version) throw staleProposal(choices, before, { ...proposal, segment })
      const changes = changesBetween(inOrder(before), inOrder({ ...proposal, segment }))
      if (Object.keys(changes).length === 0) return pilot
      await pilots.replaceSegment(pilotId, segment)
      const revised = await pilots.save({ ...pilot, ...proposal, version: pilot.version + 1 })
      await this.tell(tx, actor, revised, 'pilot.edited', { changes })
      return revised
    })
  }

  /** Dates may slip until launch, but not onto another pilot that the sponsor was not asked about. */
  reschedule(actor: Actor, pilotId: string, input: TimeboxInput): Promise<Pilot> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'pilot.edit')
      const pilots = new PilotStore(tx)
      const pilot = await pilots.findForUpdate(pilotId)
      assertOpen(pilot, 'timebox')
      const { version, ...timebox } = checkedTimebox(input)
      if (pilot.version !== version) {
        const { startsOn, endsOn, arrivalsPerWeek } = PROPOSAL_WORDS
        throw staleEdit({
          what: 'pilot',
          words: { startsOn, endsOn, arrivalsPerWeek },
          now: { ...pilot },
          typed: timebox,
        })
      }
      const changed = { ...pilot, ...timebox, version: pilot.version + 1 }
      if (pilot.state === 'approved') {
        const words = wordingOf(await new ProgramStore(tx).find(pilot.programId))
        await assertNoNewConflict(pilots, pilot, changed, words)
      }
      const saved = await pilots.save(changed)
      await this.tell(tx, actor, saved, 'pilot.rescheduled', { changes: changesBetween(pilot, timebox) })
      return saved
    })
  }

  /** In a draft only. Stages and handoffs keep their keys; those that the new version no longer has fall away. */
  moveToLatestJourney(actor: Actor, pilotId: string): Promise<{ readonly fellAway: number }> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'pilot.edit')
      const pilots = new PilotStore(tx)
      const pilot = await pilots.findForUpdate(pilotId)
      assertOpen(pilot, 'proposal')
      const journeys = await new ProposalChoiceStore(tx).journeys(pilot.programId)
      const journey = journeys.find(({ id }) => id === pilot.journeyId)
      if (!journey || journey.version === pilot.journeyVersion)
        throw new Conflict('This pilot is on the latest version of its journey.')
      const segment = await pilots.segmentOf(pilotId)
      const kept = segment.filter(({ key }) => journey.parts.some(part => part.key === key))
      await pilots.replaceSegment(pilotId, kept)
      const saved = await pilots.save({ ...pilot, journeyVersion: journey.version, version: pilot.version + 1 })
      const fellAway = segment.length - kept.length
      await this.tell(tx, actor, saved, 'pilot.journeyMoved', {
        from: pilot.journeyVersion,
        to: journey.version,
        fellAway,
      })
      return { fellAway }
    })
  }

  changeTeam(actor: Actor, pilotId: string, { members, version }: TeamInput): Promise<Pilot> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'pilot.edit')
      const [pilots, team] = [new PilotStore(tx), new PilotTeamStore(tx)]
      const pilot = await pilots.findForUpdate(pilotId)
      const present = await team.idsOf(pilotId)
      const colleagues = await team.colleagues(pilot.programId)
      const wanted = new Set(members)
      const added = [...wanted].filter(id => !present.includes(id))
      const removed = present.filter(id => !wanted.has(id))
      assertOpen(pilot, 'teamAdditions')
      if (removed.length > 0) assertOpen(pilot, 'team')
      if (!added.every(id => colleagues.some(one => one.accountId === id && canWork(one)))) {
        throw new Invalid({ members: 'Choose among the people who work in this program.' })
      }
      // the sponsor must stay outside once the submit gate has checked it
      if (pilot.state !== 'draft' && pilot.sponsorId && added.includes(pilot.sponsorId)) {
        throw new Invalid({ members: 'The sponsor decides on this pilot and so cannot work on it.' })
      }
      const names = namesOf(colleagues)
      if (pilot.version !== version) {
        const listed = (ids: readonly string[]) => ids.map(names).sort()
        throw staleEdit({
          what: 'team',
          words: { members: 'Team' },
          now: { members: listed(present) },
          typed: { members: listed(members) },
        })
      }
      if (added.length === 0 && removed.length === 0) return pilot
      await team.add(pilotId, added, this.clock.now())
      await team.remove(pilotId, removed)
      const saved = await pilots.save({ ...pilot, version: pilot.version + 1 })
      await this.tell(tx, actor, saved, 'pilot.teamChanged', { added: added.map(names), removed: removed.map(names) })
      return saved
    })
  }

  /** The lead may name another owner at any time, and another sponsor until the decision. */
  handOver(actor: Actor, pilotId: string, { ownerId, sponsorId, reason, version }: HandOverInput): Promise<Pilot> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'program.manage')
      const pilots = new PilotStore(tx)
      const pilot = await pilots.findForUpdate(pilotId)
      const team = new PilotTeamStore(tx)
      const colleagues = await team.colleagues(pilot.programId)
      const names = namesOf(colleagues)
      if (pilot.version !== version) {
        throw staleEdit({
          what: 'pilot',
          words: { ownerId: 'Owner', sponsorId: 'Sponsor' },
          now: { ownerId: nameOf(names, pilot.ownerId), sponsorId: nameOf(names, pilot.sponsorId) },
          typed: { ownerId: names(ownerId), sponsorId: nameOf(names, sponsorId) },
        })
      }
      if (ownerId !== pilot.ownerId && !colleagues.some(one => one.accountId === ownerId && canWork(one))) {
        throw new Invalid({ ownerId: 'Choose an owner among the people who work in this program.' })
      }
      const nextSponsor = sponsorId ?? pilot.sponsorId
      if (nextSponsor !== pilot.sponsorId) {
        assertOpen(pilot, 'sponsor')
        if (!sponsorsOf(colleagues).some(one => one.accountId === nextSponsor)) {
          throw new Invalid({ sponsorId: 'Choose a sponsor among the sponsors of this program.' })
        }
      }
      if (pilot.state !== 'draft')
        assertImpartial({ ...pilot, ownerId, sponsorId: nextSponsor }, await team.idsOf(pilotId))
      const changes = changesBetween(pilot, { ownerId, sponsorId: nextSponsor })
      if (Object.keys(changes).length === 0) return pilot
      const saved = await pilots.save({ ...pilot, ownerId, sponsorId: nextSponsor, version: pilot.version + 1 })
      await this.tell(tx, actor, saved, 'pilot.handedOver', {
        ...(changes.ownerId && { owner: { before: nameOf(names, pilot.ownerId), after: names(ownerId) } }),
        ...(changes.sponsorId && {
          sponsor: { before: nameOf(names, pilot.sponsorId), after: nameOf(names, nextSponsor) },
        }),
        reason,
      })
      return saved
    })
  }

  submit(actor: Actor, pilotId: string): Promise<Pilot> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'pilot.submit')
      const pilot = await new PilotStore(tx).findForUpdate(pilotId)
      const conflicts = await new PilotStore(tx).conflicts(pilot)
      const criteria = criteriaToSubmit(await new PilotSheetStore(tx).ofPilot(pilotId), conflicts)
      return this.move(tx, actor, pilot, 'submit', { criteria })
    })
  }

  pause(actor: Actor, pilotId: string, reason: string): Promise<Pilot> {
    return this.simply(actor, pilotId, 'pause', reason)
  }

  resume(actor: Actor, pilotId: string): Promise<Pilot> {
    return this.simply(actor, pilotId, 'resume', '')
  }

  withdraw(actor: Actor, pilotId: string, reason: string): Promise<Pilot> {
    return this.simply(actor, pilotId, 'withdraw', reason)
  }

  private simply(actor: Actor, pilotId: string, deed: 'pause' | 'resume' | 'withdraw', reason: string): Promise<Pilot> {
    return this.database.write(async tx => {
      authorize(
        await new PilotStandingStore(tx).standing(actor, pilotId),
        deed === 'withdraw' ? 'pilot.withdraw' : 'pilot.pause',
      )
      return this.move(tx, actor, await new PilotStore(tx).findForUpdate(pilotId), deed, { reason })
    })
  }

  private move(
    tx: Transaction,
    actor: Actor,
    pilot: Pilot,
    deed: PilotDeed,
    facts: { readonly criteria?: readonly Criterion[]; readonly reason?: string },
  ): Promise<Pilot> {
    return movePilot(tx, { actor, pilot, deed, now: this.clock.now(), ...facts })
  }

  private tell(tx: Transaction, actor: Actor, pilot: Pilot, action: string, details: object): Promise<void> {
    return new AuditStore(tx).append({
      program: pilot.programId,
      actor,
      action,
      subject: { kind: 'pilot', id: pilot.id },
      details,
      at: this.clock.now(),
    })
  }
}

/** The submit gate of a pilot as it stands. */
function criteriaToSubmit(sheet: PilotSheet, conflicts: readonly PilotConflict[]): Criterion[] {
  const { pilot, owner, team, sponsor, metric, journey, segment, program } = sheet
  return submitCriteria({
    ...{ pilot, owner, team, sponsor, metric, journey, conflicts },
    proposerId: pilot.proposerId,
    segment: segment.flatMap(({ label }) => (label ? [label] : [])),
    words: wordingOf(program),
  })
}

async function seen(tx: Transaction, actor: Actor, pilotId: string): Promise<SeenPilot> {
  const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
  authorize(standing, 'program.read')
  const sheet = await new PilotSheetStore(tx).ofPilot(pilotId)
  if (nextGate(sheet.pilot.state) !== 'submit') return { ...sheet, standing, criteria: null, conflicts: [] }
  const conflicts = await new PilotStore(tx).conflicts(sheet.pilot)
  return { ...sheet, standing, criteria: criteriaToSubmit(sheet, conflicts), conflicts }
}

function choicesFor(tx: Transaction, { programId, journeyId, journeyVersion }: Pilot): Promise<ProposalChoices> {
  const pinned = journeyId && journeyVersion ? { journeyId, version: journeyVersion } : undefined
  return new ProposalChoiceStore(tx).ofProgram(programId, pinned)
}

async function assertNoNewConflict(pilots: PilotStore, before: Pilot, after: Pilot, words: Wording): Promise<void> {
  const known = new Set((await pilots.conflicts(before)).map(({ id }) => id))
  const fresh = (await pilots.conflicts(after)).filter(({ id }) => !known.has(id))
  if (fresh.length === 0) return
  throw new Conflict(
    'In these dates another pilot works on the same part of the journey.',
    fresh.map(conflict => `${conflictInWords(conflict, words)}.`),
  )
}

function assertImpartial({ ownerId, sponsorId, proposerId }: Pilot, team: readonly string[]): void {
  if (!sponsorId) return
  if (sponsorId === ownerId || team.includes(sponsorId)) {
    throw new Invalid({ sponsorId: 'The sponsor must be outside the team.' })
  }
  if (sponsorId === proposerId) throw new Invalid({ sponsorId: 'Who proposed a pilot does not decide on it.' })
}

function proposalIn(pilot: Pilot): Proposal {
  const { title, change, forWhom, expectedEffect, because, ownerId, sponsorId, metricId, smallestEffect } = pilot
  const { startsOn, endsOn, budgetCents, budgetSource, mostCustomers, mostSpendCents, stopRule, rollbackStep } = pilot
  const { visionSentence, arrivalsPerWeek, journeyId, journeyVersion } = pilot
  return {
    ...{ title, change, forWhom, expectedEffect, because, ownerId, sponsorId, metricId, smallestEffect },
    ...{ startsOn, endsOn, budgetCents, budgetSource, mostCustomers, mostSpendCents, stopRule, rollbackStep },
    ...{ visionSentence, arrivalsPerWeek, journeyId, journeyVersion },
  }
}

/** The same set of stages and handoffs is no change, whatever its order. */
function inOrder<T extends { readonly segment: readonly SegmentKey[] }>(answers: T): T {
  return { ...answers, segment: [...answers.segment].sort((one, other) => one.key.localeCompare(other.key)) }
}
