import { IsNull } from 'typeorm'
import { Missing } from '../platform/errors'
import type { Transaction } from '../platform/database/database'
import { Account } from './account.entity'

/** One line of the administrator's list. */
export interface AccountLine {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly isAdmin: boolean
  readonly hasPassword: boolean
  readonly createdAt: Date
  readonly deactivatedAt: Date | null
}

export type NewAccount = Pick<Account, 'email' | 'name' | 'passwordHash' | 'isAdmin' | 'createdAt'>

export class AccountStore {
  constructor(private readonly tx: Transaction) {}

  /** @param email  in lower case, as input classes give it */
  byEmail(email: string): Promise<Account | null> {
    return this.tx.findOneBy(Account, { email })
  }

  /** @throws Missing */
  async one(id: string): Promise<Account> {
    const account = await this.tx.findOneBy(Account, { id })
    if (!account) throw new Missing('There is no such account.')
    return account
  }

  /** @throws Missing */
  async oneForUpdate(id: string): Promise<Account> {
    const account = await this.tx.findOne(Account, { where: { id }, lock: { mode: 'pessimistic_write' } })
    if (!account) throw new Missing('There is no such account.')
    return account
  }

  /**
   * Makes the account, or finds that the address has one already.
   *
   * @returns `null` when it has, also when another request made it a moment ago
   */
  async add(account: NewAccount): Promise<Account | null> {
    const [made] = await this.tx.query<{ id: string }[]>(
      `INSERT INTO account (email, name, password_hash, is_admin, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT uq_account_email DO NOTHING RETURNING id`,
      [account.email, account.name, account.passwordHash, account.isAdmin, account.createdAt],
    )
    return made ? this.one(made.id) : null
  }

  /** Saves what changed and raises the version, which a form that was opened before no longer fits. */
  async change(account: Account, changes: Partial<Omit<Account, 'id' | 'version'>>): Promise<void> {
    await this.tx.update(Account, { id: account.id }, { ...changes, version: account.version + 1 })
  }

  /** The administrators who can act, locked in a fixed order: at least one of them must remain. */
  activeAdminsForUpdate(): Promise<Account[]> {
    return this.tx.find(Account, {
      where: { isAdmin: true, deactivatedAt: IsNull() },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    })
  }

  activeAdmins(): Promise<Account[]> {
    return this.tx.find(Account, {
      where: { isAdmin: true, deactivatedAt: IsNull() },
      order: { createdAt: 'ASC', id: 'ASC' },
    })
  }

  /** A page of all accounts by name; the total comes with every line, so that one query does. */
  async page(
    search: string | null,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ lines: AccountLine[]; total: number }> {
    const like = search === null ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`
    const lines = await this.tx.query<(AccountLine & { total: string })[]>(
      `WITH found AS (
         SELECT id, name, email, is_admin, password_hash IS NOT NULL AS has_password, created_at, deactivated_at
           FROM account WHERE $1::text IS NULL OR name ILIKE $1 OR email ILIKE $1
       )
       SELECT id, name, email, is_admin AS "isAdmin", has_password AS "hasPassword", created_at AS "createdAt",
              deactivated_at AS "deactivatedAt", (SELECT count(*) FROM found) AS total
         FROM found ORDER BY lower(name), id LIMIT $2 OFFSET $3`,
      [like, limit, offset],
    )
    return { lines, total: Number(lines[0]?.total ?? 0) }
  }
}
