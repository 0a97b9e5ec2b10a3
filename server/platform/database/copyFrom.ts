import { once } from 'node:events'
import type { ClientBase } from 'pg'
import { from } from 'pg-copy-streams'
import type { Transaction } from './database'

/** Rows on their way into a table, in the text format of COPY. */
export interface CopyTarget {
  /** Resolves when the database has taken enough of what was written before; write on only then. */
  write(text: string): Promise<void>
}

/**
 * Sends rows to a table with COPY, on the connection and inside the transaction of `tx`.
 *
 * @param table  name and columns, such as `staged (line, unit)`; written by us, never by a person
 * @param work   writes the rows; when it throws, nothing of them is kept
 */
export async function copyFrom(tx: Transaction, table: string, work: (target: CopyTarget) => Promise<void>): Promise<void> {
  const runner = tx.queryRunner
  if (!runner?.isTransactionActive) throw new Error('COPY runs inside a transaction alone.')
  const client = (await runner.connect()) as ClientBase
  const stream = client.query(from(`COPY ${table} FROM STDIN`))
  const finished = new Promise<void>((resolve, reject) => {
    stream.once('finish', resolve)
    stream.once('error', reject)
  })
  finished.catch(() => {}) // awaited below; a fault while rows are still being read is not an unhandled one
  const write = async (text: string): Promise<void> => {
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), finished])
  }
  try {
    await work({ write })
  } catch (fault) {
    stream.destroy(fault instanceof Error ? fault : new Error('The rows could not be read.'))
    await finished.catch(() => {})
    throw fault
  }
  stream.end()
  await finished
}

/** One row in COPY's text format; null is written as COPY's own sign for it. */
export function copyLine(cells: readonly (string | number | null)[]): string {
  let line = ''
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at]
    if (at > 0) line += '\t'
    line += cell === null || cell === undefined ? '\\N' : typeof cell === 'number' ? String(cell) : escaped(cell)
  }
  return `${line}\n`
}

const SPECIAL = /[\\\t\n\r]/
const escaped = (text: string): string => (SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, sign => ESCAPES[sign] ?? sign) : text)
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
