import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import type { AuditChain } from '../audit/auditChain.entity'
import { AuditStore, type AuditSearch } from '../audit/audit.store'
import type { ScreenedEntry, Screening } from '../audit/screening'
import type { Database, Transaction } from '../platform/database/database'
import { MemberStore } from './member.store'

/** A page of a program's log, and what it can be filtered by. */
export interface SeenAudit {
  readonly chain: AuditChain | null
  readonly entries: readonly ScreenedEntry[]
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly actions: readonly string[]
  readonly standing: Standing
}

const BATCH = 500

const fits = ({ actorId, action }: ScreenedEntry, asked: Pick<AuditSearch, 'actorId' | 'action'>): boolean =>
  (asked.actorId === null || asked.actorId === actorId) && (asked.action === null || asked.action === action)

export class ProgramAuditService {
  /** @param screening  what entries may tell now, by those who know their subjects */
  constructor(
    private readonly database: Database,
    private readonly screening: Screening,
  ) {}

  ofProgram(actor: Actor, programId: string, search: AuditSearch): Promise<SeenAudit> {
    return this.database.read(async tx => {
      const standing = await this.authorized(tx, actor, programId)
      const audit = new AuditStore(tx)
      const chain = await audit.chainOf(programId)
      if (!chain) return { chain, entries: [], people: [], actions: [], standing }
      const actions = this.screening.actions(await audit.actionsOf(chain.id))
      return { chain, entries: await this.told(tx, chain.id, search), people: await people(tx, programId, chain.id), actions, standing }
    })
  }

  /** What fits the filter as it is told: an entry that keeps its person or action back is not found by them either. */
  private async told(tx: Transaction, chainId: string, search: AuditSearch): Promise<readonly ScreenedEntry[]> {
    const told: ScreenedEntry[] = []
    for (let { before } = search; ; ) {
      const found = await new AuditStore(tx).search(chainId, { ...search, before })
      told.push(...(await this.screening.entries(tx, found)).filter(entry => fits(entry, search)))
      const last = found.at(-1)
      if (!last || found.length < search.limit || told.length >= search.limit) return told.slice(0, search.limit)
      before = last.position
    }
  }

  /** The whole log that fits the filter, newest first, in batches: it may be longer than memory. */
  async *everything(actor: Actor, programId: string, filter: Pick<AuditSearch, 'actorId' | 'action'>): AsyncGenerator<readonly ScreenedEntry[]> {
    for (let before: number | null = null; ; ) {
      const entries = await this.batch(actor, programId, { ...filter, before, limit: BATCH })
      const last = entries.at(-1)
      if (!last) return
      yield entries
      before = last.position
    }
  }

  private batch(actor: Actor, programId: string, search: AuditSearch): Promise<readonly ScreenedEntry[]> {
    return this.database.read(async tx => {
      await this.authorized(tx, actor, programId)
      const chain = await new AuditStore(tx).chainOf(programId)
      return chain ? this.told(tx, chain.id, search) : []
    })
  }

  private async authorized(tx: Transaction, actor: Actor, programId: string): Promise<Standing> {
    const standing = await new MemberStore(tx).standingInProgram(actor, programId)
    authorize(standing, 'program.manage')
    return standing
  }
}

/**
 * To choose from in the filter: everybody who is or was a member, whether they wrote into the log or not, so that the list
 * names nobody by what an entry keeps back; and who wrote there without ever being one, such as an administrator.
 */
async function people(tx: Transaction, programId: string, chainId: string): Promise<SeenAudit['people']> {
  const members = await new MemberStore(tx).ofProgram(programId)
  const writers = await new AuditStore(tx).writersOf(chainId)
  const names = new Map([...members.map(({ accountId, name }) => [accountId, name] as const), ...writers.map(({ id, name }) => [id, name] as const)])
  return [...names].map(([id, name]) => ({ id, name })).sort((one, other) => one.name.localeCompare(other.name))
}
