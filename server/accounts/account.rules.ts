import type { Role, Standing } from '../access/permissions'
import { Conflict } from '../platform/errors'
import type { Account } from './account.entity'

/** What somebody is to the installation: a person, perhaps its administrator; nothing once deactivated. */
export function standingOf(account: Pick<Account, 'isAdmin' | 'deactivatedAt'> | null): Standing {
  if (!account || account.deactivatedAt) return new Set()
  return new Set<Role>(account.isAdmin ? ['person', 'admin'] : ['person'])
}

/** @param remaining  the administrators who can act now @throws Conflict when the account is the last of them */
export function keepOneAdmin(remaining: readonly Pick<Account, 'id'>[], leavingId: string): void {
  if (remaining.some(({ id }) => id === leavingId) && remaining.length === 1) {
    throw new Conflict('This is the only administrator. Make somebody else one first.')
  }
}

export type AccountState = 'active' | 'invited' | 'deactivated'

/** `invited` has not chosen a password yet. */
export function stateOf(account: { readonly deactivatedAt: Date | null; readonly hasPassword: boolean }): AccountState {
  if (account.deactivatedAt) return 'deactivated'
  return account.hasPassword ? 'active' : 'invited'
}
