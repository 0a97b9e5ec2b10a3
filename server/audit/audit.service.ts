import type { Database, Transaction } from '../platform/database/database'
import type { AuditChain } from './auditChain.entity'
import { ChainWalk, type Break } from './audit.rules'
import { AuditStore } from './audit.store'

/** One chain, checked from its first entry to its head. */
export interface CheckedChain {
  /** `null` for the installation's own. */
  readonly programId: string | null
  readonly length: number
  readonly headHash: string
  /** Where it first departs from what its hashes promise; `null` when it is whole. */
  readonly broken: Break | null
}

const ENTRIES_AT_ONCE = 1_000

/** The check of all hash chains, in pages: any number of entries in little memory. */
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly entriesAtOnce = ENTRIES_AT_ONCE,
  ) {}

  /** Every chain in turn, each as it was at one moment, whatever is appended meanwhile. */
  async *check(): AsyncGenerator<CheckedChain> {
    const chains = await this.database.read(tx => new AuditStore(tx).chains())
    for (const chain of chains) {
      const broken = await this.database.read(tx => this.firstBreakOf(tx, chain))
      yield { programId: chain.programId, length: chain.length, headHash: chain.headHash, broken }
    }
  }

  private async firstBreakOf(tx: Transaction, chain: AuditChain): Promise<Break | null> {
    const store = new AuditStore(tx)
    const walk = new ChainWalk(chain)
    for (let position = 0; position < chain.length; ) {
      // the head was read first: what was appended since is not part of this check
      const limit = Math.min(this.entriesAtOnce, chain.length - position)
      const entries = await store.entriesAfter(chain.id, position, limit)
      for (const entry of entries) {
        const found = walk.step(entry)
        if (found) return found
      }
      if (entries.length === 0) break
      position += entries.length
    }
    const [beyond] = await store.entriesAfter(chain.id, chain.length, 1)
    if (beyond && (await store.chains()).some(({ id, length }) => id === chain.id && length === chain.length)) {
      return { position: beyond.position, because: `entry ${beyond.position} stands beyond the head of the chain` }
    }
    return walk.end()
  }
}
