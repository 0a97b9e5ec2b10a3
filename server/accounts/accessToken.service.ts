import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict } from '../platform/errors'
import type { AccessToken, AccessTokenScope } from './accessToken.entity'
import { assertFreeName, newAccessToken, tokenExpiry, type Lifetime } from './accessToken.rules'
import { AccessTokenStore } from './accessToken.store'
import type { Account } from './account.entity'
import { standingOf } from './account.rules'
import { AccountStore } from './account.store'
import { secretHash } from './secret.rules'

/** What somebody asks for when making a token. */
export interface WantedToken {
  readonly name: string
  readonly scope: AccessTokenScope
  readonly lifetime: Lifetime
}

/** How many good tokens one person may have: enough for every program, too few to fill the database. */
const MOST_TOKENS = 50

const FORGOTTEN_AFTER_MS = 30 * 24 * 60 * 60_000

/** Personal access tokens: what programs show instead of a cookie. */
export class AccessTokenService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whoever a token speaks for; `null` when it is unknown, revoked or over, or the account was deactivated. */
  async actorOf(token: string): Promise<Actor | null> {
    return this.database.read(tx => new AccessTokenStore(tx).personOf(secretHash(token), this.clock.now()))
  }

  list(actor: Actor): Promise<AccessToken[]> {
    return this.database.read(async tx => {
      authorize(standingOf(await new AccountStore(tx).one(actor.accountId)), 'self.manage')
      return new AccessTokenStore(tx).ofAccount(actor.accountId)
    })
  }

  /**
   * @returns the token itself, which is shown this once and stored nowhere
   * @throws Invalid for the name of a token that is in use: a form that was sent twice would make one that nobody has seen
   */
  make(actor: Actor, wanted: WantedToken): Promise<string> {
    return this.database.write(async tx => {
      const account = await new AccountStore(tx).oneForUpdate(actor.accountId)
      authorize(standingOf(account), 'self.manage')
      assertFreeName(wanted.name, await new AccessTokenStore(tx).ofAccount(account.id), this.clock.now())
      return this.makeFor(tx, account, wanted, actor)
    })
  }

  /** For somebody at the machine itself: `npm run token`. */
  makeOnMachine(email: string, wanted: WantedToken): Promise<string> {
    return this.database.write(async tx => {
      const found = await new AccountStore(tx).byEmail(email)
      if (!found) throw new Conflict(`There is no account with the address ${email}.`)
      const account = await new AccountStore(tx).oneForUpdate(found.id)
      if (account.deactivatedAt) throw new Conflict(`The account ${email} is deactivated.`)
      return this.makeFor(tx, account, wanted, null)
    })
  }

  revoke(actor: Actor, tokenId: string): Promise<void> {
    return this.database.write(async tx => {
      authorize(standingOf(await new AccountStore(tx).one(actor.accountId)), 'self.manage')
      const tokens = new AccessTokenStore(tx)
      const token = await tokens.oneForUpdate(actor.accountId, tokenId)
      if (token.revokedAt) throw new Conflict('This access token is revoked already.')
      const now = this.clock.now()
      await tokens.revoke(token.id, now)
      await new AuditStore(tx).append({
        program: null,
        actor,
        action: 'accessToken.revoked',
        subject: { kind: 'account', id: actor.accountId },
        details: { name: token.name, scope: token.scope },
        at: now,
      })
    })
  }

  /** Tokens that have been of no use for a month are forgotten; what they were stays in the audit log. */
  forgetOver(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - FORGOTTEN_AFTER_MS)
    return this.database.write(tx => new AccessTokenStore(tx).forgetOver(before))
  }

  private async makeFor(tx: Transaction, account: Account, wanted: WantedToken, actor: Actor | null): Promise<string> {
    const now = this.clock.now()
    const { name, scope } = wanted
    const tokens = new AccessTokenStore(tx)
    if ((await tokens.ofAccount(account.id)).length >= MOST_TOKENS) {
      throw new Conflict(`There are ${MOST_TOKENS} access tokens already. Revoke one that is no longer used.`)
    }
    const token = newAccessToken()
    const expiresAt = tokenExpiry(wanted.lifetime, now)
    await tokens.add({ accountId: account.id, name, scope, tokenHash: secretHash(token), createdAt: now, expiresAt })
    await new AuditStore(tx).append({
      program: null,
      actor,
      action: 'accessToken.made',
      subject: { kind: 'account', id: account.id },
      details: { email: account.email, name, scope, expiresAt },
      at: now,
    })
    return token
  }
}
