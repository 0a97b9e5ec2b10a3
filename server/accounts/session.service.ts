import type { KeyObject } from 'node:crypto'
import type { Actor } from '../access/actor'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { AccountStore } from './account.store'
import { keyFor, newSecret, secretHash } from './secret.rules'
import { familyExpiry, nextSecret, readRefreshToken, renewal, writtenRefreshToken } from './session.rules'
import { SessionStore } from './session.store'
import { readSession, signedSession } from './sessionToken'

/** What the browser is given to keep. */
export interface SessionTokens {
  readonly familyId: string
  readonly sessionToken: string
  readonly refreshToken: string
  /** How long they can be of use. */
  readonly lastsMs: number
}

/** Who asks, in which session; with fresh tokens where the session was renewed on the way. */
export interface OpenSession {
  readonly actor: Actor
  readonly familyId: string
  readonly renewed: SessionTokens | null
}

const FORGOTTEN_AFTER_MS = 30 * 24 * 60 * 60_000

/** Sessions: a signed token for ten minutes, and a refresh token that is exchanged whenever it is used. */
export class SessionService {
  private readonly sessionKey: KeyObject
  private readonly refreshKey: KeyObject

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    signingSecret: string,
  ) {
    this.sessionKey = keyFor('session token', signingSecret)
    this.refreshKey = keyFor('refresh token', signingSecret)
  }

  /**
   * Whoever the cookies speak for. One query a request: it brings the person and asks at once whether the family was
   * ended or the account deactivated since the token was signed. A token that is over is renewed on the way, whatever
   * the request is.
   */
  async of(sessionToken: string | null, refreshToken: string | null): Promise<OpenSession | null> {
    const now = this.clock.now()
    const claims = sessionToken === null ? null : readSession(sessionToken, this.sessionKey, now)
    if (claims) {
      const person = await this.database.read(tx => new SessionStore(tx).personOf(claims, now))
      return person && { actor: { ...person, scope: 'write' }, familyId: claims.familyId, renewed: null }
    }
    return refreshToken === null ? null : this.renewed(refreshToken)
  }

  /** Opens a session for somebody who has just proved to be this account. */
  async begin(tx: Transaction, accountId: string, userAgent: string): Promise<SessionTokens> {
    const now = this.clock.now()
    const secret = newSecret()
    const family = await new SessionStore(tx).add({
      accountId,
      currentHash: secretHash(secret),
      rotatedAt: now,
      createdAt: now,
      expiresAt: familyExpiry(now, now),
      userAgent: userAgent.slice(0, 300),
    })
    return this.tokens(accountId, family.id, secret, family.expiresAt)
  }

  /** @returns whether the person can come back with a password */
  signOut(familyId: string): Promise<boolean> {
    return this.database.write(async tx => {
      const sessions = new SessionStore(tx)
      await sessions.end(familyId, 'signedOut', this.clock.now())
      return sessions.hasPassword(familyId)
    })
  }

  /** Sessions that nobody can use any more are forgotten after a month. */
  forgetOver(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - FORGOTTEN_AFTER_MS)
    return this.database.write(tx => new SessionStore(tx).forgetOver(before))
  }

  private renewed(refreshToken: string): Promise<OpenSession | null> {
    const given = readRefreshToken(refreshToken, this.refreshKey)
    if (!given) return Promise.resolve(null)
    const now = this.clock.now()
    return this.database.write(async tx => {
      const sessions = new SessionStore(tx)
      const family = await sessions.familyForUpdate(given.familyId)
      if (!family) return null
      const worth = renewal(family, given.secret, now)
      if (worth === 'over') return null
      const account = await new AccountStore(tx).one(family.accountId)
      if (worth === 'reused') {
        await sessions.end(family.id, 'reused', now)
        await new AuditStore(tx).append({
          program: null,
          actor: null,
          action: 'session.reuseEnded',
          subject: { kind: 'account', id: account.id },
          details: { email: account.email },
          at: now,
        })
        return null
      }
      if (account.deactivatedAt) return null
      const next = nextSecret(given.secret, this.refreshKey)
      const expiresAt = worth === 'rotate' ? familyExpiry(family.createdAt, now) : family.expiresAt
      if (worth === 'rotate') {
        await sessions.rotate(family, { currentHash: secretHash(next), rotatedAt: now, expiresAt })
      }
      const { id: accountId, name, email, isAdmin } = account
      return {
        actor: { accountId, name, email, isAdmin, scope: 'write' },
        familyId: family.id,
        renewed: this.tokens(accountId, family.id, next, expiresAt),
      }
    })
  }

  private tokens(accountId: string, familyId: string, secret: string, expiresAt: Date): SessionTokens {
    const now = this.clock.now()
    return {
      familyId,
      sessionToken: signedSession({ accountId, familyId }, this.sessionKey, now),
      refreshToken: writtenRefreshToken({ familyId, secret }, this.refreshKey),
      lastsMs: expiresAt.getTime() - now.getTime(),
    }
  }
}
