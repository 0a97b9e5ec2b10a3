import type { Transaction } from '../platform/database/database'
import type { AuditEntry } from './auditEntry.entity'

/** An entry as it may be read now. Its hash is of what is stored, so where details are hidden it cannot be checked from here. */
export interface ScreenedEntry extends AuditEntry {
  /** Something of it is left out for now. */
  readonly isHidden: boolean
}

/**
 * Takes out of entries what may not be told now. The log knows its subjects by kind and id only, so a feature that knows
 * more of them says what that is; what is stored and hashed stays whole.
 */
export interface Screening {
  entries(tx: Transaction, entries: readonly AuditEntry[]): Promise<ScreenedEntry[]>
  /** Of the actions that a log holds, those that may be chosen from. */
  actions(actions: readonly string[]): readonly string[]
}
