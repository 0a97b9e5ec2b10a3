import { AsyncLocalStorage } from 'node:async_hooks'

const counting = new AsyncLocalStorage<{ queries: number }>()

/**
 * Runs `work` and counts the statements that it sends to the database, its own and those of what it awaits.
 *
 * @param work is handed a function that tells how many there have been so far
 */
export function countingQueries<T>(work: (queriesSoFar: () => number) => T): T {
  const count = { queries: 0 }
  return counting.run(count, () => work(() => count.queries))
}

/** One more statement went out; remembered only inside `countingQueries`. */
export function queryWasSent(): void {
  const count = counting.getStore()
  if (count) count.queries += 1
}
