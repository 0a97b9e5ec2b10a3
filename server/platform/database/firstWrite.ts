import { AsyncLocalStorage } from 'node:async_hooks'
import type { Transaction } from './transaction'

/** Something that is to be saved with the first transaction that counts, of whatever else runs. */
interface Companion {
  readonly save: (tx: Transaction) => Promise<void>
  state: 'waiting' | 'inTransaction' | 'counted'
}

const companions = new AsyncLocalStorage<Companion | null>()

/**
 * Runs `work` and saves something of the caller's in the first transaction in it that counts: both, or neither.
 *
 * @param save  runs at the beginning of that transaction; what it throws ends the transaction
 * @param work  is handed a function that tells whether such a transaction has counted
 */
export function withFirstWrite<T>(save: Companion['save'], work: (hasCounted: () => boolean) => T): T {
  const companion: Companion = { save, state: 'waiting' }
  return companions.run(companion, () => work(() => companion.state === 'counted'))
}

/** Runs what is done on the way to the deed and is not the deed: its transactions carry nothing of the caller's. */
export function aside<T>(work: () => T): T {
  return companions.run(null, work)
}

/** Runs a transaction, with what waits for the first one. For `Database` alone. */
export async function accompanied<T>(transaction: (first: (tx: Transaction) => Promise<void>) => Promise<T>): Promise<T> {
  const companion = companions.getStore()
  // one inside another would wait for the row that the outer one has just written; deeds write one after the other
  if (companion?.state !== 'waiting') return transaction(() => Promise.resolve())
  companion.state = 'inTransaction'
  try {
    const result = await transaction(companion.save)
    companion.state = 'counted'
    return result
  } catch (error) {
    companion.state = 'waiting'
    throw error
  }
}
