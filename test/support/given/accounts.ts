import type { Express } from 'express'
import request, { type Response, type Test } from 'supertest'
import type { Actor } from '../../../server/access/actor'
import { AccessTokenStore } from '../../../server/accounts/accessToken.store'
import { newAccessToken } from '../../../server/accounts/accessToken.rules'
import type { Account } from '../../../server/accounts/account.entity'
import { AccountStore } from '../../../server/accounts/account.store'
import { hashedPassword } from '../../../server/accounts/passwordHash'
import { secretHash } from '../../../server/accounts/secret.rules'
import type { Database } from '../../../server/platform/database/database'

/** The password of every account that `givenAccount` makes. */
export const PASSWORD = 'slow lanterns over quiet water'
let passwordHash: Promise<string> | undefined

let made = 0

/** An account that can sign in with `PASSWORD`, unless told otherwise. */
export async function givenAccount(database: Database, changes: Partial<Account> = {}): Promise<Account> {
  made += 1
  passwordHash ??= hashedPassword(PASSWORD)
  const hash = changes.passwordHash === undefined ? await passwordHash : changes.passwordHash
  return database.write(async tx => {
    const accounts = new AccountStore(tx)
    const account = await accounts.add({
      email: `person${made}@example.com`,
      name: `Person ${made}`,
      isAdmin: false,
      createdAt: new Date('2026-11-02T08:00:00Z'),
      ...changes,
      passwordHash: hash,
    })
    if (!account) throw new Error(`There is an account ${changes.email ?? ''} already.`)
    if (changes.deactivatedAt) await accounts.change(account, { deactivatedAt: changes.deactivatedAt })
    return accounts.one(account.id)
  })
}

export function anActor({ id, name, email, isAdmin }: Account): Actor {
  return { accountId: id, name, email, isAdmin, scope: 'write' }
}

/** A personal access token, for `Authorization: Bearer`. */
export async function givenAccessToken(
  database: Database,
  account: Pick<Account, 'id'>,
  { scope = 'write' as const, expiresAt = null }: { scope?: 'read' | 'write'; expiresAt?: Date | null } = {},
): Promise<string> {
  const token = newAccessToken()
  const row = { accountId: account.id, name: 'A test', scope, createdAt: new Date(), expiresAt }
  await database.write(tx => new AccessTokenStore(tx).add({ ...row, tokenHash: secretHash(token) }))
  return token
}

/** A browser of a test: keeps its cookies, and puts the token of the page it saw last into the forms it sends. */
export class Visitor {
  readonly agent: ReturnType<typeof request.agent>
  /** From the last page that had a form. */
  csrf = ''

  constructor(app: Express) {
    this.agent = request.agent(app)
  }

  get(path: string): Promise<Response> {
    return this.seen(this.agent.get(path))
  }

  /** Sends a form; a field that is an array is sent once for each of its values. */
  post(path: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Response> {
    return this.seen(this.agent.post(path).type('form').send({ _csrf: this.csrf, ...fields }))
  }

  /** A form with a file: its token stands in the address. */
  upload(
    path: string,
    field: string,
    file: Buffer,
    name: string,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const address = `${path}${path.includes('?') ? '&' : '?'}_csrf=${this.csrf}`
    return this.seen(this.agent.post(address).field(fields).attach(field, file, name))
  }

  async signIn(account: Pick<Account, 'email'>, password = PASSWORD): Promise<Response> {
    await this.get('/sign-in')
    return this.post('/sign-in', { email: account.email, password })
  }

  private async seen(sent: Test): Promise<Response> {
    const answer = await sent
    this.csrf = tokenIn(answer.text) ?? this.csrf
    return answer
  }
}

/** The token in the first form of a page. */
export function tokenIn(page: string | undefined): string | null {
  return /name="_csrf" value="([^"]+)"/.exec(page ?? '')?.[1] ?? null
}

/** A browser in which the account has signed in, as a person does it; its forms carry their token. */
export async function signedInAs(app: Express, account: Pick<Account, 'email'>): Promise<Visitor> {
  const visitor = new Visitor(app)
  const answer = await visitor.signIn(account)
  if (answer.status !== 303) throw new Error(`${account.email} could not sign in: ${answer.status}.`)
  await visitor.get('/me')
  return visitor
}
