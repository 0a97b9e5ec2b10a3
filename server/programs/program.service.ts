import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { changesBetween, staleEdit } from '../platform/versions'
import type { Inviting } from './inviting'
import { MemberStore } from './member.store'
import type { NewProgramInput, SettingsInput } from './program.input'
import type { Program } from './program.entity'
import { asPercent, checkCurrency, checkNewName, settingsOf, SETTINGS_WORDS, type ProgramSettings } from './program.rules'
import { ProgramStore, type MyProgram } from './program.store'

/** A program and what the person who looks at it may do. */
export interface SeenProgram {
  readonly program: Program
  readonly standing: Standing
}

/** A new program; `link` is for its lead where the address had no account yet, and is shown this once. */
export interface CreatedProgram {
  readonly program: Program
  readonly lead: { readonly accountId: string; readonly name: string; readonly email: string; readonly link: string | null }
}

export class ProgramService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly inviting: Inviting,
  ) {}

  /** The programs of the person who asks; a stranger to all of them gets none. */
  mine(actor: Actor): Promise<MyProgram[]> {
    return this.database.read(tx => new ProgramStore(tx).mine(actor.accountId))
  }

  find(actor: Actor, programId: string): Promise<SeenProgram> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      return { program: await new ProgramStore(tx).find(programId), standing }
    })
  }

  /** For the form: only a lead sees it. */
  settings(actor: Actor, programId: string): Promise<SeenProgram & { readonly hasAmounts: boolean }> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.manage')
      const programs = new ProgramStore(tx)
      return { program: await programs.find(programId), hasAmounts: await programs.hasAmounts(programId), standing }
    })
  }

  /** Says whether the actor may create programs, for the form and for the button that leads to it. */
  async checkMayCreate(actor: Actor): Promise<void> {
    await this.database.read(async tx => authorize(await new MemberStore(tx).standingInInstallation(actor), 'program.create'))
  }

  /** Makes a program with its first lead, who need not have an account yet. The administrator is not in it. */
  create(actor: Actor, input: NewProgramInput, { isSample = false } = {}): Promise<CreatedProgram> {
    return this.database.write(async tx => {
      const members = new MemberStore(tx)
      authorize(await members.standingInInstallation(actor), 'program.create')
      const programs = new ProgramStore(tx)
      const at = this.clock.now()
      const settings = settingsOf(input)
      checkNewName(settings.name, await programs.isNameTaken(settings.name))
      const lead = await this.inviting.accountFor(tx, { email: input.leadEmail, name: input.leadName, field: 'leadEmail' }, actor)
      const program = await programs.add(settings, isSample, at)
      await members.add({
        programId: program.id,
        accountId: lead.accountId,
        roles: ['lead'],
        departmentId: null,
        isDepartmentHead: false,
        createdAt: at,
      })
      const event = {
        actor,
        action: 'program.created',
        subject: { kind: 'program', id: program.id },
        details: { name: program.name, lead: { id: lead.accountId, name: lead.name } },
        at,
      }
      const audit = new AuditStore(tx)
      await audit.append({ ...event, program: program.id })
      await audit.append({ ...event, program: null })
      return { program, lead: { ...lead, email: input.leadEmail } }
    })
  }

  revise(actor: Actor, programId: string, input: SettingsInput): Promise<Program> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.manage')
      const programs = new ProgramStore(tx)
      const program = await programs.findForUpdate(programId)
      const settings = settingsOf(input)
      if (program.version !== input.version) throw staleSettings(program, settings)
      checkCurrency(program.currency, settings.currency, await programs.hasAmounts(programId))
      const changes = changesBetween<ProgramSettings>(program, settings)
      if (Object.keys(changes).length === 0) return program
      const saved = await programs.save({ ...program, ...settings, version: program.version + 1 })
      await new AuditStore(tx).append({
        program: programId,
        actor,
        action: 'program.revised',
        subject: { kind: 'program', id: programId },
        details: { changes },
        at: this.clock.now(),
      })
      return saved
    })
  }
}

function staleSettings(now: ProgramSettings, typed: ProgramSettings) {
  return staleEdit({ what: 'program', words: SETTINGS_WORDS, now: readable(now), typed: readable(typed) })
}

function readable({ discountRate, ...settings }: ProgramSettings) {
  return { ...settings, discountRate: `${asPercent(discountRate)} %` }
}
