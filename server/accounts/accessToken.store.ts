import { IsNull, LessThan } from 'typeorm'
import { Missing } from '../platform/errors'
import type { Transaction } from '../platform/database/database'
import { AccessToken, type AccessTokenScope } from './accessToken.entity'
import type { Person } from './session.store'

export class AccessTokenStore {
  constructor(private readonly tx: Transaction) {}

  /**
   * The person a token speaks for and what it may do. One statement, which also notes the time of use, at most once a
   * minute: a program that asks a hundred times a second costs one write a minute.
   */
  async personOf(tokenHash: string, now: Date): Promise<(Person & { scope: AccessTokenScope }) | null> {
    const minuteAgo = new Date(now.getTime() - 60_000)
    const [person] = await this.tx.query<(Person & { scope: AccessTokenScope })[]>(
      `WITH used AS (
         SELECT t.id, t.scope, t.last_used_at, a.id AS "accountId", a.name, a.email, a.is_admin AS "isAdmin"
           FROM access_token t JOIN account a ON a.id = t.account_id
          WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
            AND a.deactivated_at IS NULL
       ), noted AS (
         UPDATE access_token SET last_used_at = $2
          WHERE id = (SELECT id FROM used WHERE last_used_at IS NULL OR last_used_at < $3)
       )
       SELECT "accountId", name, email, "isAdmin", scope FROM used`,
      [tokenHash, now, minuteAgo],
    )
    return person ?? null
  }

  add(token: Omit<AccessToken, 'id' | 'lastUsedAt' | 'revokedAt'>): Promise<AccessToken> {
    return this.tx.save(AccessToken, { ...token, lastUsedAt: null, revokedAt: null })
  }

  /** What somebody made and has not revoked, newest first. */
  ofAccount(accountId: string): Promise<AccessToken[]> {
    return this.tx.find(AccessToken, {
      where: { accountId, revokedAt: IsNull() },
      order: { createdAt: 'DESC', id: 'ASC' },
      take: 200,
    })
  }

  async oneForUpdate(accountId: string, id: string): Promise<AccessToken> {
    const token = await this.tx.findOne(AccessToken, { where: { id, accountId }, lock: { mode: 'pessimistic_write' } })
    if (!token) throw new Missing('There is no such access token.')
    return token
  }

  /** Tokens that were revoked or ran out before `before`. @returns how many there were */
  async forgetOver(before: Date): Promise<number> {
    const { affected } = await this.tx.delete(AccessToken, [{ revokedAt: LessThan(before) }, { expiresAt: LessThan(before) }])
    return affected ?? 0
  }

  async revoke(id: string, revokedAt: Date): Promise<void> {
    await this.tx.update(AccessToken, { id }, { revokedAt })
  }

  /** @returns how many were still good */
  async revokeAll(accountId: string, revokedAt: Date): Promise<number> {
    const { affected } = await this.tx.update(AccessToken, { accountId, revokedAt: IsNull() }, { revokedAt })
    return affected ?? 0
  }
}
