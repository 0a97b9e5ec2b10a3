import { IsNull } from 'typeorm'
import type { Transaction } from '../platform/database/database'
import { AuditChain } from './auditChain.entity'
import { AuditEntry } from './auditEntry.entity'
import { entryHash, genesisHash } from './audit.rules'

/** One change, told to the chain of its program, or to the installation's own when `program` is null. */
export interface AuditEvent {
  readonly program: string | null
  /** Who did it; `null` for the installation itself, such as a command run on the machine. */
  readonly actor: { readonly accountId: string; readonly name: string } | null
  /** `noun.verb` in the past tense, such as `plan.locked`. */
  readonly action: string
  /** Everything that concerns a pilot has the kind `pilot`: a pilot's activity is read from here. */
  readonly subject: { readonly kind: string; readonly id: string | null }
  /** What changed, small and free of secrets. */
  readonly details?: object
  readonly at: Date
}

/** What of a chain somebody wants to see; `null` leaves a part open. */
export interface AuditSearch {
  readonly actorId: string | null
  readonly action: string | null
  /** Only entries before this position. */
  readonly before: number | null
  readonly limit: number
}

export class AuditStore {
  constructor(private readonly tx: Transaction) {}

  /** Appends to the hash chain. Locks the chain until the transaction ends, so call it last. */
  async append({ program, actor, action, subject, details = {}, at }: AuditEvent): Promise<void> {
    const chain = await this.chainForUpdate(program)
    const statement = {
      chainId: chain.id,
      position: chain.length + 1,
      at,
      actorId: actor?.accountId ?? null,
      actorName: actor?.name ?? 'The installation',
      action,
      subjectKind: subject.kind,
      subjectId: subject.id,
      // as the database will give it back: no undefined, no dates
      details: JSON.parse(JSON.stringify(details)) as object,
      previousHash: chain.headHash,
    }
    const hash = entryHash(statement)
    await this.tx.insert(AuditEntry, { ...statement, hash })
    await this.tx.update(AuditChain, { id: chain.id }, { length: statement.position, headHash: hash })
  }

  /** What happened to one subject, newest first. */
  ofSubject(kind: string, id: string, { limit, before }: { limit: number; before?: number }): Promise<AuditEntry[]> {
    const entries = this.tx
      .createQueryBuilder(AuditEntry, 'entry')
      .where('entry.subjectKind = :kind AND entry.subjectId = :id', { kind, id })
      .orderBy('entry.position', 'DESC')
      .limit(limit)
    if (before !== undefined) entries.andWhere('entry.position < :before', { before })
    return entries.getMany()
  }

  /** What the installation's chain tells of a kind of subject, newest first. */
  async inInstallation(kind: string, action: string): Promise<AuditEntry[]> {
    const chain = await this.chain(null)
    return chain ? this.tx.find(AuditEntry, { where: { chainId: chain.id, subjectKind: kind, action }, order: { position: 'DESC' } }) : []
  }

  /**
   * Removes the chain of a program that is gone already, with its entries; while the program stands, the database refuses.
   * Whoever does tells of it in the installation's chain, with
   * what this answers: then it is known what was there, and that it did not vanish by itself.
   */
  async removeChain(program: string): Promise<{ readonly length: number; readonly headHash: string } | null> {
    const chain = await this.tx.findOne(AuditChain, { where: { programId: program }, lock: { mode: 'pessimistic_write' } })
    if (!chain) return null
    await this.tx.delete(AuditChain, { id: chain.id })
    return { length: chain.length, headHash: chain.headHash }
  }

  /** A page of a chain, newest first; `program` null is the installation's. */
  async ofChain(program: string | null, { limit, before }: { limit: number; before?: number }): Promise<AuditEntry[]> {
    const chain = await this.chain(program)
    if (!chain) return []
    const entries = this.tx
      .createQueryBuilder(AuditEntry, 'entry')
      .where('entry.chainId = :chain', { chain: chain.id })
      .orderBy('entry.position', 'DESC')
      .limit(limit)
    if (before !== undefined) entries.andWhere('entry.position < :before', { before })
    return entries.getMany()
  }

  /** Length and head of a chain; `null` while nothing has happened. */
  chainOf(program: string | null): Promise<AuditChain | null> {
    return this.chain(program)
  }

  /** Entries of one chain that fit the filter, newest first, older than `before`. */
  search(chainId: string, { actorId, action, before, limit }: AuditSearch): Promise<AuditEntry[]> {
    const entries = this.tx
      .createQueryBuilder(AuditEntry, 'entry')
      .where('entry.chainId = :chainId', { chainId })
      .orderBy('entry.position', 'DESC')
      .limit(limit)
    if (actorId !== null) entries.andWhere('entry.actorId = :actorId', { actorId })
    if (action !== null) entries.andWhere('entry.action = :action', { action })
    if (before !== null) entries.andWhere('entry.position < :before', { before })
    return entries.getMany()
  }

  /** Who wrote into a chain. */
  writersOf(chainId: string): Promise<{ id: string; name: string }[]> {
    return this.tx.query<{ id: string; name: string }[]>(
      `SELECT e.actor_id AS id, coalesce(a.name, max(e.actor_name)) AS name
         FROM audit_entry e LEFT JOIN account a ON a.id = e.actor_id
        WHERE e.chain_id = $1 AND e.actor_id IS NOT NULL GROUP BY e.actor_id, a.name ORDER BY 2, 1`,
      [chainId],
    )
  }

  /** What is told in a chain. */
  async actionsOf(chainId: string): Promise<string[]> {
    const rows = await this.tx.query<{ action: string }[]>('SELECT DISTINCT action FROM audit_entry WHERE chain_id = $1 ORDER BY 1', [chainId])
    return rows.map(({ action }) => action)
  }

  chains(): Promise<AuditChain[]> {
    return this.tx.find(AuditChain, { order: { id: 'ASC' } })
  }

  /** The next entries of a chain in order, for the check of a whole chain in pages. */
  entriesAfter(chainId: string, position: number, limit: number): Promise<AuditEntry[]> {
    return this.tx
      .createQueryBuilder(AuditEntry, 'entry')
      .where('entry.chainId = :chainId AND entry.position > :position', { chainId, position })
      .orderBy('entry.position', 'ASC')
      .limit(limit)
      .getMany()
  }

  private chain(program: string | null): Promise<AuditChain | null> {
    return this.tx.findOneBy(AuditChain, { programId: program ?? IsNull() })
  }

  private async chainForUpdate(program: string | null): Promise<AuditChain> {
    await this.tx.query(
      `INSERT INTO audit_chain (id, program_id, length, head_hash)
       SELECT id, $1, 0, encode(sha256(convert_to('foothold audit chain ' || id, 'UTF8')), 'hex')
         FROM (SELECT gen_random_uuid() AS id) AS fresh
       ON CONFLICT (program_id) DO NOTHING`,
      [program],
    )
    const chain = await this.tx.findOneOrFail(AuditChain, {
      where: { programId: program ?? IsNull() },
      lock: { mode: 'pessimistic_write' },
    })
    if (chain.length === 0 && chain.headHash !== genesisHash(chain.id)) throw new Error('An empty audit chain has a wrong head.')
    return chain
  }
}
