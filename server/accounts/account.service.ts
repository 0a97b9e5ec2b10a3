import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Invalid, Stale } from '../platform/errors'
import type { AccessToken } from './accessToken.entity'
import { AccessTokenStore } from './accessToken.store'
import type { Account } from './account.entity'
import { standingOf } from './account.rules'
import { AccountStore } from './account.store'
import { AccountLinkStore } from './accountLink.store'
import { passwordFault } from './password.rules'
import { hashedPassword, isPassword } from './passwordHash'
import { SessionStore } from './session.store'
import type { SessionFamily } from './sessionFamily.entity'
import type { SessionService, SessionTokens } from './session.service'
import { attemptLimits } from './signIn.rules'
import type { Caller } from './signIn.service'
import type { ThrottleService } from './throttle.service'

/** Everything about oneself that the profile shows. */
export interface OwnAccount {
  readonly account: Account
  readonly sessions: readonly SessionFamily[]
  readonly tokens: readonly AccessToken[]
}

/** What everybody may do with the own account. */
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionService,
    private readonly throttle: ThrottleService,
  ) {}

  own(actor: Actor): Promise<OwnAccount> {
    return this.database.read(async tx => {
      const account = await new AccountStore(tx).one(actor.accountId)
      authorize(standingOf(account), 'self.manage')
      const sessions = await new SessionStore(tx).openOf(account.id, this.clock.now())
      return { account, sessions, tokens: await new AccessTokenStore(tx).ofAccount(account.id) }
    })
  }

  rename(actor: Actor, { name, version }: { name: string; version: number }): Promise<void> {
    return this.database.write(async tx => {
      const accounts = new AccountStore(tx)
      const account = await accounts.oneForUpdate(actor.accountId)
      authorize(standingOf(account), 'self.manage')
      if (account.version !== version) {
        throw new Stale('Your account was changed meanwhile. Look at it and save again.', [`Name: ${account.name}`])
      }
      if (account.name === name) return
      await accounts.change(account, { name })
      await this.audit(tx, actor, 'account.renamed', { before: account.name, after: name })
    })
  }

  /**
   * Ends every session at once, also the one it is asked from, which is replaced.
   *
   * @param current  the password so far; not asked for where there is none yet
   */
  async changePassword(
    actor: Actor,
    { current, password }: { current: string; password: string },
    caller: Caller,
  ): Promise<SessionTokens> {
    const { account: known } = await this.own(actor)
    if (known.passwordHash !== null) await this.mustBe(known.passwordHash, current, known.email, caller)
    const fault = passwordFault(password, known)
    if (fault !== null) throw new Invalid({ password: fault })
    const passwordHash = await hashedPassword(password)

    return this.database.write(async tx => {
      const now = this.clock.now()
      const accounts = new AccountStore(tx)
      const account = await accounts.oneForUpdate(actor.accountId)
      authorize(standingOf(account), 'self.manage')
      if (account.passwordHash !== known.passwordHash) {
        throw new Conflict('The password was changed meanwhile. Sign in anew.')
      }
      await accounts.change(account, { passwordHash })
      await new SessionStore(tx).endAll(account.id, 'password', now)
      await new AccountLinkStore(tx).end({ accountId: account.id }, now)
      const session = await this.sessions.begin(tx, account.id, caller.userAgent)
      await this.audit(tx, actor, 'account.passwordChanged')
      return session
    })
  }

  signOutEverywhere(actor: Actor): Promise<void> {
    return this.database.write(async tx => {
      authorize(standingOf(await new AccountStore(tx).oneForUpdate(actor.accountId)), 'self.manage')
      const ended = await new SessionStore(tx).endAll(actor.accountId, 'everywhere', this.clock.now())
      await this.audit(tx, actor, 'account.signedOutEverywhere', { sessions: ended })
    })
  }

  /** Throttled like signing in: whoever found an open browser shall not try passwords here instead. */
  private async mustBe(hash: string, password: string, email: string, { address }: Caller): Promise<void> {
    const limits = attemptLimits(`own ${email}`, address)
    await this.throttle.count(limits)
    if (!(await isPassword(hash, password))) throw new Invalid({ current: 'This is not your present password.' })
    await this.database.write(tx => this.throttle.forgive(tx, limits))
  }

  private async audit(tx: Transaction, actor: Actor, action: string, details: object = {}): Promise<void> {
    await new AuditStore(tx).append({
      program: null,
      actor,
      action,
      subject: { kind: 'account', id: actor.accountId },
      details,
      at: this.clock.now(),
    })
  }
}
