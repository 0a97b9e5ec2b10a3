import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import type { AuditEntry } from '../audit/auditEntry.entity'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict } from '../platform/errors'
import { AccessTokenStore } from './accessToken.store'
import type { Account } from './account.entity'
import { keepOneAdmin, standingOf } from './account.rules'
import { AccountStore, type AccountLine } from './account.store'
import type { AccountLinkService, MadeLink } from './accountLink.service'
import { AccountLinkStore } from './accountLink.store'
import { SessionStore } from './session.store'

export const PAGE_SIZE = 50

/** A page of the list of accounts. */
export interface AccountPage {
  readonly lines: readonly AccountLine[]
  readonly total: number
  readonly page: number
}

/** One account as an administrator sees it. */
export interface SeenAccount {
  readonly account: Account
  readonly openSessions: number
  readonly entries: readonly AuditEntry[]
}

/** What administrators do with the accounts of the installation. */
export class AdministrationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly links: AccountLinkService,
  ) {}

  accounts(actor: Actor, { search, page }: { search: string | null; page: number }): Promise<AccountPage> {
    return this.database.read(async tx => {
      await this.authorized(tx, actor)
      const found = await new AccountStore(tx).page(search, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE })
      return { ...found, page }
    })
  }

  account(actor: Actor, id: string): Promise<SeenAccount> {
    return this.database.read(async tx => {
      await this.authorized(tx, actor)
      const account = await new AccountStore(tx).one(id)
      const openSessions = (await new SessionStore(tx).openOf(id, this.clock.now())).length
      return { account, openSessions, entries: await new AuditStore(tx).ofSubject('account', id, { limit: PAGE_SIZE }) }
    })
  }

  /** The installation's own chain, newest first. */
  audit(actor: Actor, before: number | null): Promise<AuditEntry[]> {
    return this.database.read(async tx => {
      await this.authorized(tx, actor)
      const page = { limit: PAGE_SIZE + 1, ...(before !== null && { before }) }
      return new AuditStore(tx).ofChain(null, page)
    })
  }

  /** @returns the account, and a link to hand over unless the person can sign in already */
  invite(
    actor: Actor,
    person: { email: string; name: string | null },
  ): Promise<{ account: Account; link: MadeLink | null }> {
    return this.database.write(async tx => {
      await this.authorized(tx, actor)
      return this.links.invite(tx, actor, person)
    })
  }

  /** A link for somebody who lost the password, or who has not chosen one yet. */
  newLink(actor: Actor, id: string): Promise<{ account: Account; link: MadeLink }> {
    return this.database.write(async tx => {
      await this.authorized(tx, actor)
      const account = await new AccountStore(tx).oneForUpdate(id)
      if (account.deactivatedAt) throw new Conflict('This account is deactivated. Reactivate it first.')
      const kind = account.passwordHash === null ? 'invitation' : 'reset'
      return { account, link: await this.links.make(tx, kind, account, actor) }
    })
  }

  setAdmin(actor: Actor, id: string, isAdmin: boolean): Promise<void> {
    return this.changing(actor, id, async (tx, account, admins) => {
      if (account.deactivatedAt) throw new Conflict('This account is deactivated. Reactivate it first.')
      if (account.isAdmin === isAdmin) {
        throw new Conflict(isAdmin ? 'This person is an administrator already.' : 'This person is no administrator.')
      }
      if (!isAdmin) keepOneAdmin(admins, id)
      await new AccountStore(tx).change(account, { isAdmin })
      return { action: isAdmin ? 'account.madeAdmin' : 'account.unmadeAdmin' }
    })
  }

  /** Takes every right at once: sessions end, access tokens are revoked for good, open links are worth nothing. */
  deactivate(actor: Actor, id: string, reason: string): Promise<void> {
    return this.changing(actor, id, async (tx, account, admins) => {
      if (account.deactivatedAt) throw new Conflict('This account is deactivated already.')
      keepOneAdmin(admins, id)
      const now = this.clock.now()
      await new AccountStore(tx).change(account, { deactivatedAt: now })
      const sessions = await new SessionStore(tx).endAll(id, 'deactivated', now)
      const accessTokens = await new AccessTokenStore(tx).revokeAll(id, now)
      await new AccountLinkStore(tx).end({ accountId: id }, now)
      return { action: 'account.deactivated', details: { reason, sessions, accessTokens } }
    })
  }

  reactivate(actor: Actor, id: string, reason: string): Promise<void> {
    return this.changing(actor, id, async (tx, account) => {
      if (!account.deactivatedAt) throw new Conflict('This account is active already.')
      await new AccountStore(tx).change(account, { deactivatedAt: null })
      return { action: 'account.reactivated', details: { reason } }
    })
  }

  /**
   * One change to one account. The administrators are locked first, in one order for all: two who remove each other
   * at the same moment come one after the other, and the second is told no.
   */
  private changing(
    actor: Actor,
    id: string,
    change: (tx: Transaction, account: Account, admins: Account[]) => Promise<{ action: string; details?: object }>,
  ): Promise<void> {
    return this.database.write(async tx => {
      const accounts = new AccountStore(tx)
      const admins = await accounts.activeAdminsForUpdate()
      authorize(standingOf(admins.find(admin => admin.id === actor.accountId) ?? null), 'installation.manage')
      const account = await accounts.oneForUpdate(id)
      const { action, details = {} } = await change(tx, account, admins)
      await new AuditStore(tx).append({
        program: null,
        actor,
        action,
        subject: { kind: 'account', id },
        details: { email: account.email, ...details },
        at: this.clock.now(),
      })
    })
  }

  private async authorized(tx: Transaction, actor: Actor): Promise<void> {
    authorize(standingOf(await new AccountStore(tx).one(actor.accountId)), 'installation.manage')
  }
}
