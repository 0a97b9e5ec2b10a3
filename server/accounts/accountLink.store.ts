import { IsNull, LessThan, MoreThan, Not } from 'typeorm'
import type { Transaction } from '../platform/database/database'
import { AccountLink, type AccountLinkKind } from './accountLink.entity'

export class AccountLinkStore {
  constructor(private readonly tx: Transaction) {}

  async add(link: Omit<AccountLink, 'id' | 'usedAt'>): Promise<void> {
    await this.tx.insert(AccountLink, { ...link, usedAt: null })
  }

  byToken(tokenHash: string): Promise<AccountLink | null> {
    return this.tx.findOneBy(AccountLink, { tokenHash })
  }

  /** Locked, so that of two who use it at the same moment the second finds it used. */
  byTokenForUpdate(tokenHash: string): Promise<AccountLink | null> {
    return this.tx.findOne(AccountLink, { where: { tokenHash }, lock: { mode: 'pessimistic_write' } })
  }

  async use(id: string, usedAt: Date): Promise<void> {
    await this.tx.update(AccountLink, { id }, { usedAt })
  }

  /** Ends what is still open: a newer link, a new password or a deactivation makes it worthless. */
  async end(which: { accountId: string | null; kind?: AccountLinkKind }, now: Date): Promise<void> {
    const { accountId, kind } = which
    const open = { accountId: accountId ?? IsNull(), usedAt: IsNull(), expiresAt: MoreThan(now) }
    await this.tx.update(AccountLink, { ...open, ...(kind && { kind }) }, { expiresAt: now })
  }

  /** Whether this person has invited that account before. */
  invitedBy(accountId: string, createdById: string): Promise<boolean> {
    return this.tx.existsBy(AccountLink, { accountId, createdById, kind: 'invitation' })
  }

  /** Whether there has ever been a link of this kind. */
  wasMade(kind: AccountLinkKind): Promise<boolean> {
    return this.tx.existsBy(AccountLink, { kind })
  }

  /** @returns how many there were */
  async forgetOver(before: Date): Promise<number> {
    const { affected } = await this.tx.delete(AccountLink, { expiresAt: LessThan(before), kind: Not('firstAdmin') })
    return affected ?? 0
  }
}
