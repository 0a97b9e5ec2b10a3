import type { Transaction } from '../platform/database/database'
import { Missing } from '../platform/errors'
import type { ProgramRole } from './membership.entity'
import { Program } from './program.entity'
import type { ProgramSettings } from './program.rules'

/** A program as its member sees it in lists and in the frame of every page. */
export interface MyProgram {
  readonly id: string
  readonly name: string
  readonly vision: string
  readonly roles: readonly ProgramRole[]
  readonly locale: string
  readonly timeZone: string
  readonly currency: string
  readonly isSample: boolean
}

/** Names any number, as long as it is used for nothing else: one creation of a program at a time. */
const CREATION_LOCK = 7_202_601

export class ProgramStore {
  constructor(private readonly tx: Transaction) {}

  /** The programs that a person is a member of, by name; the frame of every page asks this once. */
  mine(accountId: string): Promise<MyProgram[]> {
    return this.tx.query<MyProgram[]>(
      `SELECT p.id, p.name, p.vision, m.roles, p.locale, p.time_zone AS "timeZone", p.currency, p.is_sample AS "isSample"
         FROM membership m JOIN program p ON p.id = m.program_id JOIN account a ON a.id = m.account_id
        WHERE m.account_id = $1 AND m.ended_at IS NULL AND a.deactivated_at IS NULL
        ORDER BY lower(p.name), p.id`,
      [accountId],
    )
  }

  async find(id: string): Promise<Program> {
    return found(await this.tx.findOneBy(Program, { id }))
  }

  /** Locks the program: changes of its settings and of its members come one after the other. */
  async findForUpdate(id: string): Promise<Program> {
    return found(await this.tx.findOne(Program, { where: { id }, lock: { mode: 'pessimistic_write' } }))
  }

  /** Asks for a name that nobody else can take until the transaction ends. */
  async isNameTaken(name: string): Promise<boolean> {
    await this.tx.query('SELECT pg_advisory_xact_lock($1)', [CREATION_LOCK])
    const [row] = await this.tx.query<{ taken: boolean }[]>(
      'SELECT EXISTS (SELECT FROM program WHERE lower(name) = lower($1)) AS taken',
      [name],
    )
    return row?.taken ?? false
  }

  /** Whether anybody has written down an amount of money yet. */
  async hasAmounts(id: string): Promise<boolean> {
    const [row] = await this.tx.query<{ has: boolean }[]>(
      `SELECT EXISTS (SELECT FROM metric WHERE program_id = $1 AND money_per_unit_cents IS NOT NULL)
           OR EXISTS (SELECT FROM pilot WHERE program_id = $1 AND (budget_cents IS NOT NULL OR most_spend_cents IS NOT NULL))
           OR EXISTS (SELECT FROM case_line l JOIN pilot p ON p.id = l.pilot_id WHERE p.program_id = $1) AS has`,
      [id],
    )
    return row?.has ?? false
  }

  add(settings: ProgramSettings, isSample: boolean, createdAt: Date): Promise<Program> {
    return this.tx.save(this.tx.create(Program, { ...settings, isSample, createdAt, version: 1 }))
  }

  save(program: Program): Promise<Program> {
    return this.tx.save(Program, program)
  }
}

function found(program: Program | null): Program {
  if (!program) throw new Missing()
  return program
}
