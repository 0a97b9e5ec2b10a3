import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Invalid } from '../platform/errors'
import type { IdempotencyKey, KeptAnswer } from './idempotencyKey.entity'
import { IdempotencyKeyStore, type OwnedKey } from './idempotencyKey.store'

/** The header in which a program sends a key. */
export const IDEMPOTENCY_KEY = 'Idempotency-Key'

/** For so long a program may send again what it sent. */
const KEPT_FOR_MS = 24 * 60 * 60_000

/** A deed under the key that its sender gave it. */
export type KeyedDeed = Pick<IdempotencyKey, 'accountId' | 'key' | 'request'>

/**
 * A deed that a program sends again under the same key is done once. The key is saved in the transaction of the deed and
 * the answer after it: a process that ends between the two leaves a key without an answer, never a deed without a key.
 */
export class IdempotencyService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * What was answered to this deed before; null where it has not been done.
   *
   * @throws Invalid where the key stands for another deed
   * @throws Conflict where the deed is done and its answer is not known
   */
  async answerTo({ request, ...owned }: KeyedDeed): Promise<KeptAnswer | null> {
    const known = await this.database.read(tx => new IdempotencyKeyStore(tx).find(owned))
    if (!known) return null
    if (known.request !== request) {
      throw new Invalid({ [IDEMPOTENCY_KEY]: 'You have sent something else under this key. Give each request a key of its own.' })
    }
    if (!known.answer) throw done()
    return known.answer
  }

  /** Part of the transaction of the deed. @throws Conflict where the same is being done, or was done meanwhile */
  async take(tx: Transaction, deed: KeyedDeed): Promise<void> {
    if (!(await new IdempotencyKeyStore(tx).take({ ...deed, takenAt: this.clock.now() }))) throw done()
  }

  keep({ accountId, key }: OwnedKey, answer: KeptAnswer): Promise<void> {
    return this.database.write(tx => new IdempotencyKeyStore(tx).keepAnswer({ accountId, key }, answer))
  }

  forgetOver(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_FOR_MS)
    return this.database.write(tx => new IdempotencyKeyStore(tx).forgetTakenBefore(before))
  }
}

const done = (): Conflict =>
  new Conflict(
    'What you sent under this key is done, or being done, and its answer is not known here. Wait a moment and send it again; ' +
      'if the answer stays this one, look at what changed.',
  )
