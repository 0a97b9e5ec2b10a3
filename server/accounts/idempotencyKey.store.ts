import { LessThan } from 'typeorm'
import type { Transaction } from '../platform/database/database'
import { IdempotencyKey, type KeptAnswer } from './idempotencyKey.entity'

/** Whose key it is. */
export type OwnedKey = Pick<IdempotencyKey, 'accountId' | 'key'>

export class IdempotencyKeyStore {
  constructor(private readonly tx: Transaction) {}

  find({ accountId, key }: OwnedKey): Promise<IdempotencyKey | null> {
    return this.tx.findOneBy(IdempotencyKey, { accountId, key })
  }

  /** Waits for nobody. @returns false where it is taken, or being taken by a transaction that is still open */
  async take({ accountId, key, request, takenAt }: Omit<IdempotencyKey, 'answer'>): Promise<boolean> {
    const [lock] = await this.tx.query<{ isFree: boolean }[]>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS "isFree"`, [`idempotency ${accountId} ${key}`],
    )
    if (!lock?.isFree) return false
    const taken = await this.tx.query<unknown[]>(
      'INSERT INTO idempotency_key (account_id, key, request, taken_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING key',
      [accountId, key, request, takenAt],
    )
    return taken.length > 0
  }

  async keepAnswer({ accountId, key }: OwnedKey, answer: KeptAnswer): Promise<void> {
    await this.tx.update(IdempotencyKey, { accountId, key }, { answer })
  }

  /** @returns how many there were */
  async forgetTakenBefore(before: Date): Promise<number> {
    const { affected } = await this.tx.delete(IdempotencyKey, { takenAt: LessThan(before) })
    return affected ?? 0
  }
}
