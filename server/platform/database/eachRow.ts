import type { Transaction } from './database'

const AT_ONCE = 1_000

/**
 * The rows of a query, fetched piece by piece from a cursor, so that memory does not grow with their number. They are read
 * while the transaction of `tx` lasts, and show one moment.
 *
 * @param cursor  a name that no other open cursor of the transaction has
 */
export async function* eachRow<T>(tx: Transaction, cursor: string, query: string, parameters: readonly unknown[]): AsyncGenerator<T> {
  await tx.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${query}`, [...parameters])
  for (;;) {
    const rows = await tx.query<T[]>(`FETCH ${AT_ONCE} FROM ${cursor}`)
    yield* rows
    if (rows.length < AT_ONCE) break
  }
  await tx.query(`CLOSE ${cursor}`)
}
