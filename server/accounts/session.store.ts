import { IsNull, LessThan } from 'typeorm'
import type { Transaction } from '../platform/database/database'
import type { SessionClaims } from './sessionToken'
import { SessionFamily, type SessionEnd } from './sessionFamily.entity'

/** Who a session or an access token speaks for, as the database has it now. */
export interface Person {
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly isAdmin: boolean
}

export class SessionStore {
  constructor(private readonly tx: Transaction) {}

  /** The person of a session token, unless its family has ended or the account was deactivated since it was signed. */
  async personOf({ accountId, familyId }: SessionClaims, now: Date): Promise<Person | null> {
    const [person] = await this.tx.query<Person[]>(
      `SELECT a.id AS "accountId", a.name, a.email, a.is_admin AS "isAdmin"
         FROM session_family f JOIN account a ON a.id = f.account_id
        WHERE f.id = $1 AND f.account_id = $2 AND f.ended_at IS NULL AND f.expires_at > $3
          AND a.deactivated_at IS NULL`,
      [familyId, accountId, now],
    )
    return person ?? null
  }

  /** Locked until the transaction ends, so that two renewals of one family come one after the other. */
  familyForUpdate(id: string): Promise<SessionFamily | null> {
    return this.tx.findOne(SessionFamily, { where: { id }, lock: { mode: 'pessimistic_write' } })
  }

  add(family: Omit<SessionFamily, 'id' | 'endedAt' | 'endedBecause' | 'previousHash'>): Promise<SessionFamily> {
    return this.tx.save(SessionFamily, { ...family, previousHash: null, endedAt: null, endedBecause: null })
  }

  async rotate(
    family: SessionFamily,
    next: Pick<SessionFamily, 'currentHash' | 'rotatedAt' | 'expiresAt'>,
  ): Promise<void> {
    await this.tx.update(SessionFamily, { id: family.id }, { ...next, previousHash: family.currentHash })
  }

  async end(id: string, endedBecause: SessionEnd, endedAt: Date): Promise<void> {
    await this.tx.update(SessionFamily, { id, endedAt: IsNull() }, { endedAt, endedBecause })
  }

  /** Whether whose session this is can come back with a password. */
  async hasPassword(id: string): Promise<boolean> {
    const [row] = await this.tx.query<{ has: boolean }[]>(
      'SELECT a.password_hash IS NOT NULL AS has FROM session_family f JOIN account a ON a.id = f.account_id WHERE f.id = $1',
      [id],
    )
    return row?.has ?? true
  }

  /** @returns how many were still open */
  async endAll(accountId: string, endedBecause: SessionEnd, endedAt: Date): Promise<number> {
    const open = { accountId, endedAt: IsNull() }
    const { affected } = await this.tx.update(SessionFamily, open, { endedAt, endedBecause })
    return affected ?? 0
  }

  /** Families that nobody can use any more are of no interest a month later. */
  async forgetOld(accountId: string, before: Date): Promise<void> {
    await this.tx.delete(SessionFamily, { accountId, expiresAt: LessThan(before) })
  }

  /** The same for everybody. @returns how many there were */
  async forgetOver(before: Date): Promise<number> {
    const { affected } = await this.tx.delete(SessionFamily, { expiresAt: LessThan(before) })
    return affected ?? 0
  }

  /** Where somebody is signed in, the last used first. */
  openOf(accountId: string, now: Date): Promise<SessionFamily[]> {
    return this.tx
      .createQueryBuilder(SessionFamily, 'family')
      .where('family.accountId = :accountId AND family.endedAt IS NULL AND family.expiresAt > :now', { accountId, now })
      .orderBy('family.rotatedAt', 'DESC')
      .limit(50)
      .getMany()
  }
}
