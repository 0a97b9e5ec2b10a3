import type { Actor } from '../access/actor'
import { authorize, may, type Standing } from '../access/permissions'
import { calendarDay } from '../platform/calendarDay'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { MemberStore } from '../programs/member.store'
import { ProgramStore } from '../programs/program.store'
import { tasksOf, type Task } from './home.rules'
import { HomeStore, type ProgramStanding } from './home.store'

/** Home as one person sees it. */
export interface SeenHome {
  readonly program: ProgramStanding
  readonly tasks: readonly Task[]
  readonly standing: Standing
  readonly name: string
  readonly now: Date
}

/** What needs me: three queries, however large the program. */
export class HomeService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Where somebody starts: the first of their programs; null for a person who is in none. */
  start(actor: Actor): Promise<string | null> {
    return this.database.read(async tx => (await new ProgramStore(tx).mine(actor.accountId))[0]?.id ?? null)
  }

  ofProgram(actor: Actor, programId: string): Promise<SeenHome> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      const home = new HomeStore(tx)
      const now = this.clock.now()
      const program = await home.program(programId, now)
      const needs = await home.needs({
        programId,
        accountId: actor.accountId,
        mayLead: may(standing, 'scoring.close'),
        maySponsor: may(standing, 'decision.second'),
        mayFinance: may(standing, 'case.finance'),
        now,
      })
      const tasks = tasksOf(needs, { today: calendarDay(now, program.timeZone), now }, programId)
      return { program, tasks, standing, name: actor.name, now }
    })
  }
}
