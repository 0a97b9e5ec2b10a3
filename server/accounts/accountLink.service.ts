import type { Actor } from '../access/actor'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Invalid, Missing, type WayOn } from '../platform/errors'
import type { Account } from './account.entity'
import { AccountStore } from './account.store'
import type { AccountLink, AccountLinkKind } from './accountLink.entity'
import { isGood, LINK_LIFETIMES_MS, nameFromEmail } from './accountLink.rules'
import { AccountLinkStore } from './accountLink.store'
import { passwordFault } from './password.rules'
import { hashedPassword } from './passwordHash'
import { newSecret, secretHash } from './secret.rules'
import { SessionStore } from './session.store'
import type { SessionService, SessionTokens } from './session.service'

/** A link as it is handed over: the address holds the token, which is stored nowhere. */
export interface MadeLink {
  readonly url: string
  readonly expiresAt: Date
}

/** What a link's page may show before the link is used. */
export interface SeenLink {
  readonly kind: AccountLinkKind
  readonly account: { readonly name: string; readonly email: string } | null
}

/** Whether somebody can administrate the installation, told when it starts. */
export type AdministratorAtStart =
  | { readonly state: 'exists' | 'linkMadeBefore' }
  | { readonly state: 'linkMade'; readonly url: string }

/** What somebody answers on a link's page; which of it is asked for depends on the kind. */
export interface LinkAnswers {
  readonly name?: string
  readonly email?: string
  readonly password?: string
}

/** An invitation of last week is still of interest to whoever asks why it no longer works. */
const FORGOTTEN_AFTER_MS = 30 * 24 * 60 * 60_000

const OVER = 'This link was used already, is over, or was never made.'

/** The same for all three, so that nobody learns which tokens there were. */
const AFTER_OVER: WayOn = {
  title: 'This link does not work',
  now:
    'If you have used it before, sign in with the password that you chose then. Otherwise ask whoever gave it to you for a ' +
    'new one: the lead who invited you, or an administrator if you forgot your password.',
  ways: [
    { label: 'Sign in', href: '/sign-in' },
    { label: 'Forgot your password', href: '/forgot' },
  ],
}

const over = (): Missing => new Missing(OVER, AFTER_OVER)

/** Links that let somebody in once: invitations, resets, sign-in without a password, and the first administrator. */
export class AccountLinkService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionService,
    private readonly baseUrl: string,
  ) {}

  /**
   * Makes sure that a person has an account, inside the use case that needs one (such as adding a member).
   *
   * The answer holds a link only where the account has no password yet, and only for whoever invited it first or for
   * an administrator: otherwise inviting an address would be a way into what somebody else has already been given.
   * `link: null` therefore means "there is nothing to hand over" and tells no more.
   *
   * @throws Invalid when the address belongs to a deactivated account
   */
  async invite(
    tx: Transaction,
    actor: Actor,
    { email, name }: { email: string; name?: string | null },
  ): Promise<{ account: Account; link: MadeLink | null }> {
    const now = this.clock.now()
    const accounts = new AccountStore(tx)
    const fresh = { email, name: name ?? nameFromEmail(email), passwordHash: null, isAdmin: false, createdAt: now }
    const made = await accounts.add(fresh)
    const account = made ?? (await accounts.byEmail(email))
    if (!account) throw new Conflict('This account has just been changed. Try again.')
    if (account.deactivatedAt) throw new Invalid({ email: 'This address cannot be invited. Ask an administrator.' })
    if (made) await this.audit(tx, actor, 'account.invited', made)
    if (account.passwordHash !== null) return { account, link: null }
    const links = new AccountLinkStore(tx)
    const isTheirs = made !== null || actor.isAdmin || (await links.invitedBy(account.id, actor.accountId))
    if (!isTheirs) return { account, link: null }
    return { account, link: await this.make(tx, 'invitation', account, actor) }
  }

  /** A new link of a kind for an account; an older one of the same kind ends. */
  async make(tx: Transaction, kind: AccountLinkKind, account: Account | null, actor: Actor | null): Promise<MadeLink> {
    const now = this.clock.now()
    const links = new AccountLinkStore(tx)
    const accountId = account?.id ?? null
    await links.end({ accountId, kind }, now)
    const token = newSecret()
    const expiresAt = new Date(now.getTime() + LINK_LIFETIMES_MS[kind])
    const createdById = actor?.accountId ?? null
    await links.add({ kind, tokenHash: secretHash(token), accountId, createdById, createdAt: now, expiresAt })
    await this.audit(tx, actor, 'accountLink.made', account, { kind })
    return { url: `${this.baseUrl}/link?token=${token}`, expiresAt }
  }

  /** A link that signs an account in without a password: printed at start for the people of the sample program. */
  signInLink(accountId: string): Promise<MadeLink> {
    return this.database.write(async tx => {
      const account = await new AccountStore(tx).oneForUpdate(accountId)
      if (account.deactivatedAt) throw new Conflict('This account is deactivated.')
      return this.make(tx, 'signIn', account, null)
    })
  }

  /** A link for the first administrator, made by itself once in the life of an installation; later ones are asked for. */
  administratorAtStart(): Promise<AdministratorAtStart> {
    return this.database.write(async tx => {
      if ((await new AccountStore(tx).activeAdmins()).length > 0) return { state: 'exists' }
      if (await new AccountLinkStore(tx).wasMade('firstAdmin')) return { state: 'linkMadeBefore' }
      const { url } = await this.make(tx, 'firstAdmin', null, null)
      return { state: 'linkMade', url }
    })
  }

  /**
   * For whoever runs the machine: the first administrator's link while there is none, otherwise one with which an
   * administrator chooses a new password.
   *
   * @param email  which administrator; may be left out while there is only one
   */
  adminLink(email: string | null): Promise<MadeLink & { readonly for: string | null }> {
    return this.database.write(async tx => {
      const admins = await new AccountStore(tx).activeAdmins()
      if (admins.length === 0) return { ...(await this.make(tx, 'firstAdmin', null, null)), for: null }
      const admin = email === null && admins.length === 1 ? admins[0] : admins.find(one => one.email === email)
      if (!admin) {
        const names = admins.slice(0, 20).map(one => one.email)
        throw new Conflict('Say which administrator, for instance: npm run -s admin-link -- ' + (names[0] ?? ''), names)
      }
      return { ...(await this.make(tx, 'reset', admin, null)), for: admin.email }
    })
  }

  /** @throws Missing for a link that is not good now, whatever the reason */
  see(token: string): Promise<SeenLink> {
    return this.database.read(async tx => {
      const { link, account } = await this.good(tx, await new AccountLinkStore(tx).byToken(secretHash(token)))
      return { kind: link.kind, account: account && { name: account.name, email: account.email } }
    })
  }

  /**
   * Uses the link up, does what it is for, and signs the person in.
   *
   * @throws Missing for a link that is not good now; Invalid for answers that cannot be taken, which leave it good
   */
  async use(token: string, answers: LinkAnswers, userAgent: string): Promise<SessionTokens> {
    const seen = await this.see(token)
    const passwordHash = seen.kind === 'signIn' ? null : await hashIfFit({ ...seen.account, ...answers })
    return this.database.write(async tx => {
      const now = this.clock.now()
      const links = new AccountLinkStore(tx)
      const { link, account: known } = await this.good(tx, await links.byTokenForUpdate(secretHash(token)))
      await links.use(link.id, now)
      const account = known ?? (await this.firstAdmin(tx, answers))
      const name = answers.name ?? account.name
      if (passwordHash !== null) {
        await new AccountStore(tx).change(account, { passwordHash, name })
        await new SessionStore(tx).endAll(account.id, 'password', now)
        await links.end({ accountId: account.id }, now)
      }
      const session = await this.sessions.begin(tx, account.id, userAgent)
      await this.audit(tx, { accountId: account.id, name }, 'accountLink.used', account, { kind: link.kind })
      return session
    })
  }

  /** Links that have been over for a while are forgotten; a first administrator's stay, so that it is known of. */
  forgetOver(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - FORGOTTEN_AFTER_MS)
    return this.database.write(tx => new AccountLinkStore(tx).forgetOver(before))
  }

  /** The link and whose it is, if it may be used now. */
  private async good(
    tx: Transaction,
    link: AccountLink | null,
  ): Promise<{ link: AccountLink; account: Account | null }> {
    if (!link || !isGood(link, this.clock.now())) throw over()
    const accounts = new AccountStore(tx)
    if (link.accountId !== null) {
      const account = await accounts.one(link.accountId)
      if (account.deactivatedAt) throw over()
      return { link, account }
    }
    if ((await accounts.activeAdmins()).length > 0) throw over()
    return { link, account: null }
  }

  private async firstAdmin(tx: Transaction, { name = '', email = '' }: LinkAnswers): Promise<Account> {
    const fresh = { name, email, passwordHash: null, isAdmin: true, createdAt: this.clock.now() }
    const account = await new AccountStore(tx).add(fresh)
    if (!account) throw new Invalid({ email: 'There is an account with this address already. Use another one.' })
    return account
  }

  private async audit(
    tx: Transaction,
    actor: Pick<Actor, 'accountId' | 'name'> | null,
    action: string,
    account: Account | null,
    details: object = {},
  ): Promise<void> {
    await new AuditStore(tx).append({
      program: null,
      actor,
      action,
      subject: { kind: 'account', id: account?.id ?? null },
      details: { ...details, ...(account && { email: account.email }) },
      at: this.clock.now(),
    })
  }
}

async function hashIfFit({ name = '', email = '', password = '' }: LinkAnswers): Promise<string> {
  const fault = passwordFault(password, { name, email })
  if (fault !== null) throw new Invalid({ password: fault })
  return hashedPassword(password)
}
