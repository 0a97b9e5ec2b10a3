import { AuditStore } from '../../server/audit/audit.store'
import type { Transaction } from '../../server/platform/database/database'

/** An entry of somebody else in the log of a program; fails soon where another transaction holds the log. */
export async function othersWrite(tx: Transaction, program: string): Promise<void> {
  await tx.query("SET LOCAL lock_timeout = '500ms'")
  await new AuditStore(tx).append({ program, actor: null, action: 'program.edited', subject: { kind: 'program', id: program }, at: new Date() })
}
