import type { Transaction } from '../../server/platform/database/database'

/** What somebody does who owns the database: sets the triggers of the audit log aside, changes it, and puts them back. */
export async function tamper(tx: Transaction, statement: string, values: unknown[] = []): Promise<void> {
  await tx.query('ALTER TABLE audit_entry DISABLE TRIGGER USER')
  await tx.query(statement, values)
  await tx.query('ALTER TABLE audit_entry ENABLE TRIGGER USER')
}
